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
