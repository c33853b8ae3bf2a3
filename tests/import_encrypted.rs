//! `keygen import` of keys that another tool has encrypted, of accounts elsewhere, and of the funding account.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{PASSWORD, Place, Run, files_below};
use serde_json::{Value, json};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SPLIT: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
const OLD_ETH: &str = "the old eth password";
const OLD_BLS: &str = "the old bls password";

/// Two validators with a publisher each, encrypted under the two old passwords, as the official tool leaves them:
/// absolute paths, the passwords beside them.
fn official(place: &Place) -> Value {
    place.secret_file("old-eth", OLD_ETH);
    place.secret_file("old-bls", OLD_BLS);
    let passwords = ["--eth-password-file", "old-eth", "--bls-password-file", "old-bls", "--eth-kdf", "pbkdf2"];
    let batch = ["batch", "--mnemonic-file", "mnemonic", "--count", "2", "--publisher-count", "1", "--out", "old"];
    place.run(&[&batch[..], &passwords].concat()).succeeds();
    let render = ["node-keystore", "render", "old", "--inline-passwords", "--out", "key1.json", "--prefix"];
    let secret = place.path("old/secret");
    place.run(&[&render[..], &[secret.to_str().unwrap()], &passwords[..4]].concat()).succeeds();
    place.json("key1.json")
}

fn write(place: &Place, file: &Value) {
    place.secret_file("key1.json", &file.to_string());
}

fn import(place: &Place, more: &[&str]) -> Run {
    place.run(&[&["import", "key1.json", "--password-file", "password", "--eth-kdf", "pbkdf2"], more].concat())
}

fn verify(place: &Place) -> Run {
    place.run(&["verify", "imported", "--password-file", "password"]).succeeds()
}

/// The same keys, and nothing of the old passwords.
fn is_the_same(place: &Place) {
    let public = |out: &str| fs::read(place.path(out).join("public/staker_output.json")).unwrap();
    assert_eq!(public("imported"), public("old"));
    for file in files_below(&place.path("imported")) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(!text.contains(OLD_ETH) && !text.contains(OLD_BLS) && !text.contains(PASSWORD), "{}", file.display());
    }
    verify(place);
    fs::remove_dir_all(place.path("imported")).unwrap();
}

#[test]
fn two_passwords_beside_the_paths() {
    let place = Place::new();
    official(&place);
    let run = import(&place, &[]).succeeds();
    assert!(run.stdout.contains("key1.json has the passwords of the files that it names"), "{}", run.stdout);
    assert!(!run.stdout.contains(OLD_ETH) && !run.stderr.contains(OLD_BLS));
    is_the_same(&place);
}

#[test]
fn passwords_that_options_name() {
    let place = Place::new();
    official(&place);
    // The file of a batch: relative paths, no passwords.
    fs::copy(place.path("old/secret/node_keystore.json"), place.path("old/secret/key1.json")).unwrap();
    let import = |more: &[&str]| {
        let import = ["import", "old/secret/key1.json", "--password-file", "password", "--eth-kdf", "pbkdf2"];
        place.run(&[&import[..], more].concat())
    };
    let run = import(&["--old-eth-password-file", "old-eth", "--old-bls-password-file", "old-bls"]).succeeds();
    assert!(run.stdout.contains("names open with the old passwords"), "{}", run.stdout);
    is_the_same(&place);
    import(&["--old-password-file", "old-eth"]).refuses(1, &["entry", "attester.bls", "does not open"]);
    import(&["--old-eth-password-file", "old-bls", "--old-bls-password-file", "old-bls"])
        .refuses(1, &["does not open"]);
    import(&["--old-eth-password-file", "old-eth"]).refuses(2, &["--old-bls-password-file"]);
    import(&[]).refuses(2, &["--old-password-file"]);
    assert!(!place.path("imported").exists());
}

