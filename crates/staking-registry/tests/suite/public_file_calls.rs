//! The calls in public files: what they add, and what whoever signs them must know.

use core::num::NonZeroU64;

use crate::common::{attester, key_stores};
use alloy_primitives::Address;
use aztec_staking_registry::audit::Severity;
use aztec_staking_registry::calldata::{self, AddKeysCall, Function, KeysPerCall, add_keys};
use aztec_staking_registry::public_file::{CallFinding, CallReport, PublicFile, Recipient, RegistryCall};
use aztec_staking_registry::safe_batch::SafeBatch;
use aztec_staking_registry::{NonZeroAddress, ProviderId, calldata_file, staker_output};
use bn254_bls::ProofKind;
use serde_json::{Value, json};

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn calls() -> Vec<AddKeysCall> {
    add_keys(provider(), &key_stores(1..=3, ProofKind::Registration), KeysPerCall::new(2).unwrap()).unwrap()
}

fn safe_batch() -> SafeBatch {
    let registry = NonZeroAddress::new(attester(77)).unwrap();
    SafeBatch::add_keys(NonZeroU64::MIN, registry, &calls()).remove(0)
}

fn report(text: &str) -> CallReport {
    PublicFile::read(text).unwrap().calls()
}

/// Number, first and last entry of each call that adds keys.
fn positions(report: &CallReport) -> Vec<(usize, usize, usize)> {
    report.calls.iter().map(|call| (call.number, call.first, call.last)).collect()
}

/// Without its checksum, so that it may be changed.
fn unsummed(batch: &SafeBatch) -> Value {
    let mut file: Value = serde_json::from_str(&batch.to_json()).unwrap();
    file["meta"].as_object_mut().unwrap().remove("checksum");
    file
}

#[test]
fn calls_are_numbered_and_their_entries_counted_through() {
    let hex: String = calls().iter().map(|call| call.calldata.to_hex() + "\n").collect();
    for text in [hex, calldata_file::add_keys_to_json(&calls())] {
        let report = report(&text);
        assert_eq!(positions(&report), [(1, 0, 1), (2, 2, 2)]);
        assert!(report.calls.iter().all(|call| call.provider_id == provider() && call.recipient.is_none()));
        assert_eq!((report.calls[0].keys, report.findings.len()), (2, 0));
    }
    assert_eq!(report(&staker_output::to_json(&key_stores(1..=3, ProofKind::Registration))), CallReport::default());
}

#[test]
fn who_receives_a_call_is_said_where_the_file_says_so() {
    let calls = calls();
    let butler = json!([{ "contractToCall": attester(77).to_string(), "callData": calls[0].calldata.to_hex() }]);
    let recipient = |chain_id| Some(Recipient { registry: attester(77), chain_id });
    assert_eq!(report(&butler.to_string()).calls[0].recipient, recipient(None));
    assert_eq!(recipient(Some(1)).unwrap().to_string(), format!("the registry {} on chain 1", attester(77)));
    let report = report(&safe_batch().to_json());
    assert!(report.calls.iter().all(|call| call.recipient == recipient(Some(1))) && report.findings.is_empty());
}

#[test]
fn what_adds_no_keys_must_be_looked_at() {
    let mut batch = safe_batch();
    batch.calls.insert(0, calldata::drip_provider_queue(provider(), NonZeroU64::MIN));
    let report = report(&batch.to_json());
    assert_eq!(positions(&report), [(2, 0, 1), (3, 2, 2)]);
    let does = RegistryCall::Other(Function::DripProviderQueue);
    assert_eq!(report.findings, [CallFinding::AddsNoKeys { call: 1, does, to: attester(77) }]);
    assert_eq!((report.findings[0].severity(), report.findings[0].call()), (Severity::Error, Some(1)));
    let expected = format!("calls dripProviderQueue of {}, which adds no keys and is not checked here", attester(77));
    assert_eq!(report.findings[0].to_string(), expected);
}

#[test]
fn a_second_registry_is_an_error() {
    let mut file = unsummed(&safe_batch());
    file["transactions"][1]["to"] = json!(attester(78).to_string());
    let report = report(&file.to_string());
    let other = CallFinding::OtherRegistry { call: 2, registry: attester(78), first: attester(77) };
    assert_eq!(report.findings, [CallFinding::NoChecksum, other]);
    assert_eq!((report.findings[0].severity(), report.findings[0].call()), (Severity::Warning, None));
    assert_eq!((report.findings[1].severity(), positions(&report).len()), (Severity::Error, 2));
}

#[test]
fn arguments_beside_the_data_are_not_compared() {
    let mut file = unsummed(&safe_batch());
    file["transactions"][0]["contractInputsValues"] = json!({ "_providerIdentifier": "8" });
    let report = report(&file.to_string());
    assert_eq!(report.findings, [CallFinding::NoChecksum, CallFinding::ArgumentsNotCompared { call: 1 }]);
    assert_eq!(report.findings[1].severity(), Severity::Warning);
}

/// A Safe sends all of a batch at once, so each thing that it does is named.
#[test]
fn what_else_a_batch_does_is_named() {
    let mut file = unsummed(&safe_batch());
    let to = attester(78).to_string();
    let other = |value: &str, data: Value| json!({ "to": to, "value": value, "data": data });
    let mut approve = other("0", Value::Null);
    approve["contractMethod"] = json!({ "name": "approve", "inputs": [] });
    file["transactions"] = json!([
        other("5", Value::Null),
        approve,
        other("0", json!("0x01020304ff")),
        other("0", json!("0x0102")),
        file["transactions"][0],
    ]);
    let report = report(&file.to_string());
    let said: Vec<_> = report.findings[1..].iter().map(ToString::to_string).collect();
    let expected = [
        format!("sends 5 wei of ether to {to}"),
        format!("calls approve of {to}"),
        format!("calls the function 0x01020304 of {to}, which no StakingRegistry has"),
        format!("sends data to {to} that calls no function"),
    ];
    assert_eq!(said, expected.map(|does| does + ", which adds no keys and is not checked here"));
    assert_eq!(positions(&report), [(5, 0, 1)]);
}

#[test]
fn the_zero_address_is_no_registry() {
    let mut file = unsummed(&safe_batch());
    for call in [0, 1] {
        file["transactions"][call]["to"] = json!(Address::ZERO.to_string());
    }
    let findings = report(&file.to_string()).findings;
    let zero = |call| CallFinding::ZeroRegistry { call };
    assert_eq!(findings, [CallFinding::NoChecksum, zero(1), zero(2)]);
    assert_eq!((findings[2].severity(), findings[2].call()), (Severity::Error, Some(2)));
}
