//! `keygen node-keystore render`: hosts with publishers of their own, signers, and coinbases that are kept.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{PASSWORD, Place, Run, mode};
use serde_json::{Value, json};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SPLIT: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const KEY: &str = "0x1212121212121212121212121212121212121212121212121212121212121212";
const SIGNER: [&str; 2] = ["--remote-signer", "https://signer.example:9000"];

fn place(more: &[&str]) -> Place {
    let place = Place::new();
    place.batch("out", &[&["--count", "2"], more].concat()).succeeds();
    place
}

fn render(place: &Place, more: &[&str]) -> Run {
    place.run(&[&["node-keystore", "render", "out", "--prefix", "/srv", "--out", "made"], more].concat())
}

fn hosts(place: &Place, hosts: &Value) {
    place.secret_file("hosts.json", &hosts.to_string());
}

#[test]
fn one_file_for_each_host() {
    let place = place(&["--publisher-count", "1"]);
    let file = json!({ "path": "publisher/own.json" });
    hosts(&place, &json!({ "A": [SPLIT, KEY], "B": [OTHER], "C": [file] }));
    let run = render(&place, &[&SIGNER[..], &["--hosts", "hosts.json"]].concat()).succeeds();
    assert!(run.stdout.contains("2 validators in made/A.json") && run.stdout.contains("made/C.json"), "{}", run.stdout);
    assert!(run.stdout.contains("NOT ENCRYPTED") && !run.stdout.contains("1212"), "{}", run.stdout);
    let on_host = json!({ "path": "/srv/publisher/own.json" });
    for (host, publisher) in [("A", json!([SPLIT, KEY])), ("B", json!(OTHER)), ("C", on_host)] {
        let name = format!("made/{host}.json");
        assert_eq!(mode(&place.path(&name)), 0o600);
        let node = place.json(&name);
        for (validator, attester) in node["validators"].as_array().unwrap().iter().zip([FIRST, SECOND]) {
            assert_eq!((&validator["attester"]["eth"], &validator["publisher"]), (&json!(attester), &publisher));
        }
    }
    assert_eq!(fs::read_dir(place.path("made")).unwrap().count(), 3);
    render(&place, &[&SIGNER[..], &["--hosts", "hosts.json"]].concat()).refuses(2, &["made", "exists already"]);
}

#[test]
fn all_hosts_or_none() {
    let place = place(&[]);
    let refused = |list: Value, more: &[&str], words: &[&str]| {
        hosts(&place, &list);
        let run = render(&place, &[&["--hosts", "hosts.json"], more].concat()).refuses(2, words);
        assert!(!run.stderr.contains("1212"), "{}", run.stderr);
        assert_eq!(place.names(), ["hosts.json", "out"]);
    };
    refused(json!({ "A": [SPLIT], "B": [SPLIT] }), &SIGNER, &[SPLIT, "in A and again in B"]);
    refused(json!({ "A": [KEY, KEY] }), &[], &["in A and again in A"]);
    refused(json!({ "A": [KEY], "B": [OTHER] }), &[], &[OTHER, "--remote-signer"]);
    refused(json!({ "A": [KEY], "B": ["0x1212"] }), &[], &["--hosts hosts.json: host B: publisher"]);
    refused(json!({ "A": [KEY], "../B": [OTHER] }), &SIGNER, &["--hosts hosts.json: host 0 (from 0): its name"]);
    refused(json!({ "A": [KEY], "B": [] }), &[], &["host B has no publisher"]);
    refused(json!({ "A": [{ "path": "/elsewhere/p.json" }] }), &[], &["entry 0, publisher", "absolute path"]);
    refused(json!([KEY]), &[], &["not an object of hosts"]);
    refused(json!({ "A": [KEY] }), &["--publisher-file", "hosts.json"], &["--publisher-file"]);
    render(&place, &["--hosts", "nowhere"]).refuses(2, &["--hosts"]);
    assert_eq!(place.names(), ["hosts.json", "out"]);
}

