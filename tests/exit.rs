//! `keygen exit sign`: whose exits are signed, from which keys, and in which form.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs,
    time::{SystemTime, UNIX_EPOCH},
};

use aztec_staking_registry::{
    NonZeroAddress,
    exits::{ExitDomain, SignedExits, read},
    safe_batch,
};
use common::{PASSWORD, Place, Run, mode};
use serde_json::{Value, json};

const ROLLUP: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const THIRD: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
/// The plain key of the first attester, which everybody knows.
const FIRST_KEY: &str = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

fn place(more: &[&str]) -> Place {
    let place = Place::new();
    place.batch("out", &[&["--count", "3"], more].concat()).succeeds();
    place
}

/// Signs for a rollup of chain 1, for 30 days, without asking.
fn sign(place: &Place, path: &str, more: &[&str]) -> Run {
    let request = ["exit", "sign", path, "--rollup", ROLLUP, "--chain-id", "1", "--out", "exits.json"];
    let deadline: &[&str] = if more.contains(&"--deadline") { &[] } else { &["--deadline", "30d"] };
    let run = place.run(&[&request[..], deadline, &["--yes"], more].concat());
    for secret in ["junk", PASSWORD, FIRST_KEY] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{}{}", run.stdout, run.stderr);
    }
    run
}

