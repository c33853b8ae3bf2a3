//! Where calls of the StakingRegistry go: a network by its name, or registry and chain.

use std::num::NonZeroU64;

use aztec_keystore_batch::{RegistryCalls, RegistryTarget};
use aztec_staking_registry::{Network, NonZeroAddress};
use serde::Serialize;

/// What the three options say together. The name alone says all; what stands beside it must not contradict it.
pub(crate) fn target(
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
pub(crate) enum OtherNetwork {
    #[error(
        "--registry: {given} is not the StakingRegistry of {network}, which is {expected}; leave one of the two options out"
    )]
    Registry { given: NonZeroAddress, network: Network, expected: NonZeroAddress },
    #[error("--chain-id: chain {given} alone names no registry; give --registry as well, or --network")]
    NoRegistry { given: NonZeroU64 },
    #[error("--chain-id: {network} is on chain {expected}, not on {given}; leave one of the two options out")]
    Chain { given: NonZeroU64, network: Network, expected: NonZeroU64 },
}

/// The registry in words, for a person who compares it with the networks page.
pub(crate) fn registry_text(target: RegistryTarget) -> String {
    let mut text = format!("StakingRegistry {}", target.registry);
    if let Some(chain_id) = target.chain_id {
        text.push_str(&format!(" on chain {chain_id}"));
    }
    if let Some(network) = target.network() {
        text.push_str(&format!(" ({network})"));
    }
    text
}

/// Provider and registry in words.
pub(crate) fn calls_text(calls: RegistryCalls) -> String {
    let target = calls.target.map(|target| format!(" of the {}", registry_text(target))).unwrap_or_default();
    format!("provider {}{target}", calls.provider)
}

/// The same for machines.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DestinationFacts {
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
