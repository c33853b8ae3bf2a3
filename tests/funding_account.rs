//! The account from which a node tops up publishers, and what `verify` says of accounts that nothing vouches for.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, files_below, mode};
use serde_json::{Value, json};

const KEY: &str = "0x1212121212121212121212121212121212121212121212121212121212121212";
const ACCOUNT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const NODE: &str = "out/secret/node_keystore.json";

fn key_address() -> String {
    aztec_key_derivation::EthSecretKey::from_be_bytes(&[0x12; 32]).unwrap().address().to_string()
}

fn batch(place: &Place, funding: &str, more: &[&str]) -> common::Run {
    place.secret_file("funding", funding);
    place.batch("out", &[&["--count", "2", "--funding-account-file", "funding"], more].concat())
}

fn verify(place: &Place) -> common::Run {
    place.run(&["verify", "out", "--password-file", "password"])
}

/// Changes the node keystore of the batch.
fn change(place: &Place, change: impl FnOnce(&mut Value)) {
    let mut node = place.json(NODE);
    change(&mut node);
    fs::write(place.path(NODE), node.to_string()).unwrap();
}

#[test]
fn every_form() {
    let remote = json!({ "address": ACCOUNT, "remoteSignerUrl": "https://signer.example" });
    for (given, expected) in [
        (ACCOUNT.to_owned(), json!(ACCOUNT)),
        (serde_json::to_string_pretty(&remote).unwrap(), remote),
        (format!("# pays for gas\n\n{KEY}"), json!({ "path": format!("funding/{}.json", key_address()) })),
    ] {
        let place = Place::new();
        batch(&place, &given, &[]).succeeds();
        assert_eq!(place.json(NODE)["fundingAccount"], expected);
        let address = if expected.get("path").is_some() { key_address() } else { ACCOUNT.to_owned() };
        let run = verify(&place).succeeds();
        assert!(run.stdout.contains(&format!("funding account: {address}")), "{}", run.stdout);
        for file in files_below(&place.path("out")) {
            assert!(!fs::read_to_string(&file).unwrap().contains(&KEY[2..]), "{}", file.display());
        }
    }
    let place = Place::new();
    batch(&place, KEY, &["--unencrypted"]).succeeds();
    assert_eq!(place.json(NODE)["fundingAccount"], KEY);
    verify(&place).succeeds();
}

#[test]
fn a_key_in_an_encrypted_file() {
    let place = Place::new();
    batch(&place, KEY, &[]).succeeds();
    let file = place.path(&format!("out/secret/funding/{}.json", key_address()));
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    fs::rename(place.path("out"), place.path("first")).unwrap();
    let path = format!("first/secret/funding/{}.json", key_address());
    let open = |password: &str| json!({ "path": path, "password": password }).to_string();
    batch(&place, &open("another password"), &[]).refuses(1, &["--funding-account-file", "does not open"]);
    batch(&place, &json!({ "path": "nowhere" }).to_string(), &[]).refuses(2, &["--password-file"]);
    batch(&place, &open(common::PASSWORD), &[]).succeeds();
    assert_eq!(place.json(NODE)["fundingAccount"], json!({ "path": format!("funding/{}.json", key_address()) }));
    verify(&place).succeeds();
    // The host gets it, with its password.
    let render = ["node-keystore", "render", "out", "--prefix", "/srv", "--out", "node.json"];
    place.run(&[&render[..], &["--inline-passwords", "--password-file", "password"]].concat()).succeeds();
    let on_host = json!({ "path": format!("/srv/funding/{}.json", key_address()), "password": common::PASSWORD });
    assert_eq!(place.json("node.json")["fundingAccount"], on_host);
}

#[test]
fn what_is_no_account() {
    let place = Place::new();
    for (text, words) in [
        (String::new(), "holds no account"),
        (format!("{KEY}\n{ACCOUNT}"), "several accounts"),
        (KEY[..60].to_owned(), "line 1: not an account"),
        (format!("0x{:064}", 0), "not a secp256k1 key"),
        (ACCOUNT.to_lowercase(), "line 1: "),
        (json!({ "mnemonic": "test" }).to_string(), "mnemonic"),
        (json!({ "address": ACCOUNT, "remoteSignerUrl": "ftp://swordfish" }).to_string(), "line 1"),
    ] {
        let run = batch(&place, &text, &[]).refuses(2, &["--funding-account-file", words]);
        assert!(!run.stderr.contains("1212") && !run.stderr.contains("swordfish"), "{}", run.stderr);
        assert_eq!(place.names(), ["funding"]);
    }
}

#[test]
fn a_file_that_was_exchanged() {
    let place = Place::new();
    batch(&place, KEY, &[]).succeeds();
    let file = place.path(&format!("out/secret/funding/{}.json", key_address()));
    let attesters = files_below(&place.path("out/secret/eth"));
    let ours = fs::read(&file).unwrap();
    fs::copy(&attesters[0], &file).unwrap();
    verify(&place).refuses(1, &["fault"]);
    fs::remove_file(&file).unwrap();
    verify(&place).refuses(1, &["fault"]);
    fs::write(&file, ours).unwrap();
    // Nobody is told of it any more, so it does not belong here.
    change(&place, |node| drop(node.as_object_mut().unwrap().remove("fundingAccount")));
    let run = verify(&place).refuses(1, &["fault"]);
    assert!(run.stdout.contains("funding/") && run.stdout.contains("does not belong"), "{}", run.stdout);
}

#[test]
fn what_no_batch_is_written_with() {
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 6] = [
        (|node| node["remoteSigner"] = "https://elsewhere.example".into(), "remoteSigner"),
        (|node| node["schemaVersion"] = 2.into(), "schemaVersion"),
        (
            |node| {
                node["schemaVersion"] = 2.into();
                node["publisher"] = OTHER.into();
            },
            "schemaVersion",
        ),
        (
            |node| {
                let account = json!({ "address": OTHER, "remoteSignerUrl": "https://elsewhere.example" });
                node["validators"].as_array_mut().unwrap().iter_mut().for_each(|v| v["publisher"] = account.clone());
            },
            "entry 1, publisher",
        ),
        (|node| node["fundingAccount"] = json!({ "path": "/elsewhere/funding.json" }), "fundingAccount"),
        (|node| node["fundingAccount"] = KEY.into(), "fundingAccount"),
    ];
    for (make, field) in changes {
        let place = Place::new();
        place.batch("out", &["--count", "2"]).succeeds();
        change(&place, make);
        let run = verify(&place).refuses(1, &["fault"]);
        assert!(run.stdout.contains(&format!("node_keystore.json, {field}: is not what the batch")), "{}", run.stdout);
    }
}

/// Nothing else says who they are, so a person is told.
#[test]
fn accounts_elsewhere_are_shown() {
    let place = Place::new();
    place.secret_file("publishers", &format!("{OTHER}\n{KEY}"));
    batch(&place, ACCOUNT, &["--publisher-file", "publishers"]).succeeds();
    let run = verify(&place).succeeds();
    assert!(run.stdout.contains(&format!("publisher elsewhere: {OTHER} (2 entries)\n")), "{}", run.stdout);
    let run = place.run(&["verify", "out", "--password-file", "password", "--json"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let expected = json!({ "publishers": { OTHER: 2 }, "fundingAccount": ACCOUNT, "remoteSigners": {} });
    assert_eq!(report[0]["accounts"], expected);
}
