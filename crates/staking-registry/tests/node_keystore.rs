//! The node keystore: what is written is what the node's schema takes, and what is read is nothing else.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use alloy_primitives::Address;
use aztec_staking_registry::node_keystore::{
    BlsKeySource, EthKeySource, FieldFault, Host, HostError, KeyFile, KeyFileWithPassword, NodeKeystore,
    NodeKeystoreError, Place, PlainKey, RemoteAccount, RemoteSigner, SchemaVersion, SignerUrl, SignerUrlError,
    Validator, address_in_file_name, write_json,
};
use aztec_staking_registry::{AztecAddress, NonZeroAddress};
use common::{attester, put};
use proptest::prelude::*;
use serde_json::{Value, json};
use zeroize::Zeroizing;

fn address(number: u32) -> NonZeroAddress {
    NonZeroAddress::new(attester(number)).unwrap()
}

fn secret(text: &str) -> Zeroizing<String> {
    Zeroizing::new(text.to_owned())
}

fn plain(byte: u8) -> PlainKey {
    PlainKey(Zeroizing::new([byte; 32]))
}

fn url(text: &str) -> SignerUrl {
    SignerUrl::parse(text).unwrap()
}

fn signer() -> RemoteSigner {
    RemoteSigner { url: url("https://signer.example:9000"), cert_path: None, cert_pass: None }
}

fn aztec(byte: u8) -> AztecAddress {
    AztecAddress::new([byte; 32]).unwrap()
}

fn in_files(number: u32) -> Validator {
    let path = |kind| format!("{kind}/{number:05}_{}.json", address(number));
    Validator {
        attester: EthKeySource::File(KeyFile { path: path("eth") }),
        bls: BlsKeySource::File(KeyFile { path: path("bls") }),
        publishers: vec![EthKeySource::File(KeyFile { path: path("publisher") })],
        coinbase: Some(address(number)),
        fee_recipient: aztec(0x11),
    }
}

fn keystore(schema: SchemaVersion, validators: Vec<Validator>) -> NodeKeystore {
    NodeKeystore { schema, validators, remote_signer: None, funding_account: None }
}

fn value(file: &NodeKeystore) -> Value {
    let text = file.to_json();
    assert!(text.ends_with("}\n"));
    serde_json::from_str(&text).unwrap()
}

/// One of everything that an entry may hold.
fn everything(schema: SchemaVersion) -> NodeKeystore {
    let open = |path: &str| KeyFileWithPassword { path: path.into(), password: secret("pass \"word\"") };
    let mut file = keystore(schema, vec![in_files(1), in_files(2), in_files(3)]);
    file.validators[1].attester = EthKeySource::Plain(plain(0xab));
    file.validators[1].bls = BlsKeySource::Plain(plain(0x0c));
    file.validators[1].publishers =
        vec![EthKeySource::Address(address(7)), EthKeySource::FileWithPassword(open("/p.json"))];
    file.validators[1].coinbase = None;
    file.validators[2].attester = EthKeySource::Remote(RemoteAccount { address: address(8), signer: signer() });
    file.validators[2].bls = BlsKeySource::FileWithPassword(open("/b.json"));
    file.validators[2].publishers = Vec::new();
    file.validators[2].fee_recipient = aztec(0x22);
    file.remote_signer = Some(RemoteSigner {
        url: url("https://other.example"),
        cert_path: Some("/cert.p12".into()),
        cert_pass: Some(secret("cert")),
    });
    file.funding_account = Some(EthKeySource::Plain(plain(0x0d)));
    file
}

#[test]
fn every_field_in_its_place() {
    let word = |byte: &str| format!("0x{}", byte.repeat(32));
    let open = |path: &str| json!({ "path": path, "password": "pass \"word\"" });
    let file = |kind, number: u32| json!({ "path": format!("{kind}/{number:05}_{}.json", address(number)) });
    let expected = json!({
        "schemaVersion": 1,
        "remoteSigner": { "remoteSignerUrl": "https://other.example", "certPath": "/cert.p12", "certPass": "cert" },
        "fundingAccount": word("0d"),
        "validators": [
            {
                "attester": { "eth": file("eth", 1), "bls": file("bls", 1) },
                "publisher": file("publisher", 1),
                "coinbase": address(1).to_string(),
                "feeRecipient": word("11"),
            },
            {
                "attester": { "eth": word("ab"), "bls": word("0c") },
                "publisher": [address(7).to_string(), open("/p.json")],
                "feeRecipient": word("11"),
            },
            {
                "attester": {
                    "eth": { "address": address(8).to_string(), "remoteSignerUrl": "https://signer.example:9000" },
                    "bls": open("/b.json"),
                },
                "coinbase": address(3).to_string(),
                "feeRecipient": word("22"),
            },
        ],
    });
    assert_eq!(value(&everything(SchemaVersion::V1)), expected);
}

