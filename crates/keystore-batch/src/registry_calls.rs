//! Where the keys of a batch are to be registered.

use std::num::NonZeroU64;

use aztec_staking_registry::{Network, NonZeroAddress, ProviderId};

/// The calls that add the keys to a provider, and in which forms they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryCalls {
    /// The provider.
    pub provider: ProviderId,
    /// Where the calls go; none for calldata alone.
    pub target: Option<RegistryTarget>,
}

/// Where calls of the registry go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryTarget {
    /// The StakingRegistry: a script for Foundry's cast is written as well.
    pub registry: NonZeroAddress,
    /// The chain: a batch for the Transaction Builder of a Safe is written as well.
    pub chain_id: Option<NonZeroU64>,
}

impl RegistryTarget {
    /// The network that has this registry on this chain; none for one of which nothing is known.
    ///
    /// It follows from the two, so that a batch for a network is the same whether its name was given or its addresses.
    #[must_use]
    pub fn network(&self) -> Option<Network> {
        Network::with(self.registry, self.chain_id?)
    }
}

impl From<Network> for RegistryTarget {
    fn from(network: Network) -> Self {
        Self { registry: network.registry(), chain_id: Some(network.chain_id()) }
    }
}
