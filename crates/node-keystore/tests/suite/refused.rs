//! What is no node keystore, or none that is handled here; errors quote no value.

use crate::common::{address, in_files, keystore, put, value};
use aztec_node_keystore::{
    BlsKeySource, EthKeySource, FieldFault, FieldPath, KeyFileWithPassword, MAX_BYTES, NodeKeystore, NodeKeystoreError,
    PlainKey, SchemaVersion,
};
use aztec_staking_registry::alloy_primitives::Address;
use proptest::prelude::*;
use serde_json::{Value, json};
use zeroize::Zeroizing;

fn good() -> Value {
    value(&keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]))
}

fn refused(file: &Value) -> (FieldPath, FieldFault) {
    match NodeKeystore::read(&file.to_string()) {
        Err(NodeKeystoreError::Field { path, fault }) => (path, fault),
        other => panic!("{other:?}"),
    }
}

fn with(pointer: &str, value: Value) -> (FieldPath, FieldFault) {
    let mut file = good();
    put(&mut file, pointer, value);
    refused(&file)
}

fn entry(field: &'static str) -> FieldPath {
    FieldPath { entry: Some(1), field }
}

fn top(field: &'static str) -> FieldPath {
    FieldPath { entry: None, field }
}

#[test]
fn an_unknown_version() {
    for version in [json!(0), json!(3), json!("1"), json!(1.5), json!(null)] {
        assert_eq!(with("/schemaVersion", version), (top("schemaVersion"), FieldFault::NotA { expected: "1 or 2" }));
    }
    let mut file = good();
    file.as_object_mut().unwrap().remove("schemaVersion");
    assert_eq!(refused(&file), (top("schemaVersion"), FieldFault::Missing));
}

#[test]
fn an_unknown_member() {
    let unknown = || FieldFault::Unknown { name: "extra".into() };
    assert_eq!(with("/extra", json!(1)), (top(""), unknown()));
    assert_eq!(with("/validators/1/extra", json!(1)), (entry(""), unknown()));
    assert_eq!(with("/validators/1/attester/extra", json!(1)), (entry("attester"), unknown()));
    assert_eq!(with("/validators/1/attester/eth/extra", json!(1)), (entry("attester.eth"), unknown()));
    assert_eq!(with("/validators/1/attester/bls/extra", json!(1)), (entry("attester.bls"), unknown()));
    assert_eq!(with("/validators/1/publisher/extra", json!(1)), (entry("publisher"), unknown()));
}

#[test]
fn members_of_version_2_in_version_1() {
    for name in ["publisher", "coinbase", "feeRecipient"] {
        let pointer = format!("/{name}");
        assert_eq!(with(&pointer, json!("0x")), (top(""), FieldFault::Unknown { name: name.into() }));
    }
}

#[test]
fn a_missing_member() {
    for (pointer, name, field) in [
        ("/validators/1", "attester", "attester"),
        ("/validators/1", "feeRecipient", "feeRecipient"),
        ("/validators/1/attester", "eth", "attester.eth"),
    ] {
        let mut file = good();
        file.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(name);
        assert_eq!(refused(&file), (entry(field), FieldFault::Missing));
    }
    let mut file = good();
    file.as_object_mut().unwrap().remove("validators");
    assert_eq!(refused(&file), (top("validators"), FieldFault::Missing));
}

#[test]
fn a_member_twice() {
    let twice = good().to_string().replacen("\"attester\":", "\"coinbase\": 1, \"coinbase\": 2, \"attester\":", 1);
    let error = NodeKeystore::read(&twice).unwrap_err();
    let path = FieldPath { entry: Some(0), field: "" };
    assert_eq!(error, NodeKeystoreError::Field { path, fault: FieldFault::Repeated { name: "coinbase".to_owned() } });
}

#[test]
fn a_value_of_another_type() {
    for (pointer, path) in [
        ("/validators", top("validators")),
        ("/validators/1", entry("")),
        ("/validators/1/attester/eth", entry("attester.eth")),
        ("/validators/1/attester/bls", entry("attester.bls")),
        ("/validators/1/publisher", entry("publisher")),
        ("/validators/1/coinbase", entry("coinbase")),
        ("/validators/1/feeRecipient", entry("feeRecipient")),
        ("/remoteSigner", top("remoteSigner")),
        ("/fundingAccount", top("fundingAccount")),
    ] {
        for value in [json!(1), json!(true), json!(null)] {
            let (at, fault) = with(pointer, value);
            assert_eq!(at, path, "{pointer}");
            assert!(matches!(fault, FieldFault::NotA { .. }), "{pointer}: {fault:?}");
        }
    }
}