/// The attesters in the file, every one of which has signed.
#[track_caller]
fn signers(place: &Place) -> Vec<String> {
    let domain = ExitDomain::new(1, NonZeroAddress::parse(ROLLUP).unwrap()).unwrap();
    let text = fs::read_to_string(place.path("exits.json")).unwrap();
    assert_eq!(mode(&place.path("exits.json")), 0o600);
    for secret in ["junk", PASSWORD, FIRST_KEY] {
        assert!(!text.contains(secret));
    }
    let exits = SignedExits::verify(domain, &read(&text).unwrap()).unwrap();
    exits.exits().iter().map(|exit| exit.attester().to_string()).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

const PASSWORD_FILE: [&str; 2] = ["--password-file", "password"];

#[test]
fn an_encrypted_batch() {
    let place = place(&[]);
    let run = sign(&place, "out", &PASSWORD_FILE).succeeds();
    assert!(run.stdout.contains("3 exits signed") && run.stdout.contains("(30 days from now)"));
    for told in ["cannot be undone", "never register again", "Whoever has the file", ROLLUP, "chain 1", FIRST, THIRD] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    assert_eq!(signers(&place), [FIRST, SECOND, THIRD]);
    let deadline: u64 = place.json("exits.json")[0]["deadline"].as_str().unwrap().parse().unwrap();
    assert!((now() + 29 * 86_400..=now() + 30 * 86_400).contains(&deadline));
    // A name that is taken stays as it is.
    let before = fs::read(place.path("exits.json")).unwrap();
    sign(&place, "out", &PASSWORD_FILE).refuses(2, &["--out", "exits.json", "exists"]);
    assert_eq!(fs::read(place.path("exits.json")).unwrap(), before);
}

#[test]
fn plain_keys() {
    let place = place(&["--unencrypted"]);
    sign(&place, "out", &[]).succeeds();
    assert_eq!(signers(&place), [FIRST, SECOND, THIRD]);
    fs::remove_file(place.path("exits.json")).unwrap();
    // The node keystore alone.
    sign(&place, "out/secret/node_keystore.json", &["--attester", THIRD, "--attester", FIRST]).succeeds();
    assert_eq!(signers(&place), [THIRD, FIRST], "in the order that was asked for");
}

#[test]
fn a_node_keystore_with_files() {
    let place = place(&[]);
    let file = "out/secret/node_keystore.json";
    sign(&place, file, &[&PASSWORD_FILE[..], &["--attester", SECOND]].concat()).succeeds();
    assert_eq!(signers(&place), [SECOND]);
    fs::remove_file(place.path("exits.json")).unwrap();
    // One that tells the passwords needs no other.
    let secret = fs::canonicalize(place.path("out/secret")).unwrap();
    let render = ["node-keystore", "render", "out", "--inline-passwords", "--out", "node.json"];
    place.run(&[&render[..], &PASSWORD_FILE, &["--prefix", secret.to_str().unwrap()]].concat()).succeeds();
    sign(&place, "node.json", &[]).succeeds();
    assert_eq!(signers(&place), [FIRST, SECOND, THIRD]);
}

#[test]
fn the_mnemonic_and_the_public_part() {
    let place = place(&["--account-index", "2", "--address-index", "7"]);
    sign(&place, "out", &PASSWORD_FILE).succeeds();
    let from_files = signers(&place);
    fs::remove_file(place.path("exits.json")).unwrap();
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    sign(&place, "out", &["--mnemonic-file", "mnemonic"]).succeeds();
    assert_eq!(signers(&place), from_files);
    fs::remove_file(place.path("exits.json")).unwrap();
    sign(&place, "out", &["--mnemonic-file", "mnemonic", "--attester", &from_files[1]]).succeeds();
    assert_eq!(signers(&place), from_files[1..2]);
    fs::remove_file(place.path("exits.json")).unwrap();

    place.secret_file("other", "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong");
    sign(&place, "out", &["--mnemonic-file", "other"]).refuses(1, &["--mnemonic-file", "not the mnemonic"]);
    place.secret_file("passphrase", "TREZOR");
    let with_passphrase = ["--mnemonic-file", "mnemonic", "--passphrase-file", "passphrase"];
    sign(&place, "out", &with_passphrase).refuses(1, &["--passphrase-file"]);
    sign(&place, "out", &["--mnemonic-file", "mnemonic", "--attester", FIRST]).refuses(2, &[FIRST, "none of"]);
    // Without mnemonic and key files there is nothing to sign with.
    sign(&place, "out", &PASSWORD_FILE).refuses(2, &["out/secret/eth/00007", "cannot be read"]);
    assert_eq!(place.names(), ["other", "out", "passphrase"]);
}

#[test]
fn an_encrypted_mnemonic_with_a_passphrase() {
    let place = Place::new();
    place.secret_file("passphrase", "TREZOR");
    let made = ["batch", "--count", "2", "--passphrase-file", "passphrase", "--eth-kdf", "pbkdf2", "--out", "out"];
    place.run(&[&made[..], &PASSWORD_FILE].concat()).succeeds();
    let source = ["--mnemonic-file", "out/secret/mnemonic.json", "--passphrase-file", "passphrase"];
    sign(&place, "out", &[&source[..], &PASSWORD_FILE].concat()).succeeds();
    assert_eq!(signers(&place).len(), 2);
}

/// The same keys, deadline and rollup have the same signatures, whatever they come from.
#[test]
fn signatures_are_deterministic() {
    let place = place(&[]);
    let deadline = (now() + 1000).to_string();
    sign(&place, "out", &[&PASSWORD_FILE[..], &["--deadline", &deadline]].concat()).succeeds();
    let first = place.json("exits.json");
    fs::remove_file(place.path("exits.json")).unwrap();
    sign(&place, "out", &["--mnemonic-file", "mnemonic", "--deadline", &deadline]).succeeds();
    assert_eq!(place.json("exits.json"), first);
}

#[test]
fn the_other_carriers() {
    let place = Place::new();
    place.batch("out", &["--count", "30", "--unencrypted"]).succeeds();
    let mut calls = Vec::new();
    for (format, names) in
        [("hex", &["exits.json"][..]), ("cast", &["exits.json"]), ("safe", &["exits_1.json", "exits_2.json"])]
    {
        let run = sign(&place, "out", &["--format", format, "--deadline", "2h"]).succeeds();
        assert!(run.stdout.contains("2 calls"), "{}", run.stdout);
        for name in names {
            let path = place.path(name);
            assert_eq!(mode(&path), 0o600);
            let text = fs::read_to_string(&path).unwrap();
            match format {
                "hex" => calls = text.lines().map(str::to_owned).collect(),
                "cast" => assert!(text.starts_with("#!/bin/sh\n") && text.matches("\nsend ").count() == 2),
                _ => assert!(safe_batch::read(&text).unwrap().has_checksum),
            }
            fs::remove_file(path).unwrap();
        }
    }
    assert_eq!(calls.len(), 2);
    assert!(calls.iter().all(|call| call.starts_with("0x214c0693")));
}

#[test]
fn deadlines_that_are_refused() {
    let place = place(&["--unencrypted"]);
    let refused = |deadline: &str, status, words: &[&str]| {
        sign(&place, "out", &["--deadline", deadline]).refuses(status, words);
    };
    refused("1700000000", 2, &["--deadline", "2023-11-14T22:13:20Z", "has passed"]);
    refused("0", 2, &["has passed"]);
    refused("0d", 2, &["has passed"]);
    refused("367d", 2, &["more than a year"]);
    refused(&(now() * 1000).to_string(), 2, &["more than a year"]);
    refused(&u64::MAX.to_string(), 2, &["more than a year"]);
    refused("2020-01-01T00:00:00Z", 2, &["has passed"]);
    for text in ["tomorrow", "2027-01-01", "-1", "30", "5m"] {
        let run = sign(&place, "out", &["--deadline", text]);
        assert_eq!(run.status, 2, "{text}: {}", run.stderr);
    }
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn rollups_and_chains_that_are_none() {
    let place = place(&["--unencrypted"]);
    let with = |rollup: &str, chain_id: &str| {
        let request = ["exit", "sign", "out", "--rollup", rollup, "--chain-id", chain_id, "--deadline", "1d"];
        place.run(&[&request[..], &["--out", "exits.json", "--yes"]].concat())
    };
    with(&format!("0x{:040}", 0), "1").refuses(2, &["--rollup", "zero address"]);
    with(&ROLLUP.to_lowercase(), "1").refuses(2, &["--rollup", "no checksum"]);
    for registry in ["0x042dF8f42790d6943F41C25C2132400fd727f452", "0xC6EcC1832c8BF6a41c927BEb4E9ec610FBeDd1C2"] {
        with(registry, "1").refuses(2, &["--rollup", "StakingRegistry"]);
    }
    for chain_id in ["0", "-1", "mainnet", "18446744073709551616"] {
        with(ROLLUP, chain_id).refuses(2, &["--chain-id"]);
    }
    with(ROLLUP, "18446744073709551615").refuses(2, &["--chain-id", "no chain"]);
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn attesters_whose_keys_are_not_here() {
    let place = place(&[]);
    let other = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    let chosen = |attesters: &[&str]| {
        let attesters: Vec<_> = attesters.iter().flat_map(|attester| ["--attester", attester]).collect();
        sign(&place, "out", &[&PASSWORD_FILE[..], &attesters].concat())
    };
    chosen(&[other]).refuses(2, &["--attester", other, "none of the attesters"]);
    chosen(&[FIRST, FIRST]).refuses(2, &["--attester", FIRST, "twice"]);
    place.secret_file("wrong", "another password");
    sign(&place, "out", &["--password-file", "wrong"]).refuses(1, &["out/secret/eth/", "does not open"]);
    sign(&place, "out", &[]).refuses(2, &["--password-file"]);
    sign(&place, "nowhere", &[]).refuses(2, &["there is no such file"]);
    sign(&place, ".", &[]).refuses(2, &["name a batch directory"]);
    sign(&place, "out/public/manifest.json", &[]).refuses(2, &["manifest.json"]);
    let node = "out/secret/node_keystore.json";
    sign(&place, node, &["--mnemonic-file", "mnemonic"]).refuses(2, &["directory of the batch"]);

    // At a remote signer.
    let mut keystore: Value = place.json(node);
    keystore["remoteSigner"] = json!("https://signer.example:9000");
    keystore["validators"][1]["attester"]["eth"] = json!(SECOND);
    fs::write(place.path("out/secret/remote.json"), keystore.to_string()).unwrap();
    sign(&place, "out/secret/remote.json", &PASSWORD_FILE).refuses(2, &[SECOND, "remote signer", "--attester"]);
    let others = ["--attester", FIRST, "--attester", THIRD];
    sign(&place, "out/secret/remote.json", &[&PASSWORD_FILE[..], &others].concat()).succeeds();
    assert_eq!(signers(&place), [FIRST, THIRD]);
}

#[test]
fn attesters_that_were_given() {
    let place = Place::new();
    fs::write(place.path("attesters"), FIRST).unwrap();
    place.batch("out", &["--attesters", "attesters"]).succeeds();
    sign(&place, "out", &PASSWORD_FILE).refuses(2, &[FIRST, "not here"]);
    sign(&place, "out", &["--mnemonic-file", "mnemonic"]).refuses(2, &["do not come from a mnemonic"]);
    // Imported keys have no mnemonic, but files.
    place.batch("plain", &["--unencrypted"]).succeeds();
    let import = ["import", "plain/secret/node_keystore.json", "--eth-kdf", "pbkdf2", "--out", "imported"];
    place.run(&[&import[..], &PASSWORD_FILE].concat()).succeeds();
    sign(&place, "imported", &["--mnemonic-file", "mnemonic"]).refuses(2, &["do not come from a mnemonic"]);
    sign(&place, "imported", &PASSWORD_FILE).succeeds();
    assert_eq!(signers(&place), [FIRST]);
}

#[test]
fn a_file_that_holds_the_key_of_another() {
    let place = place(&[]);
    let key = |index: u32, attester: &str| place.path(&format!("out/secret/eth/{index:05}_{attester}.json"));
    fs::copy(key(1, SECOND), key(0, FIRST)).unwrap();
    sign(&place, "out", &PASSWORD_FILE).refuses(1, &[SECOND, FIRST]);
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn nobody_to_ask() {
    let place = place(&["--unencrypted"]);
    let request = ["exit", "sign", "out", "--rollup", ROLLUP, "--chain-id", "1", "--deadline", "1d", "--out", "e"];
    place.run(&request).refuses(2, &["no terminal", "--yes"]);
    assert_eq!(place.names(), ["out"]);
}
