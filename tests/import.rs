//! `keygen import`: plain keys that were made elsewhere, encrypted and made public.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{PASSWORD, Place, files_below, mode};
use serde_json::{Value, json};

const PASSWORDS: [&str; 4] = ["--password-file", "password", "--eth-kdf", "pbkdf2"];
/// The account that the last of these tests' validators rewards.
const SPLIT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// A node keystore as the official tool writes it: three validators with plain keys, publishers and coinbases.
fn key1(place: &Place) -> Value {
    let fee_recipient = format!("0x{}", "12".repeat(32));
    let options = ["--count", "3", "--publisher-count", "1", "--coinbase", SPLIT, "--fee-recipient", &fee_recipient];
    place.batch("plain", &[&options[..], &["--unencrypted"]].concat()).succeeds();
    place.json("plain/secret/node_keystore.json")
}

fn write(place: &Place, file: &Value) {
    place.secret_file("key1.json", &serde_json::to_string_pretty(file).unwrap());
}

fn import(place: &Place, more: &[&str]) -> common::Run {
    place.run(&[&["import", "key1.json"], &PASSWORDS[..], more].concat())
}

fn plain_keys(file: &Value) -> Vec<String> {
    let text = file.to_string();
    let keys = text.split('"').filter(|part| part.len() == 66 && !part.contains("1212"));
    keys.map(|key| key.trim_start_matches("0x").to_owned()).collect()
}

#[test]
fn plain_keys_become_a_batch() {
    let place = Place::new();
    let file = key1(&place);
    write(&place, &file);
    let run = import(&place, &[]).succeeds();
    assert!(run.stdout.contains("3 keys in imported") && run.stdout.contains("key1.json has these keys in plain text"));

    // What is public is what the keys say, wherever they come from.
    let public = |out: &str| fs::read(place.path(out).join("public/staker_output.json")).unwrap();
    assert_eq!(public("imported"), public("plain"));
    let manifest = place.json("imported/public/manifest.json");
    assert_eq!(manifest["source"]["blsDerivation"], "imported");
    assert_eq!((&manifest["keys"][2]["path"], &manifest["keys"][2]["index"]), (&"".into(), &2.into()));
    let page = fs::read_to_string(place.path("imported/public/ceremony.html")).unwrap();
    assert!(page.contains("the keys were made elsewhere and imported"));

    // The node keystore names the files, and keeps the rest.
    let node = place.json("imported/secret/node_keystore.json");
    for (old, new) in file["validators"].as_array().unwrap().iter().zip(node["validators"].as_array().unwrap()) {
        assert_eq!((&old["coinbase"], &old["feeRecipient"]), (&new["coinbase"], &new["feeRecipient"]));
        assert_eq!(new["coinbase"], SPLIT);
    }
    let keys = plain_keys(&file);
    assert_eq!(keys.len(), 9);
    let files = files_below(&place.path("imported/secret"));
    assert_eq!(files.len(), 10);
    for secret in &files {
        assert_eq!(mode(secret), 0o600, "{}", secret.display());
        let text = fs::read_to_string(secret).unwrap();
        assert!(keys.iter().all(|key| !text.contains(&key[..])), "{}", secret.display());
    }

    // Another implementation finds the same keys in the files.
    for (folder, field) in [("eth", "/attester/eth"), ("publisher", "/publisher")] {
        for (number, file_of_key) in files_below(&place.path(&format!("imported/secret/{folder}"))).iter().enumerate() {
            let key = eth_keystore::decrypt_key(file_of_key, PASSWORD).unwrap();
            let expected = file["validators"][number].pointer(field).unwrap().as_str().unwrap();
            assert_eq!(format!("0x{}", base16ct::lower::encode_string(&key)), expected);
        }
    }
    place.run(&["verify", "imported", "--password-file", "password"]).succeeds();
    let exported = place.run(&[
        "key",
        "export",
        "imported/secret/bls/00001_0x70997970C51812dc3A010C7d01b50e0d17dc79C8.json",
        "--yes",
        "--password-file",
        "password",
    ]);
    assert_eq!(exported.succeeds().stdout.trim(), file["validators"][1]["attester"]["bls"]);
    assert_eq!(place.json("key1.json"), file, "the file itself is not changed");
}

#[test]
fn a_file_of_the_second_schema_with_shared_publishers() {
    let place = Place::new();
    let mut file = key1(&place);
    file["schemaVersion"] = 2.into();
    file["publisher"] = file["validators"][0]["publisher"].clone();
    file["feeRecipient"] = file["validators"][0]["feeRecipient"].clone();
    for validator in file["validators"].as_array_mut().unwrap() {
        validator.as_object_mut().unwrap().remove("publisher");
        validator.as_object_mut().unwrap().remove("feeRecipient");
    }
    write(&place, &file);
    let run = import(&place, &["--json"]).succeeds();
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&facts["count"], &facts["encrypted"]), (&3.into(), &true.into()));
    // One key, one file, however many share it.
    assert_eq!(files_below(&place.path("imported/secret/publisher")).len(), 1);
    let node = place.json("imported/secret/node_keystore.json");
    assert_eq!(node["validators"][0]["publisher"], node["validators"][2]["publisher"]);
    place.run(&["verify", "imported", "--password-file", "password"]).succeeds();
}

