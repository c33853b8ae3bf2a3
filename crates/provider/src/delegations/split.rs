//! Splits: what their factory says of them, and what they say of themselves.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;
use serde::{Deserialize, Serialize};

use crate::{abi, chain::Log};

/// The parameters of a Split, from the event of the factory that made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SplitTerms {
    /// Who gets a part.
    pub recipients: Vec<Address>,
    /// How much each gets, of `total`.
    pub allocations: Vec<U256>,
    /// The sum of the allocations.
    pub total: U256,
    /// What whoever distributes is paid, in parts of a million.
    pub incentive: u16,
    /// Who may change the Split; the zero address stands for nobody.
    pub owner: Address,
}

impl SplitTerms {
    /// Finds the factory's event about this Split among those of a transaction.
    pub(super) fn find(logs: &[Log], factory: Address, split: Address) -> Option<Self> {
        let names = abi::SPLIT_CREATED.map(|signature| keccak256(signature.as_bytes()));
        let created = logs.iter().find(|log| {
            log.address == factory
                && log.topics.len() == 2
                && names.contains(&log.topics[0])
                && log.topics[1] == split.into_word()
        })?;
        let (params, owner, _) = <(abi::Split, Address, Address)>::abi_decode_params(&created.data).ok()?;
        Some(Self {
            recipients: params.recipients,
            allocations: params.allocations,
            total: params.totalAllocation,
            incentive: params.distributionIncentive,
            owner,
        })
    }

    /// The hash that a Split with these parameters answers to `splitHash()`.
    #[must_use]
    pub fn hash(&self) -> B256 {
        keccak256(self.params().abi_encode())
    }

    pub(crate) fn params(&self) -> abi::Split {
        abi::Split {
            recipients: self.recipients.clone(),
            allocations: self.allocations.clone(),
            totalAllocation: self.total,
            distributionIncentive: self.incentive,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTORY: Address = Address::repeat_byte(1);
    const SPLIT: Address = Address::repeat_byte(2);
    const OWNER: Address = Address::repeat_byte(3);

    /// The factory's event about the Split; the names of its three layouts by their numbers.
    fn created(name: usize) -> Log {
        let topic = keccak256(abi::SPLIT_CREATED[name].as_bytes());
        let data = (terms().params(), OWNER, Address::ZERO, U256::ZERO).abi_encode_params();
        let topics = vec![topic, SPLIT.into_word()];
        let (block_hash, transaction) = (B256::ZERO, B256::ZERO);
        Log { address: FACTORY, topics, data, block: 1, block_hash, transaction, index: 0 }
    }

    fn terms() -> SplitTerms {
        SplitTerms {
            recipients: vec![Address::repeat_byte(4), Address::repeat_byte(5)],
            allocations: vec![U256::from(1), U256::from(2)],
            total: U256::from(3),
            incentive: 4,
            owner: OWNER,
        }
    }

    #[test]
    fn the_event_of_each_layout_is_read() {
        for name in 0..3 {
            assert_eq!(SplitTerms::find(&[created(name)], FACTORY, SPLIT), Some(terms()));
        }
    }

    #[test]
    fn only_the_factorys_event_about_this_split_counts() {
        let well = || created(0);
        let topics = |topics: &[B256]| Log { topics: topics.to_vec(), ..well() };
        let [name, split] = [well().topics[0], well().topics[1]];
        let others = [
            Log { address: Address::repeat_byte(9), ..well() },
            topics(&[B256::repeat_byte(9), split]),
            topics(&[name, B256::repeat_byte(9)]),
            topics(&[name, split, split]),
            topics(&[name]),
            topics(&[]),
        ];
        for other in &others {
            assert_eq!(SplitTerms::find(std::slice::from_ref(other), FACTORY, SPLIT), None, "{other:?}");
        }
        let owner = Address::repeat_byte(8);
        let data = (terms().params(), owner, Address::ZERO).abi_encode_params();
        let last = Log { data, ..well() };
        let all: Vec<_> = others.into_iter().chain([last]).collect();
        assert_eq!(SplitTerms::find(&all, FACTORY, SPLIT).map(|terms| terms.owner), Some(owner));
    }

    #[test]
    fn data_that_holds_no_parameters_makes_no_split() {
        let short = Log { data: created(0).data[..96].to_vec(), ..created(0) };
        assert_eq!(SplitTerms::find(&[short], FACTORY, SPLIT), None);
    }
}
