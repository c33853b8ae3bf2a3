//! How the manifest records the budget, the gas limit and the destination, and what format 1 said without them.

use std::num::NonZeroU64;

use crate::common::{derived, details, key, put};
use aztec_batch_manifest::manifest::{
    BUDGET_OF_FORMAT_1, DestinationFault, FORMAT_VERSION, GasBudgetFault, ManifestDetails, ManifestError, Origin,
};
use aztec_batch_manifest::{Manifest, ManifestKey, RegistryCalls, RegistryTarget};
use aztec_key_derivation::{BlsDerivation, BlsRule, GasBudget, GasBudgetError};
use aztec_staking_registry::{Network, NonZeroAddress, ProviderError, ProviderId};
use bn254_bls::gas::PopGasLimit;
use serde_json::{Value, json};

const FORMAT_1: &str = include_str!("../samples/manifest_of_format_1.json");
const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

fn within(gas: u64) -> BlsDerivation {
    BlsDerivation::v6_within(GasBudget::new(gas).unwrap())
}

fn manifest(derivation: BlsDerivation) -> Manifest {
    Manifest::new(details(derived(derivation, 0, 1)), vec![key(0)]).unwrap()
}

fn json_of(manifest: &Manifest) -> Value {
    serde_json::from_str(&manifest.to_json()).unwrap()
}

#[test]
fn a_budget_is_recorded_where_it_is_not_that_of_the_rule() {
    for (derivation, name, budget) in [
        (BlsRule::V6.into(), "v6", Value::Null),
        (within(270_000), "v6", Value::Null),
        (within(150_000), "v6", json!(150_000)),
        (BlsDerivation::first_candidate(BlsRule::V6), "v6", json!("unchecked")),
        (BlsRule::V5.into(), "v5", Value::Null),
        (BlsRule::V2_1_4.into(), "v2.1.4", Value::Null),
    ] {
        let written = manifest(derivation);
        let file = json_of(&written);
        assert_eq!(file["source"]["blsDerivation"], name, "{derivation}");
        assert_eq!(file["source"].get("gasBudget").cloned().unwrap_or_default(), budget, "{derivation}");
        let read = Manifest::read(&written.to_json()).unwrap();
        assert_eq!(read.derivation(), Some(derivation));
        assert_eq!(read, written);
    }
}

#[test]
fn a_budget_that_cannot_be() {
    let with = |rule: &str, budget: Value| {
        let mut file = json_of(&manifest(BlsRule::V6.into()));
        put(&mut file, "/source/blsDerivation", json!(rule));
        put(&mut file, "/source/gasBudget", budget);
        Manifest::read(&file.to_string()).unwrap_err()
    };
    for gas in [0, 137_789, 270_001] {
        let fault = GasBudgetFault::Range(GasBudgetError { gas });
        assert_eq!(with("v6", json!(gas)), ManifestError::GasBudget(fault));
    }
    for (rule, budget) in [("v5", json!(150_000)), ("v2.1.4", json!("unchecked")), ("imported", json!(150_000))] {
        assert_eq!(with(rule, budget), ManifestError::GasBudget(GasBudgetFault::WithoutRule), "{rule}");
    }
    for budget in [json!("150000"), json!("none"), json!(-1), json!(1.5)] {
        assert!(matches!(with("v6", budget.clone()), ManifestError::Shape { .. }), "{budget}");
    }
}

/// A file that an earlier version wrote: its rule v6 had a budget of 225,000.
#[test]
fn format_1_is_read() {
    let read = Manifest::read(FORMAT_1).unwrap();
    assert_eq!((read.format_version(), FORMAT_VERSION), (1, 2));
    assert_eq!(read.derivation(), Some(within(BUDGET_OF_FORMAT_1)));
    assert_eq!((read.gas_limit(), read.destination()), (PopGasLimit::DEFAULT, None));
    assert_eq!(read.keys().len(), 2);
    // Written anew, it says the same in the new format.
    let file = json_of(&read);
    assert_eq!((&file["formatVersion"], &file["source"]["gasBudget"]), (&json!(2), &json!(225_000)));
    assert_eq!(Manifest::read(&read.to_json()).unwrap().keys(), read.keys());
}

#[test]
fn other_rules_of_format_1_are_what_they_are_now() {
    for (name, derivation) in [("v5", BlsRule::V5), ("v2.1.4", BlsRule::V2_1_4)] {
        let text = FORMAT_1.replace("\"v6\"", &format!("\"{name}\""));
        assert_eq!(Manifest::read(&text).unwrap().derivation(), Some(derivation.into()));
    }
}

#[test]
fn format_1_has_none_of_the_new_members() {
    for (pointer, value) in [
        ("/source/gasBudget", json!(150_000)),
        ("/popGasLimit", json!(300_000)),
        ("/destination", json!({ "providerId": 7 })),
    ] {
        let mut file: Value = serde_json::from_str(FORMAT_1).unwrap();
        put(&mut file, pointer, value);
        let error = Manifest::read(&file.to_string()).unwrap_err();
        assert!(matches!(error, ManifestError::Shape { .. }), "{pointer}: {error}");
    }
}

