//! `keygen calldata add-keys`, and the calls that a batch writes: only tuples that verify are encoded.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::Place;
use serde_json::Value;

const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const ZERO: &str = "0x0000000000000000000000000000000000000000";
const STAKER_OUTPUT: &str = "out/public/staker_output.json";

fn address(text: &str) -> String {
    format!("{:0>64}", text[2..].to_lowercase())
}

#[test]
fn keys_are_split_in_their_order() {
    let place = Place::with_batch("5");
    let call = ["calldata", "add-keys", "--provider-id", "7", "--max-per-call", "2"];
    let run = place.run(&[&call[..], &[STAKER_OUTPUT]].concat()).succeeds();
    let calls: Vec<_> = run.stdout.lines().collect();
    assert_eq!(calls.iter().map(|call| call.len() / 2 - 1).collect::<Vec<_>>(), [676, 676, 388]);
    let attesters: Vec<_> =
        place.json(STAKER_OUTPUT).as_array().unwrap().iter().map(|e| e["attester"].clone()).collect();
    for (position, attester) in attesters.iter().enumerate() {
        let (call, key) = (position / 2, position % 2);
        // Behind selector, id, offset and length; a key has nine words.
        let start = 2 + 8 + 3 * 64 + key * 9 * 64;
        assert_eq!(calls[call][start..start + 64], address(attester.as_str().unwrap()));
    }
    let rows: Vec<Vec<_>> = run.stderr.lines().skip(3).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(
        rows.iter().map(|row| &row[..4]).collect::<Vec<_>>(),
        [["1", "0", "1", "676"], ["2", "2", "3", "676"], ["3", "4", "4", "388"]]
    );
    assert!(rows.iter().all(|row| row[4].parse::<u64>().unwrap() > 200_000), "{rows:?}");
}

#[test]
fn what_is_written_verifies() {
    let place = Place::with_batch("3");
    for (format, file) in [("json", "calls.json"), ("cast", "calls.sh"), ("safe", "safe.json")] {
        let carrier = ["--format", format, "--registry", REGISTRY, "--chain-id", "1", "--out", file];
        let call = [&["calldata", "add-keys", "--provider-id", "7"], &carrier[..], &[STAKER_OUTPUT]].concat();
        let run = place.run(&call).succeeds();
        assert!(run.stdout.contains(&format!("written to {file}")), "{}", run.stdout);
        let first = fs::read(place.path(file)).unwrap();
        place.run(&call).refuses(2, &[file, "exists already"]);
        assert_eq!(fs::read(place.path(file)).unwrap(), first);
        fs::remove_file(place.path(file)).unwrap();
        place.run(&call).succeeds();
        assert_eq!(fs::read(place.path(file)).unwrap(), first, "equal inputs make equal bytes");
    }
    let script = fs::read_to_string(place.path("calls.sh")).unwrap();
    assert!(script.contains("cast send") && !script.contains("private-key"), "{script}");
    assert_eq!(place.names(), ["calls.json", "calls.sh", "out", "safe.json"]);
}

#[test]
fn tuples_that_could_not_register_are_not_encoded() {
    let place = Place::with_batch("2");
    let original = fs::read_to_string(place.path(STAKER_OUTPUT)).unwrap();
    let refused = |change: &dyn Fn(&mut Value), words: &[&str]| {
        let mut json: Value = serde_json::from_str(&original).unwrap();
        change(&mut json);
        fs::write(place.path("changed.json"), json.to_string()).unwrap();
        let run = place.run(&["calldata", "add-keys", "--provider-id", "7", "changed.json"]).refuses(1, words);
        assert!(run.stdout.is_empty());
    };
    refused(
        &|json| json[1]["proofOfPossession"] = json[0]["proofOfPossession"].clone(),
        &["changed.json, entry 1, proofOfPossession"],
    );
    refused(&|json| json[0]["attester"] = ZERO.into(), &["changed.json, entry 0, attester", "zero address"]);
    refused(&|json| json[1]["attester"] = json[0]["attester"].clone(), &["entry 1, attester", "entry 0"]);
    refused(&|json| json[1]["publicKeyG1"] = json[0]["publicKeyG1"].clone(), &["entry 1"]);
    refused(&|json| json[1]["publicKeyG1"]["x"] = "0x5".into(), &["entry 1, publicKeyG1"]);
    refused(&|json| *json = Value::Array(Vec::new()), &["changed.json", "no entries"]);
    refused(&|json| *json = Value::Object(serde_json::Map::new()), &["changed.json"]);
    refused(&|json| json[1]["publicKeyG2"]["y1"] = 7.into(), &["changed.json, entry 1: publicKeyG2.y1 is not text"]);
    refused(&|json| json[1]["attester"] = OTHER.replace('C', "c").into(), &["changed.json, entry 1: attester: "]);
}

#[test]
fn files_that_are_no_staker_output() {
    let place = Place::new();
    let calls = ["--provider-id", "7", "--registry", REGISTRY, "--chain-id", "1"];
    place.batch("out", &[&["--unencrypted"], &calls[..]].concat()).succeeds();
    for (file, words) in [
        ("add_keys_to_provider.json", "holds calls that are encoded already; give the staker output"),
        ("safe_batch.json", "holds calls that are encoded already; give the staker output"),
        ("add_keys_to_provider.sh", "this is a script"),
        ("manifest.json", "this is the manifest of a batch"),
    ] {
        let file = format!("out/public/{file}");
        let run = place.run(&["calldata", "add-keys", "--provider-id", "7", &file]).refuses(1, &[&file, words]);
        assert!(run.stdout.is_empty());
    }
    place.run(&["calldata", "add-keys", "--provider-id", "7", "out"]).refuses(2, &["out", "directory"]);
}

#[test]
fn feedback_proofs_are_not_encoded() {
    let place = Place::new();
    place.batch("out", &["--unencrypted", "--proof", "feedback"]).succeeds();
    let call = ["calldata", "add-keys", "--provider-id", "7", STAKER_OUTPUT];
    place.run(&call).refuses(1, &["entry 0, proofOfPossession", "feedback"]);
}

#[test]
fn numbers_of_keys_in_a_call() {
    let place = Place::with_batch("1");
    for number in ["0", "101", "-1", "many"] {
        let option = format!("--max-per-call={number}");
        place
            .run(&["calldata", "add-keys", "--provider-id", "7", &option, STAKER_OUTPUT])
            .refuses(2, &["--max-per-call"]);
    }
    place.run(&["calldata", "add-keys", "--provider-id", "7", "nothing.json"]).refuses(2, &["nothing.json"]);
}

#[test]
fn a_batch_without_what_its_calls_need() {
    let place = Place::new();
    place.batch("out", &["--unencrypted", "--registry", REGISTRY]).refuses(2, &["--provider-id"]);
    place.batch("out", &["--unencrypted", "--provider-id", "7", "--chain-id", "1"]).refuses(2, &["--registry"]);
    place.batch("out", &["--unencrypted", "--provider-id", "0"]).refuses(2, &["provider 0"]);
    let feedback = ["--unencrypted", "--provider-id", "7", "--proof", "feedback"];
    place.batch("out", &feedback).refuses(2, &["--provider-id", "feedback"]);
    assert!(place.names().is_empty());
}
