//! `keygen recover-check`: a mnemonic that restores a batch, and those that do not.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use aztec_keystore_batch::{Manifest, Sha256Digest, ceremony_record::to_html};
use common::{Place, files_below};
use serde_json::Value;

const FAST: &str = "--unencrypted";
const GIVEN: [&str; 2] = ["--mnemonic-file", "mnemonic"];

fn check(place: &Place, directory: &str, more: &[&str]) -> common::Run {
    place.run(&[&["recover-check", directory], more].concat())
}

#[test]
fn the_mnemonic_of_a_batch_restores_it() {
    let place = Place::new();
    for rule in ["v6", "v5", "v2.1.4"] {
        let options = ["--count", "3", "--bls-derivation", rule, "--account-index", "2", "--address-index", "5"];
        place.batch(rule, &[&options[..], &[FAST]].concat()).succeeds();
        let before = files_below(place.dir.path());
        let run = check(&place, rule, &GIVEN).succeeds();
        assert_eq!(run.stdout.trim(), format!("{rule}: the mnemonic restores all 3 keys"));
        assert!(!run.stdout.contains("junk") && !run.stderr.contains("junk"));
        assert_eq!(files_below(place.dir.path()), before, "nothing is written");
    }
    place.batch("one", &[FAST, "--proof", "feedback"]).succeeds();
    assert_eq!(check(&place, "one", &GIVEN).succeeds().stdout.trim(), "one: the mnemonic restores its key");
}

/// Candidate 1 is taken at this index of this mnemonic (see `vectors/derivation.json`).
#[test]
fn a_key_of_a_later_candidate_is_restored() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/derivation.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let later = vectors["vectors"].as_array().unwrap().iter().find(|vector| vector["candidate"] != 0).unwrap();
    place.secret_file("mnemonic", later["mnemonic"].as_str().unwrap());
    assert_eq!(later["passphrase"], "");
    let (account, index) = (later["account"].to_string(), later["index"].to_string());
    place.batch("out", &[FAST, "--account-index", &account, "--address-index", &index]).succeeds();
    check(&place, "out", &GIVEN).succeeds();
}

#[test]
fn the_public_part_is_enough() {
    let place = Place::new();
    place.batch("out", &["--count", "2"]).succeeds();
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    let run = check(&place, "out", &[&GIVEN[..], &["--json"]].concat()).succeeds();
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((&json["keys"], &json["restored"], &json["notRestored"]), (&2.into(), &2.into(), &0.into()));
    assert_eq!(json["masterFingerprint"], place.json("out/public/manifest.json")["source"]["masterFingerprint"]);
}

#[test]
fn another_mnemonic_or_passphrase() {
    let place = Place::new();
    place.batch("out", &[FAST]).succeeds();
    place.secret_file("other", place.run(&["mnemonic", "new"]).succeeds().stdout.trim());
    place.secret_file("passphrase", "swordfish");
    let refused = |more: &[&str]| {
        let run = check(&place, "out", more).refuses(1, &["is not the mnemonic of out", "--passphrase-file"]);
        assert!(run.stdout.is_empty());
    };
    refused(&["--mnemonic-file", "other"]);
    refused(&[&GIVEN[..], &["--passphrase-file", "passphrase"]].concat());
    place.batch("with", &[FAST, "--passphrase-file", "passphrase"]).succeeds();
    check(&place, "with", &GIVEN).refuses(1, &["is not the mnemonic of with"]);
    check(&place, "with", &[&GIVEN[..], &["--passphrase-file", "passphrase"]].concat()).succeeds();
}

/// The fingerprint is right, and yet a key is that of another index: what a fingerprint alone would not notice.
#[test]
fn a_batch_that_the_mnemonic_does_not_restore() {
    let place = Place::new();
    place.batch("out", &[FAST, "--count", "3"]).succeeds();
    place.batch("others", &[FAST, "--count", "3", "--address-index", "3"]).succeeds();
    let mut manifest = place.json("others/public/manifest.json");
    manifest["addressIndex"] = 0.into();
    for (index, key) in manifest["keys"].as_array_mut().unwrap().iter_mut().enumerate() {
        key["index"] = index.into();
    }
    let text = manifest.to_string();
    let page = to_html(&Manifest::read(&text).unwrap(), &Sha256Digest::of(text.as_bytes()));
    fs::write(place.path("others/public/manifest.json"), text).unwrap();
    fs::write(place.path("others/public/ceremony.html"), page).unwrap();
    let run = check(&place, "others", &GIVEN).refuses(1, &["3 of the keys of others are not restored"]);
    for entry in 0..3 {
        assert!(run.stdout.contains(&format!("fault: others, entry {entry} (index {entry}): attester, path")));
    }
    assert!(run.stdout.contains("others: 3 of 3 NOT RESTORED"), "{}", run.stdout);
}