#[test]
fn the_gas_limit() {
    let limit = PopGasLimit::new(250_000).unwrap();
    let low = ManifestDetails { gas_limit: limit, ..details(derived(BlsRule::V6, 0, 1)) };
    let written = Manifest::new(low, vec![key(0)]).unwrap();
    assert_eq!(json_of(&written)["popGasLimit"], 250_000);
    assert_eq!(Manifest::read(&written.to_json()).unwrap().gas_limit(), limit);

    let mut file = json_of(&written);
    put(&mut file, "/popGasLimit", json!(100_000));
    let error = Manifest::read(&file.to_string()).unwrap_err();
    assert!(error.to_string().starts_with("popGasLimit: a gas limit of 100000"), "{error}");
    file.as_object_mut().unwrap().remove("popGasLimit");
    let error = Manifest::read(&file.to_string()).unwrap_err();
    assert!(error.to_string().contains("popGasLimit is missing"), "{error}");
}

#[test]
fn the_destination() {
    let provider = ProviderId::new(7).unwrap();
    let registry = NonZeroAddress::parse(REGISTRY).unwrap();
    let chain_id = NonZeroU64::new(31_337);
    let by_hand = RegistryTarget { registry: Network::Mainnet.registry(), chain_id: NonZeroU64::new(1) };
    let mainnet = json!({
        "network": "mainnet", "chainId": 1, "registry": "0x042dF8f42790d6943F41C25C2132400fd727f452", "providerId": 7
    });
    for (target, expected) in [
        (None, json!({ "providerId": 7 })),
        (Some(RegistryTarget { registry, chain_id: None }), json!({ "registry": REGISTRY, "providerId": 7 })),
        (
            Some(RegistryTarget { registry, chain_id }),
            json!({ "chainId": 31_337, "registry": REGISTRY, "providerId": 7 }),
        ),
        (Some(Network::Mainnet.into()), mainnet.clone()),
        (Some(by_hand), mainnet),
    ] {
        let destination = Some(RegistryCalls { provider, target });
        let named = ManifestDetails { destination, ..details(derived(BlsRule::V6, 0, 1)) };
        let written = Manifest::new(named, vec![key(0)]).unwrap();
        assert_eq!(json_of(&written)["destination"], expected);
        assert_eq!(Manifest::read(&written.to_json()).unwrap().destination(), destination);
    }
}

#[test]
fn a_destination_that_cannot_be() {
    let with = |destination: Value| {
        let mut file = json_of(&manifest(BlsRule::V6.into()));
        put(&mut file, "/destination", destination);
        match Manifest::read(&file.to_string()).unwrap_err() {
            ManifestError::Destination { field, fault } => (field, fault),
            other => panic!("{other:?}"),
        }
    };
    let no_provider = with(json!({ "providerId": 0 }));
    assert_eq!(no_provider, ("providerId", DestinationFault::Provider(ProviderError::ZeroId)));
    let lower = REGISTRY.to_lowercase();
    assert_eq!(with(json!({ "registry": lower, "providerId": 7 })).0, "registry");
    for chain in
        [json!({ "chainId": 1, "providerId": 7 }), json!({ "chainId": 0, "registry": REGISTRY, "providerId": 7 })]
    {
        assert_eq!(with(chain), ("chainId", DestinationFault::Chain));
    }
    let mainnet = Network::Mainnet.registry().to_string();
    for named in [
        json!({ "network": "mainnet", "chainId": 1, "registry": REGISTRY, "providerId": 7 }),
        json!({ "network": "testnet", "chainId": 1, "registry": mainnet, "providerId": 7 }),
        json!({ "chainId": 1, "registry": mainnet, "providerId": 7 }),
        json!({ "network": "mainnet", "providerId": 7 }),
    ] {
        assert_eq!(with(named), ("network", DestinationFault::Network));
    }
}

#[test]
fn keys_that_are_not_candidate_0() {
    let moved = ManifestKey { path: key(1).path.map(|path| path.with_candidate(3)), ..key(1) };
    let origin = details(derived(BlsRule::V6, 0, 3));
    let manifest = Manifest::new(origin, vec![key(0), moved.clone(), key(2)]).unwrap();
    assert_eq!(manifest.later_candidates().collect::<Vec<_>>(), [&moved]);
    let imported = ManifestDetails { origin: Origin::Imported, ..details(derived(BlsRule::V6, 0, 1)) };
    let imported = Manifest::new(imported, vec![ManifestKey { path: None, ..key(0) }]).unwrap();
    assert_eq!((imported.derivation(), imported.later_candidates().count()), (None, 0));
}
