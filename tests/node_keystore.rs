//! `keygen node-keystore render`: the node's file for a host.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{PASSWORD, Place, mode};
use serde_json::json;

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SPLIT: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

fn batch(more: &[&str]) -> Place {
    let place = Place::new();
    place.batch("out", &[&["--count", "2"], more].concat()).succeeds();
    place
}

const RENDER: [&str; 7] = ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "node.json"];

#[test]
fn absolute_paths_and_no_password() {
    let place = batch(&[]);
    let run = place.run(&RENDER).succeeds();
    assert!(run.stdout.contains("2 validators in node.json"), "{}", run.stdout);
    assert_eq!(mode(&place.path("node.json")), 0o600);
    let node = place.json("node.json");
    assert_eq!(node["schemaVersion"], 1);
    let eth = format!("/srv/keys/eth/00000_{FIRST}.json");
    assert_eq!(node["validators"][0]["attester"]["eth"], json!({ "path": eth }));
    let bls = format!("/srv/keys/bls/00001_{SECOND}.json");
    assert_eq!(node["validators"][1]["attester"]["bls"], json!({ "path": bls }));
    assert!(!fs::read_to_string(place.path("node.json")).unwrap().contains(PASSWORD));
    place.run(&RENDER).refuses(2, &["node.json", "exists already"]);
    assert_eq!(place.names(), ["node.json", "out"]);
}

#[test]
fn passwords_in_the_file() {
    let place = batch(&[]);
    let inline = [&RENDER[..], &["--inline-passwords", "--password-file"]].concat();
    let run = place.run(&[&inline[..], &["password"]].concat()).succeeds();
    assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD));
    assert_eq!(mode(&place.path("node.json")), 0o600);
    for validator in place.json("node.json")["validators"].as_array().unwrap() {
        assert_eq!(validator["attester"]["eth"]["password"], PASSWORD);
        assert_eq!(validator["attester"]["bls"]["password"], PASSWORD);
    }
}

#[test]
fn a_password_that_opens_nothing() {
    let place = batch(&[]);
    place.secret_file("wrong", "seven herons over a quiet weir");
    let inline = [&RENDER[..], &["--inline-passwords", "--password-file", "wrong"]].concat();
    place.run(&inline).refuses(1, &["out/secret/eth/00000", "does not open"]);
    let bls = [&RENDER[..], &["--inline-passwords", "--password-file", "password", "--bls-password-file", "wrong"]];
    place.run(&bls.concat()).refuses(1, &["out/secret/bls/00000", "does not open"]);
    assert_eq!(place.names(), ["out", "wrong"]);
    place.run(&[&RENDER[..], &["--inline-passwords"]].concat()).refuses(2, &["--password-file"]);
}

#[test]
fn schema_2() {
    let place = batch(&[]);
    place.run(&[&RENDER[..], &["--schema", "2"]].concat()).succeeds();
    let node = place.json("node.json");
    assert_eq!(node["schemaVersion"], 2);
    assert_eq!(node["feeRecipient"], format!("0x{}", "0".repeat(64)));
    assert!(node["validators"][0].get("feeRecipient").is_none());
}

#[test]
fn a_remote_signer() {
    for unencrypted in [false, true] {
        let place = batch(if unencrypted { &["--unencrypted"] } else { &[] });
        let signer =
            ["--remote-signer", "https://signer.example:9000", "--publisher", SPLIT, "--funding-account", SPLIT];
        place.run(&[&RENDER[..], &signer].concat()).succeeds();
        let node = place.json("node.json");
        assert_eq!(node["remoteSigner"], "https://signer.example:9000");
        assert_eq!(node["fundingAccount"], SPLIT);
        assert_eq!(node["validators"][0]["attester"]["eth"], FIRST);
        assert_eq!(node["validators"][1]["attester"]["eth"], SECOND);
        assert_eq!(node["validators"][1]["publisher"], SPLIT);
    }
}