#[test]
fn attesters_with_a_remote_signer() {
    let place = Place::new();
    let mut file = key1(&place);
    let remote =
        json!({ "address": "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "remoteSignerUrl": "https://signer:9000" });
    file["validators"] = json!([file["validators"][0], file["validators"][1]]);
    file["validators"][0]["attester"]["eth"] = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266".into();
    file["validators"][1]["attester"]["eth"] = remote.clone();
    write(&place, &file);
    let run = import(&place, &[]).succeeds();
    assert!(run.stdout.contains("the node needs the remote signer"), "{}", run.stdout);
    let node = place.json("imported/secret/node_keystore.json");
    assert_eq!(node["validators"][1]["attester"]["eth"], remote);
    assert!(!place.path("imported/secret/eth").exists());
    place.run(&["verify", "imported", "--password-file", "password"]).succeeds();
}

#[test]
fn what_cannot_be_imported() {
    let place = Place::new();
    let file = key1(&place);
    let refused = |change: &dyn Fn(&mut Value), words: &[&str]| {
        let mut changed = file.clone();
        change(&mut changed);
        write(&place, &changed);
        let run = import(&place, &[]).refuses(2, &[&["key1.json"], words].concat());
        let keys = plain_keys(&file);
        assert!(keys.iter().all(|key| !run.stderr.contains(&key[..16])), "{}", run.stderr);
        assert!(!place.path("imported").exists());
    };
    let order = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";
    refused(&|file| file["validators"] = json!([]), &["validators", "empty"]);
    refused(&|file| file["validators"][1]["attester"]["bls"] = order.into(), &["entry 1, attester.bls", "order"]);
    refused(
        &|file| file["validators"][2]["attester"]["eth"] = format!("0x{:064}", 0).into(),
        &["entry 2, attester.eth"],
    );
    refused(
        &|file| file["validators"][2]["attester"] = file["validators"][0]["attester"].clone(),
        &["entry 2", "entry 0"],
    );
    refused(
        &|file| file["validators"][2]["attester"]["bls"] = file["validators"][1]["attester"]["bls"].clone(),
        &["entry 2, attester.bls", "entry 1"],
    );
    refused(&|file| file["validators"][1]["attester"]["eth"] = SPLIT.into(), &["entry 1, attester.eth", "two files"]);
    refused(
        &|file| file["validators"][0]["attester"]["bls"] = json!({ "path": "bls.json", "password": "x" }),
        &["entry 0, attester.bls", "cannot be read"],
    );
    refused(&|file| file["fundingAccount"] = format!("0x{:064}", 0).into(), &["fundingAccount", "not a secp256k1 key"]);
    refused(&|file| file["remoteSigner"] = "signer".into(), &["remoteSigner"]);
    refused(&|file| file["surprise"] = 1.into(), &["surprise"]);
    refused(&|file| *file = json!([1]), &[]);
    refused(&|file| file["validators"][0]["attester"] = SPLIT.into(), &["entry 0"]);
    place.run(&["import", "nowhere", "--password-file", "password"]).refuses(2, &["there is no such file"]);
    write(&place, &file);
    place.run(&["import", "key1.json"]).refuses(2, &["--password-file"]);
    import(&place, &["--proof", "feedback", "--provider-id", "1"]).refuses(2, &["--provider-id"]);
}

#[test]
fn imported_keys_are_known_but_have_no_successor() {
    let place = Place::new();
    write(&place, &key1(&place));
    let calls = ["--provider-id", "7", "--registry", SPLIT, "--chain-id", "1"];
    import(&place, &[&["--known", "plain"], &calls[..]].concat()).refuses(2, &["plain/public/manifest.json"]);
    import(&place, &calls).succeeds();
    assert!(place.path("imported/public/safe_batch.json").exists());
    place.batch("new", &["--unencrypted", "--known", "imported"]).refuses(2, &["imported/public/manifest.json"]);
    place.batch("new", &["--unencrypted", "--after", "imported"]).refuses(2, &["imported", "--after"]);
    place.run(&["recover-check", "imported", "--mnemonic-file", "mnemonic"]).refuses(2, &["imported"]);
    // A manifest that says so of derived keys is not believed.
    let mut manifest = place.json("plain/public/manifest.json");
    manifest["source"]["blsDerivation"] = "imported".into();
    fs::write(place.path("plain/public/manifest.json"), manifest.to_string()).unwrap();
    place.run(&["verify", "plain"]).refuses(1, &["fault"]);
}

#[test]
fn nothing_is_encrypted_when_nobody_wants_it() {
    let place = Place::new();
    let file = key1(&place);
    write(&place, &file);
    place.run(&["import", "key1.json", "--unencrypted"]).succeeds();
    assert_eq!(place.json("imported/secret/node_keystore.json"), file);
    place.run(&["verify", "imported"]).succeeds();
}
