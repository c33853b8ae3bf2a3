//! Where the keys are to be registered, as people and machines read it.

use std::num::NonZeroU64;

use aztec_batch_manifest::{DestinationFacts, RegistryCalls, RegistryTarget};
use aztec_staking_registry::{Network, NonZeroAddress, ProviderId};
use serde_json::json;

#[test]
fn what_is_shown_and_reported() {
    let address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let registry = NonZeroAddress::parse(address).unwrap();
    let (sepolia, anvil) = (NonZeroU64::new(11_155_111), NonZeroU64::new(31_337));
    let testnet = Network::Testnet.registry();
    for (target, shown, facts) in [
        (None, "provider 7".to_owned(), json!({ "network": null, "chainId": null, "registry": null, "providerId": 7 })),
        (
            Some(RegistryTarget { registry, chain_id: None }),
            format!("provider 7 of the StakingRegistry {address}"),
            json!({ "network": null, "chainId": null, "registry": address, "providerId": 7 }),
        ),
        (
            Some(RegistryTarget { registry, chain_id: anvil }),
            format!("provider 7 of the StakingRegistry {address} on chain 31337"),
            json!({ "network": null, "chainId": 31_337, "registry": address, "providerId": 7 }),
        ),
        (
            Some(RegistryTarget { registry: testnet, chain_id: sepolia }),
            format!("provider 7 of the StakingRegistry {testnet} on chain 11155111 (testnet)"),
            json!({
                "network": "testnet", "chainId": 11_155_111, "registry": testnet.to_string(), "providerId": 7
            }),
        ),
    ] {
        let calls = RegistryCalls { provider: ProviderId::new(7).unwrap(), target };
        assert_eq!(calls.to_string(), shown);
        assert_eq!(serde_json::to_value(DestinationFacts::from(calls)).unwrap(), facts, "{shown}");
    }
}
