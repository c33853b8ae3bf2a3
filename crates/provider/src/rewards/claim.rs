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

#[cfg(test)]
mod tests {
    use alloy_primitives::keccak256;

    use super::*;
    use crate::{delegations::SplitTerms, token::Token};

    const ROLLUPS: [Address; 2] = [Address::repeat_byte(0x11), Address::repeat_byte(0x12)];
    const WAREHOUSE: Address = Address::repeat_byte(0x13);
    const US: Address = Address::repeat_byte(0x14);
    const DELEGATOR: Address = Address::repeat_byte(0x15);
    const TOKEN: Address = Address::repeat_byte(0x16);

    /// What two rollups hold for a Split, what lies on it, and what lies in the warehouse for it.
    fn split(number: u8, on_rollups: [u64; 2], on_split: u64, in_warehouse: u64) -> SplitRewards {
        let terms = SplitTerms {
            recipients: vec![US, DELEGATOR],
            allocations: [500, 9_500].map(U256::from).to_vec(),
            total: U256::from(10_000),
            incentive: 0,
            owner: Address::ZERO,
        };
        SplitRewards {
            attester: Address::with_last_byte(number),
            split: Address::repeat_byte(number),
            terms,
            on_rollups: ROLLUPS.into_iter().zip(on_rollups.map(U256::from)).collect(),
            on_split: U256::from(on_split),
            in_warehouse: U256::from(in_warehouse),
        }
    }

    fn rewards(splits: Vec<SplitRewards>, in_warehouse: u64, not_claimable: &[Address]) -> Rewards {
        Rewards {
            token: Token { address: TOKEN, symbol: String::new(), decimals: 18 },
            splits,
            strays: Vec::new(),
            recipient: US,
            in_warehouses: vec![(WAREHOUSE, U256::from(in_warehouse))],
            not_claimable: not_claimable.to_vec(),
        }
    }

    fn calls(rewards: &Rewards) -> Vec<(&'static str, Address)> {
        rewards.claims().iter().map(|claim| (claim.what, claim.call.to.get())).collect()
    }

    fn at(number: u8) -> Address {
        Address::repeat_byte(number)
    }

    #[test]
    fn first_from_the_rollups_then_from_the_splits_then_from_the_warehouse() {
        let rewards = rewards(vec![split(1, [7, 8], 0, 0), split(2, [0, 9], 0, 0), split(3, [0, 0], 1, 1)], 0, &[]);
        let claims = [("claim", ROLLUPS[0]), ("claim", ROLLUPS[1]), ("claim", ROLLUPS[1])];
        let distributed = [("distribute", at(1)), ("distribute", at(2))];
        assert_eq!(calls(&rewards), [claims.as_slice(), &distributed, &[("withdraw", WAREHOUSE)]].concat());
        let calls: Vec<_> = rewards.claims().into_iter().map(|claim| claim.call).collect();
        for call in &calls {
            assert_eq!(call.data[..4], keccak256(call.signature)[..4]);
        }
        assert_eq!(calls[2].arguments, [at(2).to_string()]);
        assert_eq!(calls[2].data[4..], at(2).into_word().0);
        let params = format!("([{US},{DELEGATOR}],[500,9500],10000,0)");
        assert_eq!(calls[3].arguments, [params, TOKEN.to_string(), US.to_string()]);
        assert_eq!(abi::distributeCall::abi_decode(&calls[3].data).unwrap().split.allocations[1], U256::from(9_500));
        assert_eq!(calls[5].arguments, [US, TOKEN].map(|address| address.to_string()));
        assert_eq!(calls[5].data[4..], [US.into_word().0, TOKEN.into_word().0].concat());
    }

    #[test]
    fn a_rollup_that_pays_out_nothing_yet_is_not_called() {
        let closed = [ROLLUPS[0]];
        assert_eq!(calls(&rewards(vec![split(1, [7, 0], 0, 0)], 0, &closed)), []);
        let both = calls(&rewards(vec![split(1, [7, 8], 0, 0)], 0, &closed));
        assert_eq!(both, [("claim", ROLLUPS[1]), ("distribute", at(1)), ("withdraw", WAREHOUSE)]);
    }

    #[test]
    fn one_unit_stays_where_it_is() {
        let of =
            |on_split, in_warehouse, of_us| calls(&rewards(vec![split(1, [0, 0], on_split, in_warehouse)], of_us, &[]));
        assert_eq!(of(1, 1, 1), []);
        assert_eq!(of(1, 1, 2), [("withdraw", WAREHOUSE)]);
        for (on_split, in_warehouse) in [(2, 0), (0, 2), (2, 1)] {
            assert_eq!(of(on_split, in_warehouse, 0), [("distribute", at(1)), ("withdraw", WAREHOUSE)]);
        }
    }

    #[test]
    fn what_goes_to_others_alone_is_not_withdrawn_for_us() {
        let mut of_others = split(1, [0, 0], 2, 0);
        of_others.terms.recipients = vec![DELEGATOR, at(9)];
        assert_eq!(calls(&rewards(vec![of_others], 1, &[])), [("distribute", at(1))]);
    }
}
