//! What is written is what the node's schema takes, and reads back.

use crate::common::{address, aztec, everything, in_files, keystore, secret, signer, value};
use aztec_node_keystore::{EthKeySource, Host, NodeKeystore, RemoteSigner, SchemaVersion, Validator};
use serde_json::json;

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

/// A buffer that grows leaves what it held behind, which nobody wipes.
#[test]
fn what_is_written_has_its_room_from_the_beginning() {
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        let text = everything(schema).to_json();
        assert_eq!(text.capacity(), text.len());
    }
}

/// The address alone where that is all there is.
#[test]
fn a_signer_has_what_belongs_to_its_certificate() {
    let url = "https://signer.example:9000";
    let (path, pass) = (Some("/cert.p12".to_owned()), Some("cert"));
    for (cert_path, cert_pass, expected) in [
        (None, None, json!(url)),
        (path.clone(), None, json!({ "remoteSignerUrl": url, "certPath": "/cert.p12" })),
        (None, pass, json!({ "remoteSignerUrl": url, "certPass": "cert" })),
        (path, pass, json!({ "remoteSignerUrl": url, "certPath": "/cert.p12", "certPass": "cert" })),
    ] {
        let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
        file.remote_signer = Some(RemoteSigner { cert_path, cert_pass: cert_pass.map(secret), ..signer() });
        assert_eq!(value(&file)["remoteSigner"], expected);
        assert_eq!(*NodeKeystore::read(&file.to_json()).unwrap().to_json(), *file.to_json());
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
fn debug_shows_no_secret() {
    let shown = format!("{:?}", everything(SchemaVersion::V1));
    for secret in ["\"word", "cert\"", "171", "abab", "0xab"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    let host = Host::new("/keys").unwrap().with_passwords(secret("hidden"), secret("hidden"));
    assert!(!format!("{host:?}").contains("hidden"));
    // What is no secret is there.
    for public in ["path: \"/p.json\"", "https://signer.example:9000", "/cert.p12"] {
        assert!(shown.contains(public), "{public} in {shown}");
    }
    assert_eq!(format!("{host:?}"), "Host { prefix: \"/keys\", .. }");
}

/// The node takes an ETH account for an attester, with or without a BLS key beside it.
#[test]
fn attesters_without_a_bls_key() {
    for schema in [SchemaVersion::V1, SchemaVersion::V2] {
        let remote = json!({ "address": address(1).to_string(), "remoteSignerUrl": "https://signer.example:9000" });
        for attester in [remote, json!(address(1).to_string()), json!({ "path": "/eth/a.json", "password": "x" })] {
            let mut text = value(&keystore(schema, vec![in_files(1), in_files(2)]));
            text["validators"][1]["attester"] = attester.clone();
            let file = NodeKeystore::read(&text.to_string()).unwrap();
            assert!(file.validators[0].bls.is_some() && file.validators[1].bls.is_none());
            assert_eq!(value(&file), text);
            text["validators"][1]["attester"] = json!({ "eth": attester });
            assert_eq!(*NodeKeystore::read(&text.to_string()).unwrap().to_json(), *file.to_json());
        }
    }
}