#[test]
fn what_is_written_reads_back() {
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        let file = everything(schema);
        let again = NodeKeystore::read(&file.to_json()).unwrap();
        assert_eq!(again.schema, schema);
        assert_eq!(*again.to_json(), *file.to_json());
    }
}

#[test]
fn version_2_says_once_what_all_share() {
    let mut shared = keystore(SchemaVersion::V2, vec![in_files(1), in_files(2)]);
    for validator in &mut shared.validators {
        validator.publishers = vec![EthKeySource::Address(address(7)), EthKeySource::Address(address(8))];
    }
    let file = value(&shared);
    assert_eq!(file["schemaVersion"], 2);
    assert_eq!(file["feeRecipient"], format!("0x{}", "11".repeat(32)));
    assert_eq!(file["publisher"], json!([address(7).to_string(), address(8).to_string()]));
    assert!(file["validators"][0].get("publisher").is_none());
    assert!(file["validators"][1].get("feeRecipient").is_none());
    assert_eq!(file["validators"][1]["coinbase"], address(2).to_string(), "never shared");
    let again = NodeKeystore::read(&shared.to_json()).unwrap();
    assert_eq!(again.validators[1].publishers.len(), 2);
    assert_eq!(again.validators[1].fee_recipient, aztec(0x11));
    assert_eq!(*again.to_json(), *shared.to_json());
}

/// A validator without publishers sends for itself; a list at the top would send for it.
#[test]
fn version_2_keeps_apart_what_differs() {
    let mut file = keystore(SchemaVersion::V2, vec![in_files(1), in_files(2)]);
    file.validators[1].publishers.clear();
    file.validators[1].fee_recipient = aztec(0x23);
    let file = value(&file);
    assert!(file.get("publisher").is_none() && file.get("feeRecipient").is_none());
    assert!(file["validators"][0].get("publisher").is_some());
    assert!(file["validators"][1].get("publisher").is_none());
    let none = value(&keystore(SchemaVersion::V2, vec![Validator { publishers: Vec::new(), ..in_files(1) }]));
    assert!(none.get("publisher").is_none());
}

#[test]
fn version_2_hands_down_its_defaults() {
    let text = json!({
        "schemaVersion": 2,
        "publisher": address(7).to_string(),
        "coinbase": address(8).to_string(),
        "feeRecipient": format!("0x{}", "24".repeat(32)),
        "validators": [
            { "attester": { "eth": address(1).to_string(), "bls": { "path": "b" } } },
            {
                "attester": { "eth": address(2).to_string(), "bls": { "path": "b" } },
                "publisher": [],
                "coinbase": address(9).to_string(),
                "feeRecipient": format!("0x{}", "25".repeat(32)),
            },
        ],
    });
    let file = NodeKeystore::read(&text.to_string()).unwrap();
    assert_eq!(file.validators[0].coinbase, Some(address(8)));
    assert_eq!(file.validators[0].fee_recipient, aztec(0x24));
    assert_eq!(file.validators[0].publishers.len(), 1);
    assert_eq!(file.validators[1].coinbase, Some(address(9)));
    assert_eq!(file.validators[1].fee_recipient, aztec(0x25));
    assert!(file.validators[1].publishers.is_empty());
}

