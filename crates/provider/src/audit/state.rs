//! What the chain knows of the attesters and keys that are looked at.

use std::collections::{HashMap, HashSet};

use alloy_primitives::{Address, B256, U256, keccak256};
use aztec_staking_registry::UnverifiedKeyStore;

use crate::{
    abi,
    chain::{Call, Chain, ChainError, decode},
    deployment::{Deployment, up_to},
    validator::ValidatorStatus,
};

/// The rollup's and the GSE's view of attesters and keys.
#[derive(Debug, Default)]
pub(super) struct ChainState {
    status: HashMap<Address, ValidatorStatus>,
    with_key: HashSet<Address>,
    owned: HashSet<B256>,
}

/// How the GSE names a key.
pub(super) fn key_of(tuple: &UnverifiedKeyStore) -> B256 {
    keccak256(tuple.public_key_g1.as_flattened())
}

impl ChainState {
    /// Asks for every attester and every key once.
    pub(super) fn read(
        chain: &mut Chain,
        deployment: &Deployment,
        tuples: &[UnverifiedKeyStore],
    ) -> Result<Self, ChainError> {
        let (rollup, gse) = (deployment.canonical().address, deployment.gse);
        let mut seen = HashSet::new();
        let attesters: Vec<_> =
            tuples.iter().map(|tuple| tuple.attester).filter(|attester| seen.insert(*attester)).collect();
        let mut seen = HashSet::new();
        let keys: Vec<_> = tuples.iter().map(key_of).filter(|key| seen.insert(*key)).collect();

        let mut calls = Vec::with_capacity(2 * attesters.len() + keys.len());
        calls.extend(attesters.iter().map(|attester| Call::new(rollup, &abi::getStatusCall { attester: *attester })));
        calls.extend(attesters.iter().map(|attester| Call::new(gse, &abi::getConfigCall { attester: *attester })));
        calls.extend(keys.iter().map(|hash| Call::new(gse, &abi::ownedPKsCall { hash: *hash })));
        let mut answers = chain.calls(&calls)?.into_iter();

        let mut state = Self::default();
        for attester in &attesters {
            let answer = answers.next().unwrap_or(Err(crate::chain::Reverted));
            state.status.insert(*attester, ValidatorStatus::decode(rollup, answer)?);
        }
        for attester in &attesters {
            let answer = answers.next().unwrap_or(Err(crate::chain::Reverted));
            let key = decode::<abi::getConfigCall>(gse, answer)?.publicKey;
            if (key.x, key.y) != (U256::ZERO, U256::ZERO) {
                state.with_key.insert(*attester);
            }
        }
        for key in keys {
            let answer = answers.next().unwrap_or(Err(crate::chain::Reverted));
            if decode::<abi::ownedPKsCall>(gse, answer)? {
                state.owned.insert(key);
            }
        }
        Ok(state)
    }

    pub(super) fn status(&self, attester: Address) -> ValidatorStatus {
        self.status.get(&attester).copied().unwrap_or(ValidatorStatus::None)
    }

    /// Whether the attester has ever registered a key.
    pub(super) fn has_key(&self, attester: Address) -> bool {
        self.with_key.contains(&attester)
    }

    /// Whether the key is registered, under whichever attester.
    pub(super) fn is_owned(&self, key: B256) -> bool {
        self.owned.contains(&key)
    }
}

/// Whether `stake` would revert with this attester: its status on the canonical rollup alone.
pub(crate) fn is_leaving(chain: &mut Chain, deployment: &Deployment, attester: Address) -> Result<bool, ChainError> {
    let rollup = deployment.canonical().address;
    let answer = chain.calls(&[Call::new(rollup, &abi::getStatusCall { attester })])?.swap_remove(0);
    Ok(ValidatorStatus::decode(rollup, answer)?.has_exit())
}

/// More deposits than ever wait at once. What a node answers is not believed beyond it: all of them are read.
const MOST_DEPOSITS: u64 = 100_000;

/// The tuples that wait in a rollup's entry queue, from its head.
pub(crate) fn read_entry_queue(chain: &mut Chain, rollup: Address) -> Result<Vec<UnverifiedKeyStore>, ChainError> {
    let length = chain.call(rollup, &abi::getEntryQueueLengthCall {})?;
    let length = up_to::<abi::getEntryQueueLengthCall>(rollup, length, MOST_DEPOSITS)?;
    let calls: Vec<_> =
        (0..length).map(|index| (rollup, abi::getEntryQueueAtCall { index: U256::from(index) })).collect();
    Ok(chain.call_each(&calls)?.iter().map(UnverifiedKeyStore::from).collect())
}
