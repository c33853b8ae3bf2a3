//! The networks on which the StakingRegistry is deployed, by name.

use core::{fmt, num::NonZeroU64, str::FromStr};

use alloy_primitives::{Address, address};

use crate::NonZeroAddress;

/// A network with a StakingRegistry, by the name that the operators' guides give it.
///
/// Source of every address: the page "Networks" of the operators' guides, read in November 2026. Compare them with that
/// page before anything is signed. Rollup addresses are not here, because each upgrade brings another one.
///
/// ```
/// use aztec_staking_registry::Network;
///
/// let network: Network = "mainnet".parse()?;
/// assert_eq!(network.chain_id().get(), 1);
/// assert_eq!(network.registry().to_string(), "0x042dF8f42790d6943F41C25C2132400fd727f452");
/// assert_eq!(Network::with(network.registry(), network.chain_id()), Some(network));
/// # Ok::<(), aztec_staking_registry::UnknownNetwork>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Network {
    /// On Ethereum.
    Mainnet,
    /// On Sepolia.
    Testnet,
}

const ETHEREUM: NonZeroU64 = NonZeroU64::new(1).expect("not zero");
const SEPOLIA: NonZeroU64 = NonZeroU64::new(11_155_111).expect("not zero");

impl Network {
    /// Every network.
    pub const ALL: [Self; 2] = [Self::Mainnet, Self::Testnet];

    /// The network with this registry on this chain; none where they do not belong together.
    #[must_use]
    pub fn with(registry: NonZeroAddress, chain_id: NonZeroU64) -> Option<Self> {
        Self::ALL.into_iter().find(|network| network.registry() == registry && network.chain_id() == chain_id)
    }

    /// The name in the guides.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mainnet => "mainnet",
            Self::Testnet => "testnet",
        }
    }

    /// The chain (EIP-155): Ethereum, or Sepolia.
    #[must_use]
    pub fn chain_id(self) -> NonZeroU64 {
        match self {
            Self::Mainnet => ETHEREUM,
            Self::Testnet => SEPOLIA,
        }
    }

    /// The StakingRegistry.
    #[must_use]
    pub fn registry(self) -> NonZeroAddress {
        non_zero(match self {
            Self::Mainnet => address!("042dF8f42790d6943F41C25C2132400fd727f452"),
            Self::Testnet => address!("C6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2"),
        })
    }

    /// The GSE, which checks the proofs.
    #[must_use]
    pub fn gse(self) -> NonZeroAddress {
        non_zero(match self {
            Self::Mainnet => address!("a92ecFD0E70c9cd5E5cd76c50Af0F7Da93567a4f"),
            Self::Testnet => address!("b6a38a51a6c1de9012f9d8ea9745ef957212eaac"),
        })
    }
}

fn non_zero(address: Address) -> NonZeroAddress {
    NonZeroAddress::new(address).expect("no contract is at the address zero")
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Network {
    type Err = UnknownNetwork;

    fn from_str(text: &str) -> Result<Self, UnknownNetwork> {
        Self::ALL.into_iter().find(|network| network.name() == text).ok_or(UnknownNetwork)
    }
}

/// The text names no [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown network; use mainnet or testnet")]
pub struct UnknownNetwork;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for network in Network::ALL {
            assert_eq!(network.to_string().parse(), Ok(network));
        }
        for text in ["", "Mainnet", "sepolia", "mainnet "] {
            assert_eq!(text.parse::<Network>(), Err(UnknownNetwork), "{text:?}");
        }
    }

    #[test]
    fn registry_and_chain_belong_together() {
        let [mainnet, testnet] = Network::ALL;
        assert_eq!(Network::with(testnet.registry(), testnet.chain_id()), Some(testnet));
        assert_eq!(Network::with(mainnet.registry(), testnet.chain_id()), None);
        assert_eq!(Network::with(mainnet.gse(), mainnet.chain_id()), None);
    }

    #[test]
    fn addresses_as_the_guides_print_them() {
        assert_eq!(Network::Testnet.registry().to_string(), "0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2");
        assert_eq!(Network::Mainnet.gse().to_string(), "0xa92ecFD0E70c9cd5E5cd76c50Af0F7Da93567a4f");
        assert_eq!(Network::Testnet.gse().to_string().to_lowercase(), "0xb6a38a51a6c1de9012f9d8ea9745ef957212eaac");
        assert_eq!(Network::Testnet.chain_id().get(), 11_155_111);
    }
}
