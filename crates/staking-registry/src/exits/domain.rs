//! Where a signed exit is good.

use core::num::NonZeroU64;

use alloy_primitives::{Address, B256, U256, address};
use alloy_sol_types::{Eip712Domain, SolStruct};

use super::{Deadline, abi::AttesterExit};
use crate::NonZeroAddress;

/// Where a signed exit is good: one rollup contract on one chain. The [module](super) has an example.
///
/// Each version of the rollup has an address of its own. What was signed for one is worth nothing on the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExitDomain {
    chain_id: NonZeroU64,
    rollup: NonZeroAddress,
}

/// The largest chain id (EIP-2294): half of what 64 bits hold, less 36.
const LARGEST_CHAIN_ID: u64 = u64::MAX / 2 - 36;

/// Contracts of Aztec on Ethereum and Sepolia that stand beside the rollup in every list of addresses.
///
/// Source: the networks page of the operators' guide.
const NO_ROLLUPS: [(Address, &str); 4] = [
    (address!("0x042dF8f42790d6943F41C25C2132400fd727f452"), "the StakingRegistry of Ethereum"),
    (address!("0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2"), "the StakingRegistry of Sepolia"),
    (address!("0xa92ecFD0E70c9cd5E5cd76c50Af0F7Da93567a4f"), "the GSE of Ethereum"),
    (address!("0xb6a38a51a6c1de9012f9d8ea9745ef957212eaac"), "the GSE of Sepolia"),
];

impl ExitDomain {
    /// The rollup at this address on this chain.
    ///
    /// # Errors
    /// [`ExitDomainError`] when there is no such chain, or the address is known to be another contract.
    pub fn new(chain_id: u64, rollup: NonZeroAddress) -> Result<Self, ExitDomainError> {
        let id = NonZeroU64::new(chain_id).filter(|id| id.get() <= LARGEST_CHAIN_ID);
        let chain_id = id.ok_or(ExitDomainError::NoChain { chain_id })?;
        match NO_ROLLUPS.iter().find(|(address, _)| *address == rollup.get()) {
            Some((_, name)) => Err(ExitDomainError::NotARollup { name }),
            None => Ok(Self { chain_id, rollup }),
        }
    }

    /// The chain: 1 is Ethereum.
    #[must_use]
    pub fn chain_id(&self) -> NonZeroU64 {
        self.chain_id
    }

    /// The rollup.
    #[must_use]
    pub fn rollup(&self) -> NonZeroAddress {
        self.rollup
    }

    /// The 32 bytes that this attester signs: the hash of the typed data (EIP-712).
    #[must_use]
    pub fn digest(&self, attester: Address, deadline: Deadline) -> B256 {
        let message = AttesterExit { attester, deadline: U256::from(deadline.unix()) };
        message.eip712_signing_hash(&self.eip712())
    }

    fn eip712(&self) -> Eip712Domain {
        Eip712Domain {
            name: Some("Aztec Rollup".into()),
            version: Some("1".into()),
            chain_id: Some(U256::from(self.chain_id.get())),
            verifying_contract: Some(self.rollup.get()),
            salt: None,
        }
    }
}

/// Why a chain and an address are not an [`ExitDomain`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitDomainError {
    /// The number is not one that a chain can have.
    #[error("no chain has the id {chain_id}; Ethereum has 1, Sepolia 11155111")]
    NoChain {
        /// The number.
        chain_id: u64,
    },
    /// The address is that of another contract.
    #[error("this is the address of {name}, not of a rollup; give the address of the rollup that the attesters are on")]
    NotARollup {
        /// Which contract, and on which chain.
        name: &'static str,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rollup(text: &str) -> NonZeroAddress {
        NonZeroAddress::parse(text).unwrap()
    }

    #[test]
    fn chains() {
        let rollup = rollup("0x5FbDB2315678afecb367f032d93F642f64180aa3");
        for id in [1, 11_155_111, LARGEST_CHAIN_ID] {
            assert_eq!(ExitDomain::new(id, rollup).unwrap().chain_id().get(), id);
        }
        for chain_id in [0, LARGEST_CHAIN_ID + 1, u64::MAX] {
            assert_eq!(ExitDomain::new(chain_id, rollup), Err(ExitDomainError::NoChain { chain_id }));
        }
        assert_eq!(LARGEST_CHAIN_ID, 9_223_372_036_854_775_771, "as EIP-2294 has it");
    }

    #[test]
    fn contracts_that_are_no_rollup() {
        for (address, name) in NO_ROLLUPS {
            let address = NonZeroAddress::new(address).unwrap();
            assert_eq!(ExitDomain::new(1, address), Err(ExitDomainError::NotARollup { name }));
            assert_eq!(ExitDomain::new(31_337, address), Err(ExitDomainError::NotARollup { name }), "on no chain");
        }
    }
}