#[test]
fn a_text_that_is_not_a_key() {
    let wrong = address(1).to_string().replacen('A', "a", 1);
    for text in
        ["", "0x", &"ab".repeat(33), &format!("0x{}", "ag".repeat(32)), &format!("0x{}", "ab".repeat(33)), &wrong]
    {
        for (pointer, field) in
            [("/validators/1/attester/eth", "attester.eth"), ("/validators/1/attester/bls", "attester.bls")]
        {
            let (path, fault) = with(pointer, json!(text));
            assert_eq!(path, entry(field));
            assert!(matches!(fault, FieldFault::NotA { .. }), "{text}: {fault:?}");
        }
    }
    let (path, fault) = with("/validators/1/coinbase", json!(Address::ZERO.to_string()));
    assert_eq!(path, entry("coinbase"));
    assert!(matches!(fault, FieldFault::NotA { .. }));
    for recipient in [address(1).to_string(), format!("0x{}", "ff".repeat(32)), format!("0x{:063}", 0)] {
        let (path, fault) = with("/validators/1/feeRecipient", json!(recipient));
        assert_eq!(path, entry("feeRecipient"));
        assert!(fault.to_string().contains("below the order of the field"), "{fault}");
    }
}

/// The node takes such an attester, so it must not be called one that the node refuses.
#[test]
fn attesters_from_a_mnemonic_are_not_handled() {
    let mnemonic =
        json!({ "mnemonic": "test test test test test test test test test test test junk", "addressIndex": 0 });
    let (path, fault) = with("/validators/1/attester", mnemonic);
    assert_eq!((path, fault.clone()), (entry("attester"), FieldFault::Unsupported { what: "a mnemonic" }));
    assert!(fault.to_string().contains("not handled here; give each validator its own keys"), "{fault}");
}

#[test]
fn what_is_not_handled() {
    let unsupported = |what| FieldFault::Unsupported { what };
    assert_eq!(with("/slasher", json!(1)), (top("slasher"), unsupported("a slasher")));
    assert_eq!(with("/prover", json!(1)), (top("prover"), unsupported("a prover")));
    let mnemonic = json!({ "mnemonic": "test test" });
    assert_eq!(
        with("/validators/1/attester/eth", mnemonic.clone()),
        (entry("attester.eth"), unsupported("a mnemonic"))
    );
    assert_eq!(with("/validators/1/publisher", mnemonic), (entry("publisher"), unsupported("a mnemonic")));
    assert_eq!(with("/validators/1/attester", json!([])), (entry("attester"), unsupported("a list of attesters")));
    let (path, _) = with("/validators/1/remoteSigner", json!("https://x"));
    assert_eq!(path, entry("remoteSigner"));
}

/// A secret that stands where it should not never gets into a message.
#[test]
fn errors_quote_no_value() {
    let secret = format!("0x{}", "5e".repeat(31));
    for pointer in [
        "/schemaVersion",
        "/validators",
        "/validators/1",
        "/validators/1/attester",
        "/validators/1/attester/eth",
        "/validators/1/attester/bls",
        "/validators/1/publisher",
        "/validators/1/coinbase",
        "/validators/1/feeRecipient",
        "/fundingAccount",
    ] {
        let mut file = good();
        put(&mut file, pointer, json!(secret));
        let error = NodeKeystore::read(&file.to_string()).unwrap_err();
        assert!(!error.to_string().contains("5e5e") && !format!("{error:?}").contains("5e5e"), "{error:?}");
    }
}

#[test]
fn not_json() {
    for text in ["", "{", "{\"schemaVersion\": 1,}"] {
        assert!(matches!(NodeKeystore::read(text), Err(NodeKeystoreError::NotJson(_))));
    }
    let large = "x".repeat(MAX_BYTES + 1);
    assert_eq!(NodeKeystore::read(&large).err(), Some(NodeKeystoreError::TooLarge { bytes: MAX_BYTES + 1 }));
    assert!(matches!(NodeKeystore::read(&large[1..]), Err(NodeKeystoreError::NotJson(_))), "as large as a file may be");
    for text in ["[]", "1", &"[".repeat(10), &("[".repeat(100_000) + &"]".repeat(100_000))] {
        assert!(NodeKeystore::read(text).is_err());
    }
}

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in "[\\[\\]{}\",:0-9a-fx \\\\]{0,200}") {
        let _ = NodeKeystore::read(&text);
    }

    /// Passwords and paths come back whatever characters they have.
    #[test]
    fn any_password_survives(path in ".{0,30}", password in ".{0,30}") {
        let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
        file.validators[0].bls =
            Some(BlsKeySource::FileWithPassword(KeyFileWithPassword { path: path.clone(), password: Zeroizing::new(password.clone()) }));
        let mut again = NodeKeystore::read(&file.to_json()).unwrap();
        let Some(BlsKeySource::FileWithPassword(found)) = again.validators.remove(0).bls else { panic!("it was an open file") };
        prop_assert_eq!(found.path, path);
        prop_assert_eq!(&*found.password, &password);
    }

    #[test]
    fn any_plain_key_survives(key: [u8; 32]) {
        let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
        file.validators[0].attester = EthKeySource::Plain(PlainKey::from_be_bytes(&key));
        let mut again = NodeKeystore::read(&file.to_json()).unwrap();
        let EthKeySource::Plain(found) = again.validators.remove(0).attester else { panic!("it was a plain key") };
        prop_assert_eq!(*found.as_be_bytes(), key);
    }
}
