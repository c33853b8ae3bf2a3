//! The calls that bring rewards home.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;

use super::{Rewards, SplitRewards};
use crate::abi;

/// A call that anybody may send.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// What it does.
    pub what: &'static str,
    /// The contract to send it to.
    pub to: Address,
    /// The calldata.
    pub data: Bytes,
}

impl Claim {
    fn new<C: SolCall>(what: &'static str, to: Address, call: &C) -> Self {
        Self { what, to, data: call.abi_encode().into() }
    }
}

impl Rewards {
    /// Every call that is needed, in the order in which they are to be sent: first what rollups hold, then what lies on
    /// Splits, then what lies in the warehouse for the recipient. What is sent earlier in the list counts for what comes later.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for one in &self.splits {
            claims.extend(self.open_rollups(one).map(|(rollup, _)| {
                Claim::new("claim", *rollup, &abi::claimSequencerRewardsCall { coinbase: one.split })
            }));
        }
        let distributed: Vec<_> = self.splits.iter().filter(|one| self.is_distributable(one)).collect();
        claims.extend(distributed.iter().map(|one| {
            let call =
                abi::distributeCall { split: one.terms.params(), token: self.token, distributor: self.recipient };
            Claim::new("distribute", one.split, &call)
        }));
        let of_provider = distributed.iter().any(|one| one.terms.recipients.contains(&self.recipient));
        let withdrawn = self.in_warehouses.iter().filter(|(_, amount)| of_provider || *amount > KEPT);
        claims.extend(withdrawn.map(|(warehouse, _)| {
            Claim::new("withdraw", *warehouse, &abi::withdrawCall { owner: self.recipient, token: self.token })
        }));
        claims
    }

    fn open_rollups<'a>(&'a self, one: &'a SplitRewards) -> impl Iterator<Item = &'a (Address, U256)> {
        one.on_rollups.iter().filter(|(rollup, amount)| !amount.is_zero() && !self.not_claimable.contains(rollup))
    }

    /// Whether anything can be distributed once the rollups have paid.
    fn is_distributable(&self, one: &SplitRewards) -> bool {
        self.open_rollups(one).next().is_some() || one.on_split > KEPT || one.in_warehouse > KEPT
    }
}

/// Splits and warehouse leave one unit behind, which keeps the slot of the balance cheap.
const KEPT: U256 = U256::ONE;