#[test]
fn key_material_and_given_attesters() {
    let place = Place::new();
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("other", &"cd".repeat(32));
    let ikm = ["--ikm-file", "ikm"];
    place.batch("both", &[&[FAST, "--count", "2"], &ikm[..]].concat()).succeeds();
    let run = check(&place, "both", &[GIVEN, ikm].concat()).succeeds();
    assert_eq!(run.stdout.trim(), "both: the mnemonic and the key material restore all 2 keys");
    check(&place, "both", &GIVEN).refuses(2, &["--ikm-file"]);
    check(&place, "both", &ikm).refuses(2, &["--mnemonic-file"]);
    check(&place, "both", &[&GIVEN[..], &["--ikm-file", "other"]].concat()).refuses(1, &["is not the key material"]);

    place.secret_file("attesters", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    let given = ["--attesters", "attesters"];
    place.batch("given", &[&[FAST], &given[..]].concat()).succeeds();
    let run = check(&place, "given", &GIVEN).succeeds();
    assert!(run.stdout.contains("restores its key; the attesters were given"), "{}", run.stdout);
    place.run(&["batch", FAST, "--out", "ikm-only", "--attesters", "attesters", "--ikm-file", "ikm"]).succeeds();
    check(&place, "ikm-only", &ikm).succeeds();
    check(&place, "ikm-only", &[GIVEN, ikm].concat()).refuses(2, &["--mnemonic-file", "leave it out"]);
    check(&place, "given", &[GIVEN, ikm].concat()).refuses(2, &["--ikm-file", "leave the key material out"]);
}

#[test]
fn the_mnemonic_that_a_batch_keeps() {
    let place = Place::new();
    let new = ["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--count", "2"];
    place.run(&[&new[..], &["--out", "first"]].concat()).succeeds();
    let kept = ["--mnemonic-file", "first/secret/mnemonic.json"];
    let password = ["--password-file", "password"];
    check(&place, "first", &[kept, password].concat()).succeeds();
    place.secret_file("wrong", "not the right password");
    check(&place, "first", &[&kept[..], &["--password-file", "wrong"]].concat())
        .refuses(2, &["--mnemonic-file", "does not open"]);
    check(&place, "first", &kept).refuses(2, &["--password-file"]);

    // A later batch takes it as it is.
    let second = [&new[..], &kept, &["--after", "first", "--out", "second"]].concat();
    place.run(&second).succeeds();
    assert_eq!(place.json("second/public/manifest.json")["addressIndex"], 2);
    check(&place, "second", &[kept, password].concat()).succeeds();
    let variable = [("AZTEC_KEYSTORE_PASSWORD", common::PASSWORD)];
    let plain = [&["batch", "--unencrypted", "--address-index", "9", "--out", "plain"], &kept[..]].concat();
    place.run_with(&plain, &variable, "").succeeds();
    check(&place, "plain", &[kept, password].concat()).succeeds();
    let wrong = ["batch", "--password-file", "wrong", "--address-index", "20", "--out", "third"];
    place.run(&[&wrong[..], &kept].concat()).refuses(2, &["--mnemonic-file", "does not open"]);
    assert!(!place.path("third").exists());
}

#[test]
fn what_is_no_batch() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    check(&place, "empty", &GIVEN).refuses(2, &["empty", "manifest.json"]);
    check(&place, "nowhere", &GIVEN).refuses(2, &["nowhere"]);
    check(&place, "mnemonic", &GIVEN).refuses(2, &["mnemonic: not valid JSON"]);
    place.batch("headless", &[FAST]).succeeds();
    fs::remove_file(place.path("headless/public/manifest.json")).unwrap();
    check(&place, "headless", &GIVEN).refuses(1, &["headless/public/manifest.json", "missing"]);
    place.batch("out", &[FAST]).succeeds();
    let output = place.path("out/public/staker_output.json");
    let text = fs::read_to_string(&output).unwrap();
    fs::write(&output, text.replacen('a', "b", 1)).unwrap();
    check(&place, "out", &GIVEN).refuses(1, &["out", "staker_output.json", "keygen verify"]);
}
