//! A call that adds keys, and where it goes.

use aztec_staking_registry::{Network, NonZeroAddress, public_file::KeysCall};
use core::num::NonZeroU64;
use serde::Serialize;

/// A call that adds keys. Numbers that JavaScript would round are texts.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Its position among the calls of the file, from 1.
    pub number: usize,
    /// The provider that gets the keys.
    pub provider_id: String,
    /// The first of its entries, from 0 through the whole file.
    pub first: usize,
    /// The last of its entries.
    pub last: usize,
    /// The contract, where the file names it.
    pub registry: Option<String>,
    /// The chain, where the file names it.
    pub chain_id: Option<String>,
    /// The network that has this registry on this chain.
    pub network: Option<&'static str>,
}

impl From<&KeysCall> for Call {
    fn from(call: &KeysCall) -> Self {
        let chain_id = call.recipient.and_then(|recipient| recipient.chain_id);
        let registry = call.recipient.map(|recipient| recipient.registry);
        let network = || Network::with(NonZeroAddress::new(registry?).ok()?, NonZeroU64::new(chain_id?)?);
        Self {
            number: call.number,
            provider_id: call.provider_id.to_string(),
            first: call.first,
            last: call.last,
            registry: registry.map(|registry| registry.to_checksum(None)),
            chain_id: chain_id.map(|chain_id| chain_id.to_string()),
            network: network().map(Network::name),
        }
    }
}
