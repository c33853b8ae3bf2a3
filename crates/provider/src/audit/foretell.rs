//! From tuple and chain to fate, one entry after the other: what an earlier entry does changes what a later one meets.

use std::collections::HashMap;

use alloy_primitives::{Address, B256};
use aztec_staking_registry::UnverifiedKeyStore;

use super::{
    fate::{BlockReason, Earlier, Fate, Refund},
    soundness::{Soundness, Verdict},
    state::{ChainState, key_of},
};
use crate::validator::ValidatorStatus;

/// How far a proof may be over the gas limit and still fail in the pairing, which reports it: the price of the pairing itself, two
/// pairs of points (EIP-1108). Beyond it the gas is used up before, also where nothing is left to report it, and then the
/// whole flush reverts. The estimate is up to 200 gas above what is used, so a little is taken off.
///
/// Run against the deployed bytecode with seven keys at every limit in steps of 100: up to 113,000 under the estimate the check
/// always ends in PairingFail; beyond, it ends in one of three errors or in no data at all.
const PAIRING: u64 = 45_000 + 2 * 34_000 - 500;

/// The chain as it will be, entry by entry.
pub(super) struct Foretelling<'a> {
    state: &'a ChainState,
    limit: u64,
    attesters: HashMap<Address, Earlier>,
    keys: HashMap<B256, Earlier>,
}

impl<'a> Foretelling<'a> {
    pub(super) fn new(state: &'a ChainState, limit: u64) -> Self {
        Self { state, limit, attesters: HashMap::new(), keys: HashMap::new() }
    }

    /// The fate of the next entry, which stands at `place`. The order of the checks is that of `StakingRegistry.stake`,
    /// `StakingLib.deposit`, `GSE.deposit` and `GSE._checkProofOfPossession`.
    pub(super) fn next(&mut self, place: Earlier, tuple: &UnverifiedKeyStore, soundness: Soundness) -> Fate {
        let fate = self.fate(place, tuple, soundness);
        if fate.is_good() {
            self.attesters.insert(tuple.attester, place);
            self.keys.insert(key_of(tuple), place);
        }
        fate
    }

    fn fate(&self, place: Earlier, tuple: &UnverifiedKeyStore, soundness: Soundness) -> Fate {
        let status = self.state.status(tuple.attester);
        // What is in the entry queue has been staked.
        if !matches!(place, Earlier::EntryQueue(_)) {
            if tuple.attester.is_zero() {
                return Fate::Blocks(BlockReason::ZeroAttester);
            }
            if status.has_exit() {
                return Fate::Blocks(BlockReason::StillExiting);
            }
        }
        let key = key_of(tuple);
        if let Some(earlier) = self.attesters.get(&tuple.attester) {
            return Fate::Refunded(Refund::TwinAttester(*earlier));
        }
        if status == ValidatorStatus::Validating {
            return Fate::Refunded(Refund::AlreadyActive);
        }
        if self.state.has_key(tuple.attester) {
            return Fate::Refunded(Refund::KeyIsForEver);
        }
        if let Some(earlier) = self.keys.get(&key) {
            return Fate::Refunded(Refund::TwinKey(*earlier));
        }
        if self.state.is_owned(key) {
            return Fate::Refunded(Refund::KeySeen);
        }
        self.verified(soundness)
    }

    fn verified(&self, Soundness { gas, verdict }: Soundness) -> Fate {
        let limit = self.limit;
        match verdict {
            Verdict::Infinity(field) => Fate::Refunded(Refund::Infinity(field)),
            _ if gas > limit.saturating_add(PAIRING) => Fate::MayStopTheRollup { gas, limit },
            Verdict::Point(field, error) => Fate::Refunded(Refund::Point(field, error)),
            _ if gas > limit => Fate::Refunded(Refund::OverGasLimit { gas, limit }),
            Verdict::Proof(wrong) => Fate::Refunded(Refund::Proof(wrong)),
            Verdict::Sound => Fate::Registers,
        }
    }
}