#[test]
fn key_files_that_are_refused() {
    let place = Place::new();
    let file = official(&place);
    let refused = |status, pointer: &str, value: Value, words: &[&str]| {
        let mut changed = file.clone();
        *changed.pointer_mut(pointer).unwrap() = value;
        write(&place, &changed);
        let run = import(&place, &[]).refuses(status, &[&["key1.json"], words].concat());
        // A file of the official tool has the beginning of its key in its name.
        for secret in [OLD_ETH, OLD_BLS, "ac0974be", "wrong password"] {
            assert!(!run.stderr.contains(secret), "{}", run.stderr);
        }
        assert!(!place.path("imported").exists());
    };
    let other = file["validators"][0]["attester"]["eth"]["path"].clone();
    refused(
        1,
        "/validators/1/attester/eth/password",
        "wrong password".into(),
        &["entry 1, attester.eth", "does not open"],
    );
    refused(1, "/validators/0/attester/bls/password", "wrong password".into(), &["entry 0, attester.bls"]);
    refused(1, "/validators/1/publisher/password", "wrong password".into(), &["entry 1, publisher"]);
    refused(
        2,
        "/validators/1/attester/eth/path",
        "/no/eth_ac0974be.json".into(),
        &["entry 1, attester.eth", "cannot be read"],
    );
    refused(2, "/validators/1/attester/eth/path", place.path("").to_str().into(), &["entry 1, attester.eth"]);
    refused(1, "/validators/1/attester/bls/path", other.clone(), &["entry 1, attester.bls"]);
    refused(2, "/validators/1/attester/eth/path", other, &["entry 1, attester.eth", "entry 0"]);
    write(&place, &file);
    import(&place, &["--old-password-file", "old-eth"]).refuses(2, &["--old-password-file", "leave the option out"]);
}

#[test]
fn attesters_at_a_remote_signer() {
    let place = Place::new();
    let mut file = official(&place);
    let account = |address| json!({ "address": address, "remoteSignerUrl": "https://signer.example:9000" });
    for (entry, address) in [FIRST, SECOND].iter().enumerate() {
        file["validators"][entry]["attester"]["eth"] = account(*address);
    }
    file["remoteSigner"] = "https://other.example".into();
    file["fundingAccount"] = SPLIT.into();
    write(&place, &file);
    import(&place, &[]).succeeds();
    let node = place.json("imported/secret/node_keystore.json");
    assert_eq!(node["validators"][1]["attester"]["eth"], account(SECOND));
    assert_eq!((&node["remoteSigner"], &node["fundingAccount"]), (&file["remoteSigner"], &file["fundingAccount"]));
    let run = verify(&place);
    for line in [
        "remote signer: https://signer.example:9000 (2 accounts)",
        "remote signer: https://other.example (1 account)",
        &format!("funding account: {SPLIT}"),
    ] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    // Without a BLS key, the node takes it and a batch does not.
    fs::remove_dir_all(place.path("imported")).unwrap();
    file["validators"][1]["attester"] = account(SECOND);
    write(&place, &file);
    import(&place, &[]).refuses(2, &["entry 1, attester", "no BLS key", "--attesters"]);
    file["validators"][1]["attester"] = json!({ "mnemonic": "test test", "addressIndex": 0 });
    write(&place, &file);
    let run = import(&place, &[]).refuses(2, &["entry 1, attester", "not handled here"]);
    assert!(!run.stderr.contains("refuses"), "{}", run.stderr);
}

#[test]
fn the_funding_account_comes_along() {
    let place = Place::new();
    let file = official(&place);
    let publisher = file["validators"][0]["publisher"].clone();
    let key = format!("0x{}", "12".repeat(32));
    let address = aztec_key_derivation::EthSecretKey::from_be_bytes(&[0x12; 32]).unwrap().address();
    for (account, in_file) in [
        (json!(key), true),
        (publisher, true),
        (json!(SPLIT), false),
        (json!({ "address": SPLIT, "remoteSignerUrl": "https://signer.example" }), false),
    ] {
        let mut file = file.clone();
        file["fundingAccount"] = account.clone();
        write(&place, &file);
        import(&place, &[]).succeeds();
        let node = place.json("imported/secret/node_keystore.json");
        let funding = files_below(&place.path("imported/secret"));
        let funding: Vec<_> = funding.iter().filter(|file| file.to_str().unwrap().contains("/funding/")).collect();
        if in_file {
            let [only] = funding[..] else { panic!("{funding:?}") };
            let name = only.file_name().unwrap().to_str().unwrap();
            assert_eq!(node["fundingAccount"], json!({ "path": format!("funding/{name}") }));
            let actual = eth_keystore::decrypt_key(only, PASSWORD).unwrap();
            if account == json!(key) {
                assert_eq!((name, actual), (&*format!("{address}.json"), vec![0x12; 32]));
            }
        } else {
            assert_eq!(node["fundingAccount"], account);
            assert!(funding.is_empty());
        }
        assert!(verify(&place).stdout.contains("funding account: 0x"));
        fs::remove_dir_all(place.path("imported")).unwrap();
    }
}
