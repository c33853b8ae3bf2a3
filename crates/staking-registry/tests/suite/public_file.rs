//! Files of every kind, told apart by what is in them.

use core::num::NonZeroU64;

use crate::common::{attester, key_stores};
use alloy_primitives::Address;
use aztec_staking_registry::calldata::{self, AddKeysCall, DecodeError, Function, KeysPerCall, add_keys};
use aztec_staking_registry::calldata_file::{self, CallFault, CalldataFileError};
use aztec_staking_registry::public_file::{Contents, PartlyRead, PublicFile, PublicFileError, RegistryCall};
use aztec_staking_registry::safe_batch::{SafeBatch, SafeBatchError};
use aztec_staking_registry::staker_output::{self, EntryFault, StakerOutputError};
use aztec_staking_registry::{KeyStore, NonZeroAddress, ProviderId, Spelling, UnverifiedKeyStore};
use bn254_bls::ProofKind;
use serde_json::{Value, json};

fn provider() -> ProviderId {
    ProviderId::new(7).unwrap()
}

fn calls() -> Vec<AddKeysCall> {
    let keys = key_stores(1..=3, ProofKind::Registration);
    add_keys(provider(), &keys, KeysPerCall::new(2).unwrap()).unwrap()
}

fn safe_batch() -> SafeBatch {
    let registry = NonZeroAddress::new(attester(77)).unwrap();
    SafeBatch::add_keys(NonZeroU64::new(1).unwrap(), registry, &calls()).remove(0)
}

fn attesters(text: &str) -> Vec<Address> {
    PublicFile::read(text).unwrap().entries().into_iter().map(|tuple| tuple.unwrap().attester).collect()
}

#[test]
fn every_kind_gives_its_tuples_in_order() {
    let expected: Vec<_> = (1..=3).map(attester).collect();
    let keys = key_stores(1..=3, ProofKind::Registration);
    assert_eq!(attesters(&staker_output::to_json(&keys)), expected);
    assert_eq!(attesters(&calldata_file::add_keys_to_json(&calls())), expected);
    assert_eq!(attesters(&safe_batch().to_json()), expected);
    let hex = calldata::add_keys_to_provider(provider(), &keys).to_hex();
    assert_eq!(attesters(&hex), expected);
    assert_eq!(attesters(&format!("\n  {hex}\n")), expected);
}

#[test]
fn a_batch_may_do_other_things_too() {
    let mut batch = safe_batch();
    batch.calls.insert(0, calldata::drip_provider_queue(provider(), NonZeroU64::new(2).unwrap()));
    assert_eq!(attesters(&batch.to_json()), (1..=3).map(attester).collect::<Vec<_>>());
    let Contents::SafeBatch { calls, .. } = PublicFile::read(&batch.to_json()).unwrap().contents else {
        panic!("a batch")
    };
    assert_eq!(calls[0], RegistryCall::Other(Function::DripProviderQueue));
    assert!(calls[1..].iter().all(|call| call.added().is_some()));
    batch.calls.truncate(1);
    assert_eq!(PublicFile::read(&batch.to_json()), Err(PublicFileError::NoKeys));
}

