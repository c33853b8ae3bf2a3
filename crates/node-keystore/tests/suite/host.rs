//! A node keystore for a host, and one whose ETH keys are with a remote signer.

use crate::common::{address, everything, in_files, keystore, secret, signer, value};
use aztec_node_keystore::{
    BlsKeySource, EthKeySource, FieldFault, FieldPath, Host, HostError, KeyFile, KeyFileWithPassword, NodeKeystore,
    NodeKeystoreError, SchemaVersion, SignerPlace, SignerUrlError, address_in_file_name,
};
use aztec_staking_registry::alloy_primitives::Address;
use serde_json::json;

#[test]
fn a_host_gets_absolute_paths() {
    let mut file = keystore(SchemaVersion::V1, vec![in_files(1)]);
    file.funding_account = Some(EthKeySource::File(KeyFile { path: "/var/lib/keys/f.json".into() }));
    let file = value(&file.for_host(&Host::new("/var/lib/keys/").unwrap()).unwrap());
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
    let moved = file().for_host(&first).unwrap().for_host(&second).unwrap();
    assert_eq!(value(&moved), value(&file().for_host(&second).unwrap()));
    assert_eq!(value(&moved), value(&file().for_host(&second).unwrap().for_host(&second).unwrap()));

    // A path that leads elsewhere is not kept without a word, wherever it stands.
    let elsewhere = || KeyFile { path: "/elsewhere/f.json".into() };
    let refused = |change: fn(&mut NodeKeystore, KeyFile), entry, field| {
        let mut file = file();
        change(&mut file, elsewhere());
        let error = file.for_host(&second).unwrap_err();
        assert_eq!(error.path, FieldPath { entry, field });
        assert!(error.to_string().contains("absolute path"), "{error}");
    };
    refused(|file, key| file.validators[1].attester = EthKeySource::File(key), Some(1), "attester.eth");
    refused(|file, key| file.validators[0].bls = Some(BlsKeySource::File(key)), Some(0), "attester.bls");
    refused(|file, key| file.validators[0].publishers = vec![EthKeySource::File(key)], Some(0), "publisher");
    refused(|file, key| file.funding_account = Some(EthKeySource::File(key)), None, "fundingAccount");
    for path in ["/secondary/f.json", "/second", "/eth", "/srv/eth/below/f.json", "/srv/keys/ETH/f.json"] {
        assert!(second.path_of(path).is_err(), "{path}");
    }
    for (path, placed) in [("/eth/f.json", "/second/eth/f.json"), ("/second/f.json", "/second/f.json")] {
        assert_eq!(second.path_of(path).as_deref(), Ok(placed));
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
    file.validators[1].bls = Some(BlsKeySource::FileWithPassword(KeyFileWithPassword {
        path: "own.json".into(),
        password: secret("its own"),
    }));
    let file = value(&file.for_host(&host).unwrap());
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
    let file = keystore(SchemaVersion::V1, vec![in_files(1)]).for_host(&Host::new("/").unwrap()).unwrap();
    assert!(value(&file)["validators"][0]["attester"]["eth"]["path"].as_str().unwrap().starts_with("/eth/"));
}

#[test]
fn a_remote_signer_leaves_addresses_only() {
    let by_name = |source: &EthKeySource| match source {
        EthKeySource::File(file) => address_in_file_name(&file.path),
        _ => None,
    };
    let file = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    let file = value(&file.sign_remotely(signer(), SignerPlace::Top, by_name).unwrap());
    assert_eq!(file["remoteSigner"], "https://signer.example:9000");
    assert_eq!(file["validators"][1]["attester"]["eth"], address(2).to_string());
    assert_eq!(file["validators"][1]["publisher"], address(2).to_string());
    assert!(file["validators"][1]["attester"]["bls"]["path"].is_string(), "BLS keys have no remote signer");

    let mut unnamed = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    unnamed.validators[1].publishers = vec![EthKeySource::File(KeyFile { path: "p.json".into() })];
    let error = unnamed.sign_remotely(signer(), SignerPlace::Top, by_name).unwrap_err();
    assert_eq!(error.path, FieldPath { entry: Some(1), field: "publisher" });
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

/// As the official tool writes it, and as it looks for BLS keys.
#[test]
fn a_remote_signer_with_each_account() {
    let by_name = |source: &EthKeySource| match source {
        EthKeySource::File(file) => address_in_file_name(&file.path),
        _ => None,
    };
    let mut file = keystore(SchemaVersion::V1, vec![in_files(1), in_files(2)]);
    file.remote_signer = Some(signer());
    let file = value(&file.sign_remotely(signer(), SignerPlace::EachAccount, by_name).unwrap());
    let account = json!({ "address": address(2).to_string(), "remoteSignerUrl": "https://signer.example:9000" });
    assert_eq!(file["validators"][1]["attester"]["eth"], account);
    assert_eq!(file["validators"][1]["publisher"], account);
    assert!(file.get("remoteSigner").is_none());
}
