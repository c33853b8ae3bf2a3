//! How the destination stands in the file.

use std::num::NonZeroU64;

use aztec_staking_registry::{Network, NonZeroAddress, ProviderId};

use super::shape::Destination;
use crate::{
    RegistryCalls, RegistryTarget,
    manifest::{DestinationFault, ManifestError},
};

pub(super) fn read(file: &Destination) -> Result<RegistryCalls, ManifestError> {
    let at = |field| move |fault| ManifestError::Destination { field, fault };
    let provider = ProviderId::new(file.provider_id).map_err(DestinationFault::Provider);
    let registry = file.registry.as_deref().map(NonZeroAddress::parse).transpose().map_err(DestinationFault::Registry);
    let registry = registry.map_err(at("registry"))?;
    let chain_id = match (registry, file.chain_id) {
        (_, None) => None,
        (Some(_), Some(number)) => Some(NonZeroU64::new(number).ok_or(DestinationFault::Chain).map_err(at("chainId"))?),
        (None, Some(_)) => return Err(at("chainId")(DestinationFault::Chain)),
    };
    let target = registry.map(|registry| RegistryTarget { registry, chain_id });
    let network = target.as_ref().and_then(RegistryTarget::network).map(Network::name);
    if file.network.as_deref() != network {
        return Err(at("network")(DestinationFault::Network));
    }
    Ok(RegistryCalls { provider: provider.map_err(at("providerId"))?, target })
}

impl From<RegistryCalls> for Destination {
    fn from(calls: RegistryCalls) -> Self {
        let RegistryCalls { provider, target } = calls;
        Self {
            network: target.as_ref().and_then(RegistryTarget::network).map(|network| network.to_string()),
            chain_id: target.and_then(|target| target.chain_id).map(NonZeroU64::get),
            registry: target.map(|target| target.registry.to_string()),
            provider_id: provider.get(),
        }
    }
}
