//! `keygen batch --after` and `--known`: batches that continue, and keys that are made once.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;
use serde_json::Value;

const FAST: &str = "--unencrypted";

fn attesters(place: &Place, out: &str) -> Vec<String> {
    let keys = place.json(&format!("{out}/public/manifest.json"))["keys"].clone();
    keys.as_array().unwrap().iter().map(|key| key["attester"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn two_batches_are_one_batch() {
    let place = Place::new();
    place.batch("whole", &[FAST, "--count", "5"]).succeeds();
    place.batch("first", &[FAST, "--count", "2"]).succeeds();
    let after = ["--after", "first/public/manifest.json", "--known", "first"];
    place.batch("second", &[&[FAST, "--count", "3"], &after[..]].concat()).succeeds();
    assert_eq!([attesters(&place, "first"), attesters(&place, "second")].concat(), attesters(&place, "whole"));
    let public = |out: &str| place.json(&format!("{out}/public/staker_output.json"));
    assert_eq!(public("second")[0], public("whole")[2]);
    assert_eq!(place.json("second/public/manifest.json")["addressIndex"], 2);
    place.run(&["verify", "first", "second"]).succeeds();
}

#[test]
fn publishers_are_passed_over() {
    let place = Place::new();
    place.batch("first", &[FAST, "--count", "2", "--publisher-count", "2", "--account-index", "3"]).succeeds();
    // A batch directory will do in the place of its manifest.
    place.batch("second", &[FAST, "--after", "first"]).succeeds();
    let manifest = place.json("second/public/manifest.json");
    assert_eq!((&manifest["accountIndex"], &manifest["addressIndex"]), (&3.into(), &6.into()));
}

#[test]
fn another_source_is_refused() {
    let place = Place::new();
    place.batch("first", &[FAST]).succeeds();
    let refused = |more: &[&str], words: &[&str]| {
        place.run(&[&["batch", FAST, "--out", "second", "--after", "first"], more].concat()).refuses(2, words);
        assert!(!place.path("second").exists());
    };
    let phrase = place.run(&["mnemonic", "new"]).succeeds().stdout;
    place.secret_file("other", phrase.trim());
    place.secret_file("passphrase", "swordfish");
    place.secret_file("ikm", &"ab".repeat(32));
    refused(&["--mnemonic-file", "other"], &["--after first/public/manifest.json", "another mnemonic"]);
    refused(&["--mnemonic-file", "mnemonic", "--passphrase-file", "passphrase"], &["--passphrase-file"]);
    refused(&[], &["another mnemonic"]);
    refused(&["--mnemonic-file", "mnemonic", "--ikm-file", "ikm"], &["another mnemonic"]);
    refused(&["--mnemonic-file", "mnemonic", "--bls-derivation", "v5"], &["--bls-derivation v6"]);
    refused(&["--mnemonic-file", "mnemonic", "--address-index", "7"], &["--address-index"]);
    refused(&["--mnemonic-file", "mnemonic", "--account-index", "7"], &["--account-index"]);
}

#[test]
fn key_material_continues_as_well() {
    let place = Place::new();
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("other", &"cd".repeat(32));
    place.batch("first", &[FAST, "--ikm-file", "ikm"]).succeeds();
    place.batch("second", &[FAST, "--ikm-file", "ikm", "--after", "first"]).succeeds();
    place.batch("third", &[FAST, "--ikm-file", "other", "--after", "first"]).refuses(2, &["--after"]);
    assert_ne!(attesters(&place, "first"), attesters(&place, "second"));
}

#[test]
fn known_keys_are_refused() {
    let place = Place::new();
    fs::create_dir(place.path("batches")).unwrap();
    let known = ["--known", "batches"];
    place.batch("new", &[&[FAST], &known[..]].concat()).refuses(2, &["--known batches", "no manifest"]);
    place.batch("batches/2026", &[FAST, "--count", "3", "--address-index", "4"]).succeeds();
    for (start, count, overlaps) in [("0", "4", false), ("0", "5", true), ("6", "1", true), ("7", "2", false)] {
        let out = format!("out{start}{count}");
        let run = place.batch(&out, &[&[FAST, "--count", count, "--address-index", start], &known[..]].concat());
        if overlaps {
            run.refuses(2, &["batches/2026/public/manifest.json", "--address-index 7"]);
        } else {
            run.succeeds();
        }
        assert_eq!(place.path(&out).exists(), !overlaps);
    }
    // Another account is apart, another mnemonic too.
    place.batch("account", &[&[FAST, "--address-index", "4", "--account-index", "1"], &known[..]].concat()).succeeds();
    place.run(&["batch", FAST, "--out", "new", "--address-index", "4", "--known", "batches"]).succeeds();
}

#[test]
fn a_manifest_under_another_name_counts_and_a_damaged_one_is_refused() {
    let place = Place::new();
    fs::create_dir(place.path("known")).unwrap();
    place.batch("first", &[FAST]).succeeds();
    fs::copy(place.path("first/public/manifest.json"), place.path("known/march.json")).unwrap();
    place.batch("second", &[FAST, "--known", "known"]).refuses(2, &["known/march.json"]);
    let mut json: Value = place.json("known/march.json");
    json["keys"][0]["index"] = 5.into();
    fs::write(place.path("known/march.json"), json.to_string()).unwrap();
    place
        .batch("second", &[FAST, "--address-index", "9", "--known", "known"])
        .refuses(2, &["known/march.json", "key 0"]);
    fs::write(place.path("known/manifest.json"), "{").unwrap();
    fs::remove_file(place.path("known/march.json")).unwrap();
    place.batch("second", &[FAST, "--address-index", "9", "--known", "known"]).refuses(2, &["known/manifest.json"]);
    place.batch("second", &[FAST, "--known", "nowhere"]).refuses(2, &["nowhere"]);
    assert!(!place.path("second").exists());
}

#[test]
fn an_attester_that_another_batch_has() {
    let place = Place::new();
    place.batch("first", &[FAST]).succeeds();
    let attester = attesters(&place, "first").remove(0);
    fs::write(place.path("attesters"), format!("{attester}\n")).unwrap();
    // Nothing else in common: the indices are apart.
    let given = ["--attesters", "attesters", "--address-index", "9", "--known", "first"];
    place.batch("second", &[&[FAST], &given[..]].concat()).refuses(2, &["first/public/manifest.json", &attester]);
    assert!(!place.path("second").exists());
}
