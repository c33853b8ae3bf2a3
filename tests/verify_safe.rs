//! `keygen verify` on a batch for a Safe: it may send whatever it likes, so whatever adds no keys must not look sound.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use core::num::NonZeroU64;
use std::fs;

use aztec_staking_registry::{
    KeyStore, NonZeroAddress, ProviderId,
    calldata::{self, KeysPerCall, add_keys},
    safe_batch::SafeBatch,
    staker_output,
};
use bn254_bls::ProofKind;
use common::Place;
use serde_json::{Value, json};

const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

fn place() -> (Place, SafeBatch) {
    let place = Place::new();
    place.batch("out", &["--count", "3", "--unencrypted"]).succeeds();
    let tuples =
        staker_output::read(&fs::read_to_string(place.path("out/public/staker_output.json")).unwrap()).unwrap();
    let keys: Vec<_> = tuples.iter().map(|tuple| KeyStore::verify(tuple, ProofKind::Registration).unwrap()).collect();
    let calls = add_keys(ProviderId::new(5).unwrap(), &keys, KeysPerCall::new(2).unwrap()).unwrap();
    let registry = NonZeroAddress::parse(REGISTRY).unwrap();
    (place, SafeBatch::add_keys(NonZeroU64::MIN, registry, &calls).remove(0))
}

fn unsummed(batch: &SafeBatch) -> Value {
    let mut file: Value = serde_json::from_str(&batch.to_json()).unwrap();
    file["meta"].as_object_mut().unwrap().remove("checksum");
    file
}

#[test]
fn a_hidden_transaction_under_a_right_checksum() {
    let (place, mut batch) = place();
    fs::write(place.path("safe.json"), batch.to_json()).unwrap();
    let run = place.run(&["verify", "safe.json"]).succeeds();
    assert!(!run.stdout.contains("warning"), "{}", run.stdout);

    let admin = NonZeroAddress::parse(OTHER).unwrap();
    batch.calls.push(calldata::update_provider_admin(ProviderId::new(5).unwrap(), admin, None).unwrap());
    fs::write(place.path("safe.json"), batch.to_json()).unwrap();
    let what = format!("safe.json, call 3: calls updateProviderAdmin of {REGISTRY}, which adds no keys");
    let run = place.run(&["verify", "safe.json"]).refuses(1, &["1 fault found"]);
    assert!(run.stdout.contains(&format!("fault: {what}")), "{}", run.stdout);
    assert!(run.stdout.contains("safe.json: 3 entries, NOT SOUND"), "{}", run.stdout);
    // Whoever has looked at it may say so.
    let run = place.run(&["verify", "safe.json", "--allow-other-calls"]).succeeds();
    assert!(run.stdout.contains(&format!("warning: {what}")), "{}", run.stdout);
}

#[test]
fn a_method_that_is_not_that_of_the_data() {
    let (place, batch) = place();
    let inputs = json!([{ "name": "provider", "type": "uint256" }, { "name": "keys", "type": "uint256" }]);
    let method = json!({ "name": "dripProviderQueue", "payable": false, "inputs": inputs });
    for method in [method, json!({}), json!("addKeysToProvider"), json!([])] {
        let mut file = unsummed(&batch);
        file["transactions"][1]["contractMethod"] = method;
        fs::write(place.path("safe.json"), file.to_string()).unwrap();
        let run = place.run(&["verify", "safe.json"]).refuses(1, &["1 fault found"]);
        let fault = "transaction 1: contractMethod is not the method that data calls";
        assert!(run.stdout.contains(fault), "{}", run.stdout);
    }
    // Beside one that nobody describes.
    let text = unsummed(&batch).to_string();
    let null = r#""contractMethod":null"#;
    assert!(text.contains(null));
    fs::write(place.path("safe.json"), text.replace(null, &format!(r#"{null},"contractMethod":{{}}"#))).unwrap();
    place.run(&["verify", "safe.json"]).refuses(1, &["fault"]);
}

#[test]
fn arguments_that_are_not_compared_and_a_missing_checksum() {
    let (place, batch) = place();
    let mut file = unsummed(&batch);
    file["transactions"][1]["contractInputsValues"] = json!({ "provider": "6" });
    fs::write(place.path("safe.json"), file.to_string()).unwrap();
    let run = place.run(&["verify", "safe.json"]).succeeds();
    for warning in [
        "warning: safe.json: has no meta.checksum, so a change would go unnoticed",
        "warning: safe.json, call 2: has contractInputsValues beside its data, which are not compared",
    ] {
        assert!(run.stdout.contains(warning), "no {warning:?} in: {}", run.stdout);
    }
}

/// What the Transaction Builder itself exports: a call from an ABI, and a transfer of ether.
#[test]
fn transfers_of_ether_are_said_to_be_such() {
    let (place, batch) = place();
    let mut file = unsummed(&batch);
    let ether = json!({ "to": OTHER, "value": "1500000000000000000", "data": null });
    file["transactions"].as_array_mut().unwrap().push(ether);
    fs::write(place.path("safe.json"), file.to_string()).unwrap();
    let words = format!("sends 1500000000000000000 wei of ether to {OTHER}, which adds no keys");
    let run = place.run(&["verify", "safe.json"]).refuses(1, &["1 fault found"]);
    assert!(run.stdout.contains(&words) && run.stdout.contains("--allow-other-calls"), "{}", run.stdout);
    let run = place.run(&["verify", "safe.json", "--allow-other-calls"]).succeeds();
    assert!(run.stdout.contains(&words), "{}", run.stdout);
}

#[test]
fn ether_and_other_recipients() {
    let (place, batch) = place();
    let with = |name: &str, value: &str, words: &str| {
        let mut file = unsummed(&batch);
        file["transactions"][1][name] = value.into();
        fs::write(place.path("safe.json"), file.to_string()).unwrap();
        let run = place.run(&["verify", "safe.json", "--allow-other-calls"]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.contains(words), "no {words:?} in: {}", run.stdout);
    };
    with("value", "1", "transaction 1: value is not \"0\"");
    with("to", OTHER, &format!("call 2: goes to {OTHER}, an earlier call to {REGISTRY}"));
}
