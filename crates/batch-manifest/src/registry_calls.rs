//! Where the keys of a batch are to be registered.

use std::{fmt, num::NonZeroU64};

use aztec_staking_registry::{Network, NonZeroAddress, ProviderId};
use serde::Serialize;

/// The calls that add the keys to a provider, and in which forms they are written.
///
/// ```
/// use aztec_batch_manifest::RegistryCalls;
/// use aztec_staking_registry::{Network, ProviderId};
///
/// let (provider, target) = (ProviderId::new(7)?, Some(Network::Mainnet.into()));
/// let calls = RegistryCalls { provider, target };
/// assert_eq!(calls.target.and_then(|target| target.network()), Some(Network::Mainnet));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryCalls {
    /// The provider.
    pub provider: ProviderId,
    /// Where the calls go; none for calldata alone.
    pub target: Option<RegistryTarget>,
}

/// The StakingRegistry to which calls go, and its chain.
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

/// As a person compares it with the networks page.
impl fmt::Display for RegistryTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StakingRegistry {}", self.registry)?;
        if let Some(chain_id) = self.chain_id {
            write!(f, " on chain {chain_id}")?;
        }
        match self.network() {
            Some(network) => write!(f, " ({network})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for RegistryCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "provider {}", self.provider)?;
        match self.target {
            Some(target) => write!(f, " of the {target}"),
            None => Ok(()),
        }
    }
}

/// Provider and registry, for a report that machines read.
///
/// It serializes to `network`, `chainId`, `registry` and `providerId`; of these, all but the last may be `null`.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DestinationFacts {
    network: Option<String>,
    chain_id: Option<NonZeroU64>,
    registry: Option<String>,
    provider_id: u64,
}

impl From<RegistryCalls> for DestinationFacts {
    fn from(calls: RegistryCalls) -> Self {
        Self {
            network: calls.target.and_then(|target| target.network()).map(|network| network.to_string()),
            chain_id: calls.target.and_then(|target| target.chain_id),
            registry: calls.target.map(|target| target.registry.to_string()),
            provider_id: calls.provider.get(),
        }
    }
}