#[test]
fn accounts_of_a_signer_that_is_not_there() {
    let place = batch(&[]);
    place.run(&[&RENDER[..], &["--publisher", SPLIT]].concat()).refuses(2, &["--remote-signer"]);
    place.run(&[&RENDER[..], &["--funding-account", SPLIT]].concat()).refuses(2, &["--remote-signer"]);
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn web3signer_configurations() {
    let place = batch(&[]);
    let signer = ["--web3signer-out", "signer", "--web3signer-password-file", "/srv/password"];
    place.run(&[&RENDER[..], &signer].concat()).succeeds();
    let text = fs::read_to_string(place.path(&format!("signer/{FIRST}.yaml"))).unwrap();
    assert!(text.contains(&format!("keystoreFile: \"/srv/keys/eth/00000_{FIRST}.json\"")), "{text}");
    assert!(text.contains("keystorePasswordFile: \"/srv/password\""), "{text}");
    assert_eq!(fs::read_dir(place.path("signer")).unwrap().count(), 2);
    fs::remove_file(place.path("node.json")).unwrap();
    place.run(&[&RENDER[..], &signer].concat()).refuses(2, &["--web3signer-out signer", "exists"]);
    assert_eq!(place.names(), ["out", "signer"]);
}

#[test]
fn a_rendered_file_moves_to_another_host() {
    let place = batch(&["--publisher-count", "1"]);
    place.run(&RENDER).succeeds();
    let other = |from, out| ["node-keystore", "render", from, "--prefix", "/other/keys", "--out", out];
    let run = place.run(&other("node.json", "moved.json")).succeeds();
    assert!(run.stdout.contains("paths below /other/keys"), "{}", run.stdout);
    place.run(&other("out", "direct.json")).succeeds();
    assert_eq!(place.json("moved.json"), place.json("direct.json"));
    // What no batch has written stays where it is, and that is said.
    let mut node = place.json("node.json");
    node["validators"][1]["attester"]["bls"] = json!({ "path": "/vault/bls.json" });
    fs::write(place.path("vault.json"), node.to_string()).unwrap();
    place.run(&other("vault.json", "n.json")).refuses(2, &["vault.json: entry 1, attester.bls", "absolute path"]);
    let signer = ["--web3signer-out", "signer", "--web3signer-password-file", "/srv/password"];
    place.run(&[&other("node.json", "signed.json")[..], &signer].concat()).succeeds();
    let text = fs::read_to_string(place.path(&format!("signer/{FIRST}.yaml"))).unwrap();
    assert!(text.contains(&format!("\"/other/keys/eth/00000_{FIRST}.json\"")), "{text}");
}

#[test]
fn what_the_file_holds_is_said() {
    let closed = "Encrypted keys have no password in the file";
    let passwords = "The passwords stand in the file";
    let plain = "NOT ENCRYPTED: secret keys stand in the file in plain text";
    let inline = ["--inline-passwords", "--password-file", "password"];
    let signer = ["--remote-signer", "https://signer.example"];
    let says = |batch_options: &[&str], render: &[&str], expected: &[&str]| {
        let place = batch(batch_options);
        let run = place.run(&[&RENDER[..], render].concat()).succeeds();
        for line in [closed, passwords, plain] {
            assert_eq!(run.stdout.contains(line), expected.contains(&line), "{line}\n{}", run.stdout);
        }
        assert_eq!(run.stdout.contains("paths below"), !expected.contains(&plain), "{}", run.stdout);
        place
    };
    says(&[], &[], &[closed]);
    says(&[], &signer, &[closed]);
    says(&["--unencrypted"], &[], &[plain]);
    says(&["--unencrypted"], &signer, &[plain]);
    let place = says(&[], &inline, &[passwords]);
    let again = ["node-keystore", "render", "node.json", "--prefix", "/a", "--out", "n.json"];
    let run = place.run(&again).succeeds();
    assert!(run.stdout.contains(passwords) && !run.stdout.contains(closed), "{}", run.stdout);
    // Nothing would take the password.
    place.run(&[&again[..], &inline].concat()).refuses(2, &["--inline-passwords"]);
    batch(&["--unencrypted"]).run(&[&RENDER[..], &inline].concat()).refuses(2, &["--inline-passwords"]);
}

#[test]
fn the_publishers_password_is_tried_as_well() {
    let place = batch(&["--publisher-count", "1"]);
    place.secret_file("wrong", "seven herons over a quiet weir");
    let publishers = fs::read_dir(place.path("out/secret/publisher")).unwrap();
    for file in publishers {
        let file = file.unwrap().path();
        let file = file.to_str().unwrap();
        place
            .run(&["key", "change-password", file, "--password-file", "password", "--new-password-file", "wrong"])
            .succeeds();
    }
    let inline = [&RENDER[..], &["--inline-passwords", "--password-file", "password"]].concat();
    place.run(&inline).refuses(1, &["out/secret/publisher/", "does not open"]);
}

/// Not the first one alone: the node does not start with a wrong password for any.
#[test]
fn the_password_of_every_file_is_tried() {
    for (kind, password) in [("eth", "--eth-password-file"), ("bls", "--bls-password-file")] {
        let place = batch(&[]);
        place.secret_file("wrong", "seven herons over a quiet weir");
        let mut files: Vec<_> = fs::read_dir(place.path(&format!("out/secret/{kind}"))).unwrap().collect();
        files.sort_by_key(|file| file.as_ref().unwrap().path());
        let last = files.pop().unwrap().unwrap().path();
        let last = last.to_str().unwrap();
        place.run(&["key", "change-password", last, password, "password", "--new-password-file", "wrong"]).succeeds();
        let inline = [&RENDER[..], &["--inline-passwords", "--password-file", "password"]].concat();
        let named = format!("out/secret/{kind}/00001");
        place.run(&inline).refuses(1, &[&named, "does not open"]);
    }
}

#[test]
fn passwords_that_could_not_be_tried() {
    let place = batch(&[]);
    place.run(&RENDER).succeeds();
    let inline = ["--inline-passwords", "--password-file", "password"];
    let render = ["node-keystore", "render", "node.json", "--prefix", "/nowhere/else", "--out", "n.json"];
    let run = place.run(&[&render[..], &inline].concat()).succeeds();
    assert!(run.stderr.contains("the passwords were not tried"), "{}", run.stderr);
}

#[test]
fn addresses_that_no_signer_has() {
    let place = batch(&[]);
    for url in ["not a url", "signer.example:9000", "ftp://signer.example", "https://", "https://signer.example:x"] {
        place.run(&[&RENDER[..], &["--remote-signer", url]].concat()).refuses(2, &["--remote-signer"]);
    }
    // A password that stands in the address is not shown.
    let run = place.run(&[&RENDER[..], &["--remote-signer", "https://user:swordfish@signer.example"]].concat());
    assert!(!run.refuses(2, &["--remote-signer"]).stderr.contains("swordfish"));
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn both_outputs_or_none() {
    let place = batch(&[]);
    let render =
        ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "same", "--web3signer-out", "same"];
    place.run(&[&render[..], &["--web3signer-password-file", "/p"]].concat()).refuses(2, &["same"]);
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn bad_sources_and_places() {
    let place = batch(&[]);
    place.run(&["node-keystore", "render", "nowhere", "--prefix", "/a", "--out", "n"]).refuses(2, &["nowhere"]);
    place
        .run(&["node-keystore", "render", "out", "--prefix", "keys", "--out", "n"])
        .refuses(2, &["--prefix", "absolute"]);
    place
        .run(&["node-keystore", "render", "out", "--prefix", "/ke\tys", "--out", "n"])
        .refuses(2, &["--prefix", "control character"]);
    let manifest = ["node-keystore", "render", "out/public/manifest.json", "--prefix", "/a", "--out", "n"];
    place.run(&manifest).refuses(2, &["manifest.json"]);
    place.run(&["node-keystore", "render", "out", "--prefix", "/a", "--out", "no/n"]).refuses(3, &["no/n"]);
    assert_eq!(place.names(), ["out"]);
}
