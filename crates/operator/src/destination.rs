//! Where calls of the StakingRegistry go: a network by its name, or registry and chain.

use std::num::NonZeroU64;

use aztec_keystore_batch::RegistryTarget;
use aztec_staking_registry::{Network, NonZeroAddress};

/// The registry and chain that the options `--network`, `--registry` and `--chain-id` name together.
///
/// The name alone says all; what stands beside it must not contradict it.
///
/// ```
/// use aztec_operator::destination::target;
/// use aztec_staking_registry::Network;
///
/// // `--network mainnet`, and the same as `--registry` says.
/// let given = target(Some(Network::Mainnet), Some(Network::Mainnet.registry()), None)?;
/// assert_eq!(given, target(Some(Network::Mainnet), None, None)?);
/// assert!(target(Some(Network::Mainnet), Some(Network::Testnet.registry()), None).is_err());
/// # Ok::<(), aztec_operator::destination::OtherNetwork>(())
/// ```
///
/// # Errors
///
/// [`OtherNetwork`].
pub fn target(
    network: Option<Network>,
    registry: Option<NonZeroAddress>,
    chain_id: Option<NonZeroU64>,
) -> Result<Option<RegistryTarget>, OtherNetwork> {
    let Some(network) = network else {
        if let (None, Some(given)) = (registry, chain_id) {
            return Err(OtherNetwork::NoRegistry { given });
        }
        return Ok(registry.map(|registry| RegistryTarget { registry, chain_id }));
    };
    if let Some(given) = registry.filter(|registry| *registry != network.registry()) {
        return Err(OtherNetwork::Registry { given, network, expected: network.registry() });
    }
    if let Some(given) = chain_id.filter(|chain_id| *chain_id != network.chain_id()) {
        return Err(OtherNetwork::Chain { given, network, expected: network.chain_id() });
    }
    Ok(Some(network.into()))
}

/// An option that contradicts the name of the network.
#[derive(Clone, Copy, Debug, thiserror::Error)]
pub enum OtherNetwork {
    /// Another registry than that of the network.
    #[error(
        "--registry: {given} is not the StakingRegistry of {network}, which is {expected}; leave one of the two options out"
    )]
    Registry {
        /// The address that was given.
        given: NonZeroAddress,
        /// The network that was named.
        network: Network,
        /// Its registry.
        expected: NonZeroAddress,
    },
    /// A chain, and no registry.
    #[error("--chain-id: chain {given} alone names no registry; give --registry as well, or --network")]
    NoRegistry {
        /// The chain that was given.
        given: NonZeroU64,
    },
    /// Another chain than that of the network.
    #[error("--chain-id: {network} is on chain {expected}, not on {given}; leave one of the two options out")]
    Chain {
        /// The chain that was given.
        given: NonZeroU64,
        /// The network that was named.
        network: Network,
        /// Its chain.
        expected: NonZeroU64,
    },
}
