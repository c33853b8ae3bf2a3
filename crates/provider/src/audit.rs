//! What becomes of every entry of a queue, foretold.
//!
//! The registry verifies nothing of what it takes. What is wrong with an entry shows when a delegator stakes with it, or hours
//! after that. But all of it can be known before: from the tuple, from what the chain knows of its attester and key, and from
//! the entries in front of it.

mod fate;
mod foretell;
mod known;
mod soundness;
mod state;

use core::num::NonZeroU64;
use std::collections::HashMap;

use alloy_primitives::{Address, B256};
use aztec_staking_registry::{
    ProviderId, UnverifiedKeyStore,
    calldata::{Calldata, drip_provider_queue},
};

use crate::{
    block::Block,
    chain::{Chain, ChainError},
    deployment::Deployment,
    provider::{Provider, QueueEntry, read_all_queues},
};
use foretell::Foretelling;
use state::{ChainState, key_of};

pub use fate::{BlockReason, Earlier, Fate, Refund};
pub use known::{Known, KnownError};
pub use soundness::WrongProof;

pub(crate) use state::{is_leaving, read_entry_queue};

/// Every entry of a provider's queue, with what will become of it.
///
/// ```no_run
/// use aztec_provider::audit::Audit;
/// use aztec_provider::{Chain, Deployment, Provider};
///
/// fn print_bad(
///     chain: &mut Chain, deployment: &Deployment, provider: &Provider,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let audit = Audit::run(chain, deployment, provider, &[], None)?;
///     for foretold in audit.entries.iter().filter(|foretold| !foretold.is_good()) {
///         println!("entry {}: {}", foretold.entry.index, foretold.fate.code());
///         if let Some(drip) = audit.drip(foretold) {
///             println!("this call drops {}: {}", drip.count, drip.calldata.to_hex());
///         }
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Audit {
    /// The provider.
    pub provider: ProviderId,
    /// The block at which everything was read.
    pub block: Block,
    /// How much gas the contract gives the check of a proof.
    pub proof_gas_limit: u64,
    /// How many entries wait in the rollup's entry queue, of all providers.
    pub entry_queue_length: u64,
    /// Every entry of the provider's queue from its head, then those that are about to be added.
    pub entries: Vec<Foretold>,
}

/// An entry and its fate.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Foretold {
    /// The entry.
    pub entry: QueueEntry,
    /// Whether it is about to be added, and not in the queue yet.
    pub is_new: bool,
    /// The estimate of the gas that the check of its proof takes.
    pub gas: u64,
    /// What will become of it.
    pub fate: Fate,
    /// Entries with the same attester or key in the queues of other providers. Whichever is staked first registers.
    pub rivals: Vec<Rival>,
    /// Whether a manifest lists the attester with this key; none where no manifests were given.
    pub is_known: Option<bool>,
}

/// An entry in another provider's queue that cannot register beside one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Rival {
    /// The other provider.
    pub provider: u64,
    /// The index in its queue.
    pub index: u64,
    /// Whether the BLS keys are the same; otherwise only the attesters are.
    pub same_key: bool,
}

/// The call that drops an entry from the queue, with all in front of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Drip {
    /// How many entries the call drops.
    pub count: u64,
    /// The call of `dripProviderQueue`.
    pub calldata: Calldata,
    /// The attesters of good entries that it drops as well.
    pub good: Vec<Address>,
}

impl Foretold {
    /// Whether nobody has to do anything about the entry.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.fate.is_good() && self.rivals.is_empty() && self.is_known != Some(false)
    }
}

impl Audit {
    /// Reads the chain and foretells. `new` are tuples that are about to be added, in their order.
    ///
    /// # Errors
    /// [`ChainError`].
    pub fn run(
        chain: &mut Chain,
        deployment: &Deployment,
        provider: &Provider,
        new: &[UnverifiedKeyStore],
        known: Option<&Known>,
    ) -> Result<Self, ChainError> {
        let id = provider.id.get();
        let (mut entries, others): (Vec<_>, Vec<_>) =
            read_all_queues(chain, deployment)?.into_iter().partition(|entry| entry.provider == id);
        let queued = entries.len();
        let new = new.iter().zip(provider.last..);
        entries.extend(new.map(|(tuple, index)| QueueEntry { provider: id, index, tuple: *tuple }));
        let waiting = read_entry_queue(chain, deployment.canonical().address)?;

        let tuples: Vec<_> = waiting.iter().copied().chain(entries.iter().map(|entry| entry.tuple)).collect();
        let state = ChainState::read(chain, deployment, &tuples)?;
        let rivals = Rivals::of(&others);
        let mut soundness = soundness::soundness(&tuples).into_iter();
        let mut foretelling = Foretelling::new(&state, deployment.proof_gas_limit);
        for ((tuple, soundness), position) in waiting.iter().zip(soundness.by_ref()).zip(0..) {
            foretelling.next(Earlier::EntryQueue(position), tuple, soundness);
        }
        let foretold = entries.into_iter().zip(soundness).enumerate().map(|(position, (entry, soundness))| Foretold {
            entry,
            is_new: position >= queued,
            gas: soundness.gas,
            fate: foretelling.next(Earlier::Queue(entry.index), &entry.tuple, soundness),
            rivals: rivals.to(&entry.tuple),
            is_known: known.map(|known| known.lists(&entry.tuple)),
        });
        Ok(Self {
            provider: provider.id,
            block: chain.block(),
            proof_gas_limit: deployment.proof_gas_limit,
            entries: foretold.collect(),
            entry_queue_length: waiting.len() as u64,
        })
    }

    /// The call that drops this entry of the queue with all in front of it; none for one that is not in the queue.
    #[must_use]
    pub fn drip(&self, foretold: &Foretold) -> Option<Drip> {
        let head = self.entries.first().filter(|head| !head.is_new && !foretold.is_new)?.entry.index;
        let count = foretold.entry.index.checked_sub(head)? + 1;
        let dropped = self.entries.iter().take(usize::try_from(count).ok()?);
        let good = dropped.filter(|other| other.is_good()).map(|other| other.entry.tuple.attester).collect();
        let calldata = drip_provider_queue(self.provider, NonZeroU64::new(count)?);
        Some(Drip { count, calldata, good })
    }
}

/// The entries of other providers, by attester and by key.
struct Rivals<'a> {
    attesters: HashMap<Address, Vec<&'a QueueEntry>>,
    keys: HashMap<B256, Vec<&'a QueueEntry>>,
}

impl<'a> Rivals<'a> {
    fn of(others: &'a [QueueEntry]) -> Self {
        let mut rivals = Self { attesters: HashMap::new(), keys: HashMap::new() };
        for entry in others {
            rivals.attesters.entry(entry.tuple.attester).or_default().push(entry);
            rivals.keys.entry(key_of(&entry.tuple)).or_default().push(entry);
        }
        rivals
    }

    fn to(&self, tuple: &UnverifiedKeyStore) -> Vec<Rival> {
        // The zero address is nobody's.
        let attester = Some(tuple.attester).filter(|attester| !attester.is_zero());
        let by_attester = attester.and_then(|attester| self.attesters.get(&attester)).into_iter().flatten();
        let by_key = self.keys.get(&key_of(tuple)).into_iter().flatten();
        let rival = |entry: &&QueueEntry| Rival {
            provider: entry.provider,
            index: entry.index,
            same_key: key_of(&entry.tuple) == key_of(tuple),
        };
        let mut rivals: Vec<_> = by_attester.chain(by_key).map(rival).collect();
        rivals.sort_by_key(|rival| (rival.provider, rival.index));
        rivals.dedup();
        rivals
    }
}
