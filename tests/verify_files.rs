//! `keygen verify` on public files: of this tool, of others, and files that hold no tuples.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::{Place, files_below};
use serde_json::Value;

fn batch() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "2"]).succeeds();
    place
}

#[test]
fn duplicates_across_files() {
    let place = batch();
    place.batch("next", &["--count", "2", "--address-index", "1"]).succeeds();
    let run = place.run(&["verify", "out/public/staker_output.json", "next"]).refuses(1, &["faults"]);
    assert!(run.stdout.contains("next, entry 0"), "{}", run.stdout);
}

#[test]
fn tuples_of_other_tools() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/staker_output.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        fs::write(place.path("file.json"), vector["file"].to_string()).unwrap();
        let proof = vector["proof"].as_str().unwrap();
        let run = place.run(&["verify", "file.json", "--proof", proof]);
        assert_eq!(run.status, 0, "{}: {}{}", vector["name"], run.stdout, run.stderr);
    }
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/staker_output_invalid.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        fs::write(place.path("file.json"), vector["file"].to_string()).unwrap();
        let run = place.run(&["verify", "file.json"]);
        assert_eq!(run.status, 1, "{}: {}{}", vector["name"], run.stdout, run.stderr);
        let said = [&run.stdout[..], &run.stderr].concat();
        assert!(said.contains(&format!("entry {}", vector["entry"])), "{}: {said}", vector["name"]);
        // Which of two keys that differ is the wrong one, nobody can tell.
        if vector["reason"] != "proof" {
            let field = vector["field"].as_str().unwrap().split('.').next().unwrap();
            assert!(said.contains(field), "{}: {said}", vector["name"]);
        }
    }
}

#[test]
fn a_forged_feedback_proof_is_named() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/rogue_key.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        let rogue = &vector["rogue"];
        let entry = serde_json::json!([{
            "attester": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
            "publicKeyG1": rogue["pk1"], "publicKeyG2": rogue["pk2"], "proofOfPossession": rogue["feedback_proof"],
        }]);
        fs::write(place.path("rogue.json"), entry.to_string()).unwrap();
        let run = place.run(&["verify", "rogue.json"]).refuses(1, &["1 fault"]);
        assert!(run.stdout.contains("signs the word feedback"), "{}: {}", vector["name"], run.stdout);
    }
}

#[test]
fn files_of_a_batch_that_hold_no_tuples() {
    let place = Place::new();
    place.run(&["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "out"]).succeeds();
    let eth = files_below(&place.path("out/secret/eth")).remove(0);
    for (file, words) in [
        // The manifest stands for the public part that it is in; `part_of_batch.rs` has it alone.
        ("out/public/ceremony.html", "this is a page for people to read"),
        ("out/secret/node_keystore.json", "this is a node keystore, which holds no tuples"),
        ("out/secret/mnemonic.json", "this is an encrypted key or mnemonic"),
        (eth.to_str().unwrap(), "this is an encrypted key or mnemonic"),
    ] {
        let run = place.run(&["verify", file]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.contains(words) && run.stdout.contains("give the directory of"), "{}", run.stdout);
        assert!(!run.stdout.contains("  "), "a line that was continued wrongly: {}", run.stdout);
    }
}

#[test]
fn files_that_are_nothing_of_the_kind() {
    let place = Place::new();
    let nothing = ["", "{", "[]", "null", "hello"].map(|content| (content, "fault: file: ", "0 entries"));
    // An entry that cannot be read is one of the entries.
    for (content, fault, entries) in nothing.into_iter().chain([("[1]", "fault: file, entry 0: ", "1 entry")]) {
        fs::write(place.path("file"), content).unwrap();
        let run = place.run(&["verify", "file"]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.starts_with(fault), "{}", run.stdout);
        assert!(run.stdout.ends_with(&format!("file: {entries}, NOT SOUND\n")), "{}", run.stdout);
    }
    place.run(&["verify", "missing"]).refuses(2, &["missing"]);
    place.run(&["verify", "."]).refuses(2, &["manifest.json"]);
}
