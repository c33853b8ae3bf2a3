//! One provider, and its queue.

use alloy_primitives::{Address, U256};
use aztec_staking_registry::{ProviderId, UnverifiedKeyStore};

use crate::{
    abi,
    chain::{Call, Chain, ChainError, decode},
    deployment::Deployment,
};

/// What the StakingRegistry says of a provider: who runs it, its rate, and the bounds of its queue.
///
/// ```no_run
/// use aztec_provider::{Chain, Deployment, Head, Pace, Provider};
/// use aztec_staking_registry::ProviderId;
///
/// fn print_queue(
///     chain: &mut Chain, deployment: &Deployment,
/// ) -> Result<(), Box<dyn std::error::Error>> {
///     let provider = Provider::read(chain, deployment, ProviderId::new(7)?)?;
///     if let Head::Blocked(why) = Head::read(chain, deployment, &provider)? {
///         println!("nobody can delegate: {why:?}");
///     }
///     let pace = Pace::read(chain, deployment, provider.id, 30)?;
///     let keys = provider.queue_length();
///     println!("{keys} keys, at {:.1} delegations a day", pace.per_day());
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Provider {
    /// Its number.
    pub id: ProviderId,
    /// Who may change it.
    pub admin: Address,
    /// Whom the admin has named as the next, who has not accepted yet.
    pub pending_admin: Option<Address>,
    /// Where its part of the rewards goes.
    pub rewards_recipient: Address,
    /// Its part of the rewards, in basis points.
    pub take_rate: u16,
    /// The index of the head of its queue.
    pub first: u64,
    /// The index after the last entry of its queue.
    pub last: u64,
}

impl Provider {
    /// Reads a provider.
    ///
    /// # Errors
    /// [`ProviderStateError`].
    pub fn read(chain: &mut Chain, deployment: &Deployment, id: ProviderId) -> Result<Self, ProviderStateError> {
        let registry = deployment.registry;
        if id.get() > deployment.providers {
            return Err(ProviderStateError::Unknown { id, providers: deployment.providers });
        }
        let provider = U256::from(id.get());
        let answers = chain.calls(&[
            Call::new(registry, &abi::providerConfigurationsCall { provider }),
            Call::new(registry, &abi::pendingProviderAdminsCall { provider }),
            Call::new(registry, &abi::getFirstIndexInQueueCall { provider }),
            Call::new(registry, &abi::getLastIndexInQueueCall { provider }),
        ])?;
        let [configuration, pending, first, last] =
            <[_; 4]>::try_from(answers).map_err(|_| ChainError::Shape { method: "eth_call" })?;
        let configuration = decode::<abi::providerConfigurationsCall>(registry, configuration)?;
        let pending = decode::<abi::pendingProviderAdminsCall>(registry, pending)?;
        let bounds = Bounds::new(
            registry,
            decode::<abi::getFirstIndexInQueueCall>(registry, first)?,
            decode::<abi::getLastIndexInQueueCall>(registry, last)?,
        )?;
        Ok(Self {
            id,
            admin: configuration.admin,
            pending_admin: Some(pending).filter(|pending| !pending.is_zero()),
            rewards_recipient: configuration.rewardsRecipient,
            take_rate: configuration.takeRate,
            first: bounds.first,
            last: bounds.last,
        })
    }

    /// How many keys are queued.
    #[must_use]
    pub fn queue_length(&self) -> u64 {
        self.last - self.first
    }
}

/// An entry of a provider's queue: an attester with its key, waiting for a delegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueEntry {
    /// Whose queue it is in.
    pub provider: u64,
    /// Its index; the head of the queue has the smallest.
    pub index: u64,
    /// What it holds. The registry has verified nothing of it.
    pub tuple: UnverifiedKeyStore,
}

/// Reads the first `count` entries of a queue, from its head.
pub(crate) fn read_head(
    chain: &mut Chain,
    registry: Address,
    provider: &Provider,
    count: u64,
) -> Result<Vec<QueueEntry>, ChainError> {
    let bounds = Bounds { first: provider.first, last: provider.last.min(provider.first.saturating_add(count)) };
    read_entries(chain, registry, &[(provider.id.get(), bounds)])
}

/// Reads every entry of every queue.
pub(crate) fn read_all_queues(chain: &mut Chain, deployment: &Deployment) -> Result<Vec<QueueEntry>, ChainError> {
    let registry = deployment.registry;
    let ids: Vec<_> = (1..=deployment.providers).collect();
    let first = |id: &u64| Call::new(registry, &abi::getFirstIndexInQueueCall { provider: U256::from(*id) });
    let last = |id: &u64| Call::new(registry, &abi::getLastIndexInQueueCall { provider: U256::from(*id) });
    let calls: Vec<_> = ids.iter().map(first).chain(ids.iter().map(last)).collect();
    let mut firsts = chain.calls(&calls)?;
    let lasts = firsts.split_off(ids.len());
    let bounds = firsts.into_iter().zip(lasts).map(|(first, last)| {
        let first = decode::<abi::getFirstIndexInQueueCall>(registry, first)?;
        Bounds::new(registry, first, decode::<abi::getLastIndexInQueueCall>(registry, last)?)
    });
    let queues: Vec<_> = ids.into_iter().zip(bounds.collect::<Result<Vec<_>, _>>()?).collect();
    read_entries(chain, registry, &queues)
}

fn read_entries(chain: &mut Chain, registry: Address, queues: &[(u64, Bounds)]) -> Result<Vec<QueueEntry>, ChainError> {
    // Each queue is within its bound; all of them together have to be as well.
    let entries: u64 = queues.iter().map(|(_, bounds)| bounds.last - bounds.first).sum();
    if entries > Bounds::LONGEST {
        return Err(ChainError::NotTheContract { contract: registry, function: "getLastIndexInQueue" });
    }
    let places: Vec<_> =
        queues.iter().flat_map(|(id, bounds)| (bounds.first..bounds.last).map(|index| (*id, index))).collect();
    let call = |(id, index): &(u64, u64)| {
        let provider = U256::from(*id);
        (registry, abi::getValueAtIndexInQueueCall { provider, index: u128::from(*index) })
    };
    let calls: Vec<_> = places.iter().map(call).collect();
    let entries = chain.call_each(&calls)?;
    let entry = |((provider, index), entry): ((u64, u64), abi::KeyStore)| QueueEntry {
        provider,
        index,
        tuple: UnverifiedKeyStore::from(&entry),
    };
    Ok(places.into_iter().zip(entries).map(entry).collect())
}

/// The indices of a queue: from `first` to just before `last`.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    first: u64,
    last: u64,
}

impl Bounds {
    /// More entries than anybody could pay for. What a node answers is not believed beyond it.
    const LONGEST: u64 = 1_000_000;

    fn new(contract: Address, first: u128, last: u128) -> Result<Self, ChainError> {
        let not_a_queue = || ChainError::NotTheContract { contract, function: "getLastIndexInQueue" };
        let first = u64::try_from(first).map_err(|_| not_a_queue())?;
        let last = u64::try_from(last).map_err(|_| not_a_queue())?;
        match last.checked_sub(first) {
            Some(0..=Self::LONGEST) => Ok(Self { first, last }),
            _ => Err(not_a_queue()),
        }
    }
}

/// Why a provider could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderStateError {
    /// The chain could not be read.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// No provider has that number.
    #[error("there is no provider {id}: {providers} have registered; check the number and the registry")]
    Unknown {
        /// The number.
        id: ProviderId,
        /// How many there are.
        providers: u64,
    },
}