#[test]
fn passwords_of_hosts_are_tried() {
    let place = place(&[]);
    hosts(&place, &json!({ "A": [KEY], "B": [format!("0x{}", "34".repeat(32))] }));
    place.secret_file("wrong", "another password");
    let inline = ["--hosts", "hosts.json", "--inline-passwords", "--password-file"];
    render(&place, &[&inline[..], &["wrong"]].concat()).refuses(1, &["out/secret/eth/00000", "does not open"]);
    render(&place, &[&inline[..], &["password"]].concat()).succeeds();
    assert_eq!(place.json("made/B.json")["validators"][1]["attester"]["bls"]["password"], PASSWORD);
}

#[test]
fn publishers_of_a_file() {
    let place = place(&["--publisher-count", "1"]);
    let account = json!({ "address": OTHER, "remoteSignerUrl": "https://own.example" });
    let encrypted = json!({ "path": "publisher/p.json", "password": "x" });
    place.secret_file("publishers", &format!("# two\n{KEY}\n{account}\n{encrypted}"));
    place.secret_file("funding", KEY);
    let run = render(&place, &["--publisher-file", "publishers", "--funding-account-file", "funding"]).succeeds();
    assert!(run.stdout.contains("NOT ENCRYPTED"), "{}", run.stdout);
    let node = place.json("made");
    let encrypted = json!({ "path": "/srv/publisher/p.json", "password": "x" });
    assert_eq!(node["validators"][1]["publisher"], json!([KEY, account, encrypted]));
    assert_eq!(node["fundingAccount"], KEY);
    fs::remove_file(place.path("made")).unwrap();
    // The keys that were given stay here, whoever signs for the attesters.
    render(&place, &[&SIGNER[..], &["--publisher-file", "publishers"]].concat()).succeeds();
    let node = place.json("made");
    assert_eq!(node["validators"][1]["publisher"], json!([KEY, account, encrypted]));
    assert_eq!(node["validators"][1]["attester"]["eth"], SECOND);

    fs::remove_file(place.path("made")).unwrap();
    for (text, words) in [
        (SPLIT.to_owned(), "--remote-signer"),
        (format!("{KEY}\n{KEY}"), "--publisher-file and again in --publisher-file"),
        (format!("{KEY}\n0x12"), "--publisher-file, line 2"),
    ] {
        place.secret_file("publishers", &text);
        render(&place, &["--publisher-file", "publishers"]).refuses(2, &[words]);
        assert!(!place.path("made").exists());
    }
}

/// As the official tool writes it.
#[test]
fn the_signer_with_each_account() {
    let place = place(&["--publisher-count", "1"]);
    let each = [&SIGNER[..], &["--signer-in-each-account"]].concat();
    let account = |address| json!({ "address": address, "remoteSignerUrl": "https://signer.example:9000" });
    render(&place, &[&each[..], &["--publisher", SPLIT, "--funding-account", OTHER]].concat()).succeeds();
    let node = place.json("made");
    assert!(node.get("remoteSigner").is_none());
    assert_eq!(node["validators"][1]["attester"]["eth"], account(SECOND));
    assert_eq!((&node["validators"][1]["publisher"], &node["fundingAccount"]), (&account(SPLIT), &account(OTHER)));
    render(&place, &["--signer-in-each-account"]).refuses(2, &["--remote-signer"]);
}