#[test]
fn streaming_writes_the_same_as_the_whole() {
    let mut streamed = Vec::new();
    write_json([in_files(1), in_files(2)], &mut streamed).unwrap();
    let whole = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    assert_eq!(String::from_utf8(streamed).unwrap(), *whole.to_json());
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", everything(SchemaVersion::V1));
    for secret in ["word", "cert\"", "171", "abab", "0xab"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let host = Host::new("/keys").unwrap().with_passwords(secret("hidden"), secret("hidden"));
    assert!(!format!("{host:?}").contains("hidden"));
}

// Rendering for a host.

#[test]
fn a_host_gets_absolute_paths() {
    let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
    file.funding_account = Some(EthKeySource::File(KeyFile { path: "/var/lib/keys/f.json".into() }));
    let file = value(&file.place_on(&Host::new("/var/lib/keys/").unwrap()).unwrap());
    let validator = &file["validators"][0];
    let path = |kind| json!({ "path": format!("/var/lib/keys/{kind}/00001_{}.json", address(1)) });
    assert_eq!(validator["attester"]["eth"], path("eth"));
    assert_eq!(validator["attester"]["bls"], path("bls"));
    assert_eq!(validator["publisher"], path("publisher"));
    assert_eq!(file["fundingAccount"], json!({ "path": "/var/lib/keys/f.json" }));
}

#[test]
fn what_was_made_for_one_host_moves_to_another() {
    let (first, second) = (Host::new("/first/keys").unwrap(), Host::new("/second").unwrap());
    let file = || keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    let moved = file().place_on(&first).unwrap().place_on(&second).unwrap();
    assert_eq!(value(&moved), value(&file().place_on(&second).unwrap()));
    assert_eq!(value(&moved), value(&file().place_on(&second).unwrap().place_on(&second).unwrap()));

    // A path that leads elsewhere is not kept without a word, wherever it stands.
    let elsewhere = || KeyFile { path: "/elsewhere/f.json".into() };
    let refused = |change: fn(&mut NodeKeystore, KeyFile), entry, field| {
        let mut file = file();
        change(&mut file, elsewhere());
        let error = file.place_on(&second).unwrap_err();
        assert_eq!(error.place, Place { entry, field });
        assert!(error.to_string().contains("absolute path"), "{error}");
    };
    refused(|file, key| file.validators[1].attester = EthKeySource::File(key), Some(1), "attester.eth");
    refused(|file, key| file.validators[0].bls = BlsKeySource::File(key), Some(0), "attester.bls");
    refused(|file, key| file.validators[0].publishers = vec![EthKeySource::File(key)], Some(0), "publisher");
    refused(|file, key| file.funding_account = Some(EthKeySource::File(key)), None, "fundingAccount");
    for path in ["/secondary/f.json", "/second", "/eth", "/srv/eth/below/f.json", "/srv/keys/ETH/f.json"] {
        assert!(second.place(path).is_err(), "{path}");
    }
    for (path, placed) in [("/eth/f.json", "/second/eth/f.json"), ("/second/f.json", "/second/f.json")] {
        assert_eq!(second.place(path).as_deref(), Ok(placed));
    }
}

#[test]
fn addresses_of_remote_signers() {
    for (pointer, whole) in [("/remoteSigner", "ftp://x"), ("/validators/0/attester/eth", "not a url")] {
        let mut file = value(&everything(SchemaVersion::V1));
        let signer = json!({ "address": address(8).to_string(), "remoteSignerUrl": whole });
        *file.pointer_mut(pointer).unwrap() = if pointer == "/remoteSigner" { json!(whole) } else { signer };
        let error = NodeKeystore::read(&file.to_string()).unwrap_err();
        let NodeKeystoreError::Field { fault, .. } = &error else { panic!("{error}") };
        assert_eq!(*fault, FieldFault::Url(SignerUrlError::Scheme), "{pointer}");
    }
}

#[test]
fn a_host_gets_each_password_where_it_belongs() {
    let host = Host::new("/k").unwrap().with_passwords(secret("for eth"), secret("for bls"));
    let mut file = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    file.validators[1].bls =
        BlsKeySource::FileWithPassword(KeyFileWithPassword { path: "own.json".into(), password: secret("its own") });
    let file = value(&file.place_on(&host).unwrap());
    assert_eq!(file["validators"][0]["attester"]["eth"]["password"], "for eth");
    assert_eq!(file["validators"][0]["attester"]["bls"]["password"], "for bls");
    assert_eq!(file["validators"][0]["publisher"]["password"], "for eth");
    assert_eq!(file["validators"][1]["attester"]["bls"], json!({ "path": "/k/own.json", "password": "its own" }));
}

#[test]
fn a_host_directory_is_absolute() {
    for prefix in ["", "keys", "./keys", "~/keys", "C:\\keys"] {
        assert_eq!(Host::new(prefix).map(|_| ()), Err(HostError::NotAbsolute), "{prefix}");
    }
    assert_eq!(Host::new("/k\neys").map(|_| ()), Err(HostError::ControlCharacter));
    let file = keystore(SchemaVersion::V1, vec![in_files(1)]).place_on(&Host::new("/").unwrap()).unwrap();
    assert!(value(&file)["validators"][0]["attester"]["eth"]["path"].as_str().unwrap().starts_with("/eth/"));
}

#[test]
fn a_remote_signer_leaves_addresses_only() {
    let by_name = |source: &EthKeySource| match source {
        EthKeySource::File(file) => address_in_file_name(&file.path),
        _ => None,
    };
    let file = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    let file = value(&file.sign_remotely(signer(), by_name).unwrap());
    assert_eq!(file["remoteSigner"], "https://signer.example:9000");
    assert_eq!(file["validators"][1]["attester"]["eth"], address(2).to_string());
    assert_eq!(file["validators"][1]["publisher"], address(2).to_string());
    assert!(file["validators"][1]["attester"]["bls"]["path"].is_string(), "BLS keys have no remote signer");

    let mut unnamed = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    unnamed.validators[1].publishers = vec![EthKeySource::File(KeyFile { path: "p.json".into() })];
    let error = unnamed.sign_remotely(signer(), by_name).unwrap_err();
    assert_eq!(error.place, Place { entry: Some(1), field: "publisher" });
}

#[test]
fn addresses_in_file_names() {
    let address = address(5);
    assert_eq!(address_in_file_name(&format!("/a_b/eth/00003_{address}.json")), Some(address));
    assert_eq!(address_in_file_name(&format!("{address}.json")), Some(address));
    for path in ["", "eth/1.json", "eth/1_0x12.json", &format!("eth/1_{address}"), &format!("{address}.json/x.json")] {
        assert_eq!(address_in_file_name(path), None, "{path}");
    }
    assert_eq!(address_in_file_name(&format!("1_{}.json", Address::ZERO)), None);
}

// What is refused.

fn good() -> Value {
    value(&keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]))
}

