//! Results for serde.

use crate::common::{key_store, tuple};
use aztec_staking_registry::audit::{List, audit};
use aztec_staking_registry::metadata::FileChecker;
use aztec_staking_registry::public_file::{KeysCall, Recipient};
use aztec_staking_registry::{ProviderId, staker_output};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;
use serde_json::{Value, json};

#[test]
fn a_tuple_is_an_entry_of_staker_output() {
    let whole = staker_output::to_json(&[key_store(1, ProofKind::Registration)]);
    let expected: Value = serde_json::from_str(&whole).unwrap();
    assert_eq!(serde_json::to_value([tuple(1)]).unwrap(), expected);
}

#[test]
fn a_report_has_entries_and_findings() {
    let tuples = [tuple(1), tuple(1)];
    let report = audit(&[List::new("f", &tuples)], ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
    let value = serde_json::to_value(&report).unwrap();
    let entry = report.entries()[1];
    assert_eq!(value["entries"][1]["message"], "registration");
    assert_eq!(value["entries"][1]["gasEstimate"], json!(entry.gas()));
    let expected =
        json!({ "list": 0, "entry": 1, "severity": "error", "code": "duplicate-attester", "field": "attester" });
    assert_eq!(value["findings"][0], expected);
}

#[test]
fn what_is_said_of_a_list_and_of_calls() {
    let tuples = [tuple(1), tuple(1)];
    let report =
        audit(&[List::new("f", &tuples)], ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap().list(0);
    assert_eq!(
        serde_json::to_value(report.summary).unwrap()["proofs"],
        json!({ "registration": 2, "feedback": 0, "neither": 0 })
    );
    let value = serde_json::to_value(&report.tuples[1]).unwrap();
    assert_eq!(value["attester"], tuples[1].attester.to_checksum(None));
    assert_eq!(value["faults"][0], json!({ "code": "duplicate-attester", "field": "attester" }));

    let recipient = Some(Recipient { registry: tuples[0].attester, chain_id: None });
    let call = KeysCall { number: 1, provider_id: ProviderId::FIRST, keys: 2, first: 0, last: 1, recipient };
    let registry = tuples[0].attester.to_checksum(None);
    let expected = json!({ "number": 1, "providerId": 1, "keys": 2, "first": 0, "last": 1, "registry": registry });
    assert_eq!(serde_json::to_value(call).unwrap(), expected);
}

#[test]
fn what_is_said_of_metadata() {
    let report =
        FileChecker::default().check("a.json", r#"{"providerId": 7, "providerName": "A", "providerEmail": "a@b.c"}"#);
    let value = serde_json::to_value(&report).unwrap();
    assert_eq!((&value["file"], &value["providerId"], &value["faults"]), (&json!("a.json"), &json!(7), &json!([])));
    assert_eq!(
        value["warnings"][0],
        "providerDescription is empty, and the dashboard shows nothing there; fill it in if you can"
    );
    let value = serde_json::to_value(FileChecker::default().check("a.json", r#"{"providerId": 0}"#)).unwrap();
    assert_eq!((&value["providerId"], &value["faults"][0]["field"]), (&json!(null), &json!("providerId")));
}