#[test]
fn each_kind_has_its_own_error() {
    assert_eq!(PublicFile::read("0x1"), Err(PublicFileError::Calldata { line: 1, fault: DecodeError::NotHex }));
    assert!(matches!(
        PublicFile::read(r#"[{"calldata": 1}]"#),
        Err(PublicFileError::Calls(CalldataFileError::Call { call: 0, fault: CallFault::Shape { .. } }))
    ));
    let field = SafeBatchError::Field { field: "meta" };
    assert_eq!(PublicFile::read(r#"{"transactions": []}"#), Err(PublicFileError::SafeBatch(field)));
    let text = r#"{"transactions": [{"to": "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "value": "0", "data": "0x01020304"}],
        "meta": {}, "chainId": "1"}"#;
    assert_eq!(PublicFile::read(text), Err(PublicFileError::NoKeys));
    let file = PublicFile::read("{}").unwrap();
    assert!(matches!(file.entries()[..], [Err(EntryFault::Missing { .. })]), "one entry, and not a whole one");
    for text in ["", "x", "[", "[]", "7"] {
        assert!(matches!(PublicFile::read(text), Err(PublicFileError::StakerOutput(_))), "{text}");
    }
    assert_eq!(PublicFile::read("[]"), Err(PublicFileError::StakerOutput(StakerOutputError::Empty)));
}

#[test]
fn several_calls_as_lines() {
    let lines: Vec<_> = calls().iter().map(|call| call.calldata.to_hex()).collect();
    assert_eq!(attesters(&(lines.join("\n") + "\n")), (1..=3).map(attester).collect::<Vec<_>>());
    assert_eq!(attesters(&lines.join("\r\n\n")), (1..=3).map(attester).collect::<Vec<_>>());
    let broken = format!("{}\n\n{}", lines[0], &lines[1][..100]);
    let file = PublicFile::read(&broken).unwrap();
    assert_eq!(file.faults, [PublicFileError::Calldata { line: 3, fault: DecodeError::Malformed }]);
    assert_eq!(file.entries().len(), 2, "the call before it is judged all the same");
    let refused = PublicFile::read(&lines[1][..100]).unwrap_err();
    assert_eq!(refused, PublicFileError::Calldata { line: 1, fault: DecodeError::Malformed });
}

#[test]
fn a_call_that_adds_nothing() {
    let nothing = calldata::add_keys_to_provider(provider(), &[]).to_hex();
    assert_eq!(PublicFile::read(&nothing), Err(PublicFileError::Calldata { line: 1, fault: DecodeError::NoKeys }));
}

#[test]
fn files_beside_the_tuples() {
    assert_eq!(PublicFile::read("#!/bin/sh\ncast send"), Err(PublicFileError::Script));
    assert_eq!(PublicFile::read("cast send 0x"), Err(PublicFileError::Script));
    assert_eq!(PublicFile::read(r#"{"formatVersion": 1, "keys": []}"#), Err(PublicFileError::Manifest));
    let node_keystore = r#"{"schemaVersion": 1, "validators": []}"#;
    assert_eq!(PublicFile::read(node_keystore), Err(PublicFileError::NodeKeystore));
    assert_eq!(PublicFile::read(r#"{"crypto": {}}"#), Err(PublicFileError::Encrypted));
    assert_eq!(PublicFile::read("<!DOCTYPE html>\n"), Err(PublicFileError::Page));
}

#[test]
fn numbers_that_would_overflow() {
    let text = calldata_file::add_keys_to_json(&calls());
    for (field, at) in [("first", 0), ("last", 1), ("count", 2)] {
        let changed = text.replacen(&format!("\"{field}\": {at}"), &format!("\"{field}\": {}", u64::MAX), 1);
        assert_ne!(changed, text, "{field}");
        let faults = PublicFile::read(&changed).unwrap().faults;
        assert!(matches!(faults[..], [PublicFileError::Calls(CalldataFileError::Call { call: 0, .. })]), "{faults:?}");
    }
}

#[test]
fn calldata_without_0x() {
    let keys = key_stores(1..=3, ProofKind::Registration);
    let hex = calldata::add_keys_to_provider(provider(), &keys).to_hex();
    assert_eq!(attesters(&hex[2..]), (1..=3).map(attester).collect::<Vec<_>>());
    assert_eq!(attesters(&format!("\u{feff}{}\n", &hex[2..])), (1..=3).map(attester).collect::<Vec<_>>());
}

/// As aztec-butler writes them.
#[test]
fn calls_with_their_contracts() {
    let to = attester(77);
    let call =
        |call: &AddKeysCall| json!({ "contractToCall": to.to_checksum(None), "callData": call.calldata.to_hex() });
    let all: Vec<_> = calls().iter().map(call).collect();
    let file = PublicFile::read(&json!(all).to_string()).unwrap();
    assert_eq!(file.entries().len(), 3);
    let Contents::ContractCalls(read) = file.contents else { panic!("calls") };
    assert!(read.iter().all(|call| call.to == to && call.added.provider == provider()));
    assert_eq!(PublicFile::read(&all[0].to_string()).unwrap().entries().len(), 2, "one object is one call");

    let mut damaged = all.clone();
    damaged[0]["callData"] = "0x12".into();
    let file = PublicFile::read(&json!(damaged).to_string()).unwrap();
    assert_eq!((file.entries().len(), file.faults.len()), (1, 1));
    assert!(file.faults[0].to_string().starts_with("call 0: callData: "), "{}", file.faults[0]);
}

#[test]
fn all_tuples_or_none() {
    let keys = key_stores(1..=3, ProofKind::Registration);
    let expected: Vec<_> = keys.iter().map(KeyStore::to_unverified).collect();
    let hex: Vec<_> = calls().iter().map(|call| call.calldata.to_hex()).collect();
    assert_eq!(PublicFile::read(&staker_output::to_json(&keys)).unwrap().tuples(), Ok(expected.clone()));
    // Calldata has the bytes of an address, which have no checksum.
    let in_bytes = |tuple| UnverifiedKeyStore { spelling: Spelling::Bytes, ..tuple };
    let expected = expected.into_iter().map(in_bytes).collect();
    assert_eq!(PublicFile::read(&hex.join("\n")).unwrap().tuples(), Ok(expected));

    let file = PublicFile::read(&format!("{}\n0x12", hex[0])).unwrap();
    assert_eq!(file.tuples(), Err(PartlyRead::Call(file.faults[0].clone())));
    let mut output: Value = serde_json::from_str(&staker_output::to_json(&keys)).unwrap();
    output[1] = json!(7);
    let refused = PublicFile::read(&output.to_string()).unwrap().tuples().unwrap_err();
    assert_eq!(refused, PartlyRead::Entry { entry: 1, fault: EntryFault::NotAnObject });
}