#[test]
fn coinbases_are_kept() {
    let place = place(&[]);
    render(&place, &[]).succeeds();
    let set = ["node-keystore", "set-coinbase", "made", "--attester", SECOND, "--coinbase", SPLIT];
    place.run(&set).succeeds();
    // The name is taken, and what stands there would be missed.
    let run = render(&place, &[]).refuses(2, &["exists already"]);
    let warning = format!("warning: made has coinbases that the rendered file has not: {SPLIT} of {SECOND}; give");
    assert!(run.stderr.contains(&warning), "{}", run.stderr);
    fs::rename(place.path("made"), place.path("before.json")).unwrap();
    let run = render(&place, &["--coinbases-from", "before.json"]).succeeds();
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let node = place.json("made");
    assert_eq!(node["validators"][1]["coinbase"], SPLIT);
    assert!(node["validators"][0].get("coinbase").is_none());
    assert!(!render(&place, &["--coinbases-from", "before.json"]).refuses(2, &["exists"]).stderr.contains("warning"));
    fs::remove_file(place.path("made")).unwrap();

    // An attester that the batch does not have.
    let mut model = place.json("before.json");
    model["validators"][1]["attester"]["eth"] = OTHER.into();
    fs::write(place.path("before.json"), model.to_string()).unwrap();
    let run = render(&place, &["--coinbases-from", "before.json"]).succeeds();
    assert!(
        run.stderr.contains(&format!("before.json has coinbases that the rendered file has not: {SPLIT} of {OTHER}"))
    );
    fs::remove_file(place.path("made")).unwrap();
    let run = render(&place, &["--coinbases-from", "out/secret/node_keystore.json"]).succeeds();
    assert!(run.stderr.contains("no coinbase is set in it"), "{}", run.stderr);
    fs::remove_file(place.path("made")).unwrap();
    model["validators"][1]["attester"]["eth"] = json!({ "path": "/elsewhere/key.json" });
    fs::write(place.path("before.json"), model.to_string()).unwrap();
    let run = render(&place, &["--coinbases-from", "before.json"]).succeeds();
    assert!(run.stderr.contains("1 of its attesters have an address that is not known"), "{}", run.stderr);
    fs::remove_file(place.path("made")).unwrap();
    render(&place, &["--coinbases-from", "nowhere"]).refuses(2, &["nowhere"]);
    render(&place, &["--coinbases-from", "password"]).refuses(2, &["password"]);
    assert_eq!(place.names(), ["before.json", "out"]);
}

#[test]
fn one_coinbase_for_all() {
    let place = place(&[]);
    let set = |more: &[&str]| {
        place.run(&[&["node-keystore", "set-coinbase", "out/secret/node_keystore.json"], more].concat())
    };
    let run = set(&["--all", SPLIT]).succeeds();
    assert!(run.stdout.contains(&format!("all 2 entries  coinbase {SPLIT}")), "{}", run.stdout);
    let validators = place.json("out/secret/node_keystore.json")["validators"].clone();
    assert!(validators.as_array().unwrap().iter().all(|validator| validator["coinbase"] == SPLIT));
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    let run = set(&["--all", FIRST]).succeeds();
    assert!(run.stderr.contains("one of the attesters itself"), "{}", run.stderr);
    let run = set(&["--attester", FIRST, "--coinbase", FIRST]).succeeds();
    assert!(run.stderr.contains("is the attester itself"), "{}", run.stderr);
    set(&["--all", SPLIT, "--attester", FIRST, "--coinbase", SPLIT]).refuses(2, &["--all"]);
    set(&["--all", &SPLIT.to_lowercase()]).refuses(2, &["checksum"]);
}

/// As an RPC prints them: known attesters are taken, others are not.
#[test]
fn changes_in_lower_case() {
    let place = place(&[]);
    let set = ["node-keystore", "set-coinbase", "out/secret/node_keystore.json", "--from", "-"];
    let line = format!("{},{}\n", SECOND.to_lowercase(), SPLIT.to_lowercase());
    let run = place.run_with(&set, &[], &line).succeeds();
    assert!(run.stdout.contains(&format!("{SECOND}  coinbase {SPLIT}")), "{}", run.stdout);
    assert!(run.stderr.contains("1 of the coinbases had no checksum"), "{}", run.stderr);
    assert_eq!(place.json("out/secret/node_keystore.json")["validators"][1]["coinbase"], SPLIT);
    let before = fs::read(place.path("out/secret/node_keystore.json")).unwrap();
    let wrong = line.replacen("0x7", "0x8", 1);
    place.run_with(&set, &[], &wrong).refuses(2, &["no entry has the attester"]);
    assert_eq!(fs::read(place.path("out/secret/node_keystore.json")).unwrap(), before);
}
