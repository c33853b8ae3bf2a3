//! The public networks.

use alloy_primitives::{Address, address};

/// A public network, by the name that the guides give it.
///
/// ```
/// use aztec_provider::Network;
///
/// assert_eq!(Network::Testnet.chain_id(), 11_155_111);
/// let registry = Network::Mainnet.staking_registry().to_string();
/// assert_eq!(registry, "0x042dF8f42790d6943F41C25C2132400fd727f452");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// Ethereum.
    Mainnet,
    /// Sepolia.
    Testnet,
}

impl Network {
    /// The chain id of its L1.
    #[must_use]
    pub fn chain_id(self) -> u64 {
        match self {
            Self::Mainnet => 1,
            Self::Testnet => 11_155_111,
        }
    }

    /// Its StakingRegistry. Source: the networks page of the operators' guides, read in November 2026.
    #[must_use]
    pub fn staking_registry(self) -> Address {
        match self {
            Self::Mainnet => address!("042dF8f42790d6943F41C25C2132400fd727f452"),
            Self::Testnet => address!("C6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2"),
        }
    }
}