fn refused(file: &Value) -> (Place, FieldFault) {
    match NodeKeystore::read(&file.to_string()) {
        Err(NodeKeystoreError::Field { place, fault }) => (place, fault),
        other => panic!("{other:?}"),
    }
}

fn with(pointer: &str, value: Value) -> (Place, FieldFault) {
    let mut file = good();
    put(&mut file, pointer, value);
    refused(&file)
}

fn entry(field: &'static str) -> Place {
    Place { entry: Some(1), field }
}

fn top(field: &'static str) -> Place {
    Place { entry: None, field }
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
        ("/validators/1/attester", "bls", "attester.bls"),
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
    let place = Place { entry: Some(0), field: "" };
    assert_eq!(error, NodeKeystoreError::Field { place, fault: FieldFault::Repeated { name: "coinbase" } });
}

#[test]
fn a_value_of_another_type() {
    for (pointer, place) in [
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
            assert_eq!(at, place, "{pointer}");
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
            let (place, fault) = with(pointer, json!(text));
            assert_eq!(place, entry(field));
            assert!(matches!(fault, FieldFault::NotA { .. }), "{text}: {fault:?}");
        }
    }
    let (place, fault) = with("/validators/1/coinbase", json!(Address::ZERO.to_string()));
    assert_eq!(place, entry("coinbase"));
    assert!(matches!(fault, FieldFault::NotA { .. }));
    for recipient in [address(1).to_string(), format!("0x{}", "ff".repeat(32)), format!("0x{:063}", 0)] {
        let (place, fault) = with("/validators/1/feeRecipient", json!(recipient));
        assert_eq!(place, entry("feeRecipient"));
        assert!(fault.to_string().contains("below the order of the field"), "{fault}");
    }
}

#[test]
fn what_this_program_does_not_handle() {
    let unsupported = |what| FieldFault::Unsupported { what };
    assert_eq!(with("/slasher", json!(1)), (top("slasher"), unsupported("a slasher")));
    assert_eq!(with("/prover", json!(1)), (top("prover"), unsupported("a prover")));
    let mnemonic = json!({ "mnemonic": "test test" });
    let attesters = unsupported("attesters without BLS keys");
    assert_eq!(
        with("/validators/1/attester/eth", mnemonic.clone()),
        (entry("attester.eth"), unsupported("a mnemonic"))
    );
    assert_eq!(with("/validators/1/publisher", mnemonic), (entry("publisher"), unsupported("a mnemonic")));
    assert_eq!(with("/validators/1/attester", json!(address(1).to_string())), (entry("attester"), attesters.clone()));
    assert_eq!(with("/validators/1/attester", json!([])), (entry("attester"), attesters));
    let (place, _) = with("/validators/1/remoteSigner", json!("https://x"));
    assert_eq!(place, entry("remoteSigner"));
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
            BlsKeySource::FileWithPassword(KeyFileWithPassword { path: path.clone(), password: Zeroizing::new(password.clone()) });
        let mut again = NodeKeystore::read(&file.to_json()).unwrap();
        let BlsKeySource::FileWithPassword(found) = again.validators.remove(0).bls else { panic!("it was an open file") };
        prop_assert_eq!(found.path, path);
        prop_assert_eq!(&*found.password, &password);
    }

    #[test]
    fn any_plain_key_survives(key: [u8; 32]) {
        let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
        file.validators[0].attester = EthKeySource::Plain(PlainKey(Zeroizing::new(key)));
        let mut again = NodeKeystore::read(&file.to_json()).unwrap();
        let EthKeySource::Plain(found) = again.validators.remove(0).attester else { panic!("it was a plain key") };
        prop_assert_eq!(*found.0, key);
    }
}
