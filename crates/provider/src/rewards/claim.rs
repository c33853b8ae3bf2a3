//! The calls that bring rewards home.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use aztec_staking_registry::{NonZeroAddress, any_call::AnyCall};

use super::{Rewards, SplitRewards};
use crate::abi;

/// A call that brings rewards one step closer to their recipients. Anybody may send it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Claim {
    /// What it does.
    pub what: &'static str,
    /// The call.
    pub call: AnyCall,
}

/// Estimates from above: a claim pays out of the rollup, and a withdrawal out of the warehouse, once each; a distribution moves the
/// balance of the Split and credits two recipients.
const CLAIM_GAS: u64 = 150_000;
const DISTRIBUTE_GAS: u64 = 250_000;
const WITHDRAW_GAS: u64 = 150_000;

impl Claim {
    /// None for the zero address, which is no contract.
    fn new<C: SolCall>(what: &'static str, to: Address, call: &C, arguments: Vec<String>, gas: u64) -> Option<Self> {
        let to = NonZeroAddress::new(to).ok()?;
        Some(Self { what, call: AnyCall { to, signature: C::SIGNATURE, arguments, data: call.abi_encode(), gas } })
    }

    fn of_rollup(rollup: Address, split: Address) -> Option<Self> {
        let call = abi::claimSequencerRewardsCall { coinbase: split };
        Self::new("claim", rollup, &call, vec![split.to_string()], CLAIM_GAS)
    }

    fn distribute(one: &SplitRewards, token: Address, distributor: Address) -> Option<Self> {
        let call = abi::distributeCall { split: one.terms.params(), token, distributor };
        let list = |texts: Vec<String>| format!("[{}]", texts.join(","));
        let recipients = list(one.terms.recipients.iter().map(ToString::to_string).collect());
        let allocations = list(one.terms.allocations.iter().map(ToString::to_string).collect());
        let params = format!("({recipients},{allocations},{},{})", one.terms.total, one.terms.incentive);
        let arguments = vec![params, token.to_string(), distributor.to_string()];
        Self::new("distribute", one.split, &call, arguments, DISTRIBUTE_GAS)
    }

    fn withdraw(warehouse: Address, owner: Address, token: Address) -> Option<Self> {
        let call = abi::withdrawCall { owner, token };
        Self::new("withdraw", warehouse, &call, vec![owner.to_string(), token.to_string()], WITHDRAW_GAS)
    }
}

impl Rewards {
    /// Every call that is needed, in the order in which they are to be sent: first what rollups hold, then what lies on
    /// Splits, then what lies in the warehouse for the recipient. What is sent earlier in the list counts for what comes later.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        let mut claims = Vec::new();
        for one in &self.splits {
            claims.extend(self.open_rollups(one).filter_map(|(rollup, _)| Claim::of_rollup(*rollup, one.split)));
        }
        let distributed: Vec<_> = self.splits.iter().filter(|one| self.is_distributable(one)).collect();
        claims.extend(distributed.iter().filter_map(|one| Claim::distribute(one, self.token.address, self.recipient)));
        let of_provider = distributed.iter().any(|one| one.terms.recipients.contains(&self.recipient));
        let withdrawn = self.in_warehouses.iter().filter(|(_, amount)| of_provider || *amount > KEPT);
        claims.extend(
            withdrawn.filter_map(|(warehouse, _)| Claim::withdraw(*warehouse, self.recipient, self.token.address)),
        );
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
