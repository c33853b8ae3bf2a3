//! What the registry logs.

use alloy_primitives::B256;
use alloy_sol_types::SolEvent as _;

use super::abi;

/// Topic 0 of the event `ProviderRegistered(uint256,address,uint16)`, by which the provider id is found: it is topic 1 of the
/// event, a word of 32 bytes, big-endian.
///
/// The event is what a receipt has of a registration; the value that `registerProvider` returns is in none.
pub const PROVIDER_REGISTERED: B256 = abi::ProviderRegistered::SIGNATURE_HASH;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_topic_of_the_deployed_contract() {
        let topic = "0x43fe1b4477c9a580955f586c904f4670929e184ef4bef4936221c52d0a79a75b";
        assert_eq!(PROVIDER_REGISTERED.to_string(), topic);
    }
}
