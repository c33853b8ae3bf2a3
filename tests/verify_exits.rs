//! `keygen verify` on files of signed exits.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, Run};
use serde_json::{Value, json};

const ROLLUP: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER: &str = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

/// A place with the exits of three attesters, for 30 days, in `exits.json`.
fn place() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "3", "--unencrypted"]).succeeds();
    let sign = ["exit", "sign", "out", "--rollup", ROLLUP, "--chain-id", "1", "--deadline", "30d"];
    place.run(&[&sign[..], &["--out", "exits.json", "--yes"]].concat()).succeeds();
    place
}

fn verify(place: &Place, rollup: &str, chain_id: &str, more: &[&str]) -> Run {
    place.run(&[&["verify", "exits.json", "--rollup", rollup, "--chain-id", chain_id][..], more].concat())
}

#[test]
fn signed_by_their_attesters() {
    let place = place();
    let run = verify(&place, ROLLUP, "1", &[]).succeeds();
    for told in
        ["3 entries, every exit is signed by its attester", "3 of their attesters", ROLLUP, "chain 1", " days from now"]
    {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
    let run = verify(&place, ROLLUP, "1", &["--json"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report[0]["entries"], 3);
    assert_eq!(report[0]["exits"]["signed"], 3);
    assert_eq!(report[0]["exits"]["rollup"], ROLLUP);
    assert_eq!(
        report[0]["exits"]["lastDeadline"].to_string(),
        place.json("exits.json")[0]["deadline"].as_str().unwrap()
    );
}

#[test]
fn what_cannot_be_checked_is_said() {
    let place = place();
    let run = place.run(&["verify", "exits.json"]).succeeds();
    assert!(run.stdout.contains("warning: exits.json: the signatures were not checked"), "{}", run.stdout);
    assert!(run.stdout.contains("--rollup and --chain-id"), "{}", run.stdout);
    assert!(run.stdout.ends_with("no fault, but the signatures were not checked\n"), "{}", run.stdout);
    let run = place.run(&["verify", "exits.json", "--json"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report[0]["exits"]["signed"], Value::Null);
    place.run(&["verify", "exits.json", "--rollup", ROLLUP]).refuses(2, &["--chain-id"]);
    place.run(&["verify", "exits.json", "--chain-id", "1"]).refuses(2, &["--rollup"]);
}

#[test]
fn for_another_rollup_or_chain() {
    let place = place();
    for (rollup, chain_id) in [(OTHER, "1"), (ROLLUP, "11155111")] {
        let run = verify(&place, rollup, chain_id, &[]).refuses(1, &["3 faults"]);
        assert_eq!(run.stdout.matches("fault: exits.json, entry").count(), 3, "{}", run.stdout);
        assert!(run.stdout.contains("NOT SOUND") && run.stdout.contains("not the attester's"), "{}", run.stdout);
    }
    let registry = "0x042dF8f42790d6943F41C25C2132400fd727f452";
    verify(&place, registry, "1", &[]).refuses(2, &["--rollup", "StakingRegistry"]);
}

#[test]
fn every_fault_is_named() {
    let place = place();
    let good = place.json("exits.json");
    let judged = |change: fn(&mut Value)| {
        let mut list = good.clone();
        change(&mut list);
        fs::write(place.path("exits.json"), list.to_string()).unwrap();
        verify(&place, ROLLUP, "1", &[])
    };
    let run = judged(|list| list[1] = list[0].clone()).refuses(1, &["1 fault "]);
    assert!(run.stdout.contains("fault: exits.json, entry 1: the attester of entry 0 again"), "{}", run.stdout);
    let run = judged(|list| list[2]["deadline"] = json!("1700000000")).refuses(1, &["2 faults"]);
    assert!(run.stdout.contains("entry 2: the deadline has passed"), "{}", run.stdout);
    assert!(run.stdout.contains("2023-11-14T22:13:20Z (passed) to "), "{}", run.stdout);
    let run = judged(|list| list[0]["attester"] = list[1]["attester"].clone()).refuses(1, &["2 faults"]);
    assert!(run.stdout.contains("entry 0: the signature is not the attester's"), "{}", run.stdout);
    let run = judged(|list| list[0]["signature"] = json!("0x00")).refuses(1, &["1 fault "]);
    assert!(run.stdout.contains("entry 0: signature: not 0x and the 130 digits"), "{}", run.stdout);
    let run = judged(|list| list[0]["note"] = json!("x")).refuses(1, &["1 fault "]);
    assert!(run.stdout.contains("entry 0: note is not known here"), "{}", run.stdout);
}

/// Exits beside tuples: each path has its own verdict.
#[test]
fn beside_a_batch() {
    let place = place();
    let run = place.run(&["verify", "out", "exits.json", "--rollup", ROLLUP, "--chain-id", "1"]).succeeds();
    assert!(run.stdout.contains("out: 3 entries, every tuple verifies"), "{}", run.stdout);
    assert!(run.stdout.contains("exits.json: 3 entries, every exit is signed"), "{}", run.stdout);
    // What is wrong with the one says nothing of the other.
    let elsewhere = ["verify", "out", "exits.json", "--rollup", ROLLUP, "--chain-id", "2"];
    let run = place.run(&elsewhere).refuses(1, &["do not send these exits"]);
    assert!(run.stdout.contains("out: 3 entries, every tuple verifies"), "{}", run.stdout);
}
