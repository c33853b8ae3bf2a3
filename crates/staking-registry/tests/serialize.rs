//! Results for serde.

#![cfg(feature = "serde")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use aztec_staking_registry::audit::{List, audit};
use aztec_staking_registry::staker_output;
use bn254_bls::{ProofKind, gas::PopGasLimit};
use common::{key_store, tuple};
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
