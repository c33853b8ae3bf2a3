//! `keygen node-keystore set-coinbase`: one change, and the rest of the file as it was.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, mode};
use serde_json::{Value, json};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const SECOND: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const SPLIT: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const OTHER_SPLIT: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

fn batch(more: &[&str]) -> Place {
    let place = Place::new();
    place.batch("out", &[&["--count", "2"], more].concat()).succeeds();
    place
}

#[test]
fn one_coinbase() {
    let place = batch(&[]);
    let file = place.path("out/secret/node_keystore.json");
    let before = fs::read_to_string(&file).unwrap();
    let set = ["node-keystore", "set-coinbase", "out/secret/node_keystore.json"];
    let run = place.run(&[&set[..], &["--attester", SECOND, "--coinbase", SPLIT]].concat()).succeeds();
    assert!(run.stdout.contains("aztecAdmin_reloadKeystore (before v5: nodeAdmin_reloadKeystore)"), "{}", run.stdout);
    let node = place.json("out/secret/node_keystore.json");
    assert_eq!(node["validators"][1]["coinbase"], SPLIT);
    assert!(node["validators"][0].get("coinbase").is_none());
    assert_eq!(mode(&file), 0o600);
    // Nothing else has changed, to the byte.
    let after = fs::read_to_string(&file).unwrap();
    let kept: Vec<_> = after.lines().filter(|line| !line.contains("\"coinbase\"")).collect();
    assert_eq!(kept, before.lines().collect::<Vec<_>>());
    // Again, to another one.
    place.run(&[&set[..], &["--attester", SECOND, "--coinbase", OTHER_SPLIT]].concat()).succeeds();
    assert_eq!(fs::read_to_string(&file).unwrap(), after.replace(SPLIT, OTHER_SPLIT));
    assert_eq!(fs::read_dir(place.path("out/secret")).unwrap().count(), 3, "no temporary file is left");
}

#[test]
fn many_coinbases() {
    let place = batch(&["--unencrypted"]);
    let set = ["node-keystore", "set-coinbase", "out/secret/node_keystore.json", "--from", "-"];
    let lines = format!("attester,coinbase\n{FIRST},{SPLIT}\n{SECOND},{OTHER_SPLIT}\n");
    place.run_with(&set, &[], &lines).succeeds();
    let node = place.json("out/secret/node_keystore.json");
    assert_eq!(
        (&node["validators"][0]["coinbase"], &node["validators"][1]["coinbase"]),
        (&json!(SPLIT), &json!(OTHER_SPLIT))
    );
    let list = json!([{ "attester": FIRST, "split": OTHER_SPLIT }]);
    place.run_with(&set, &[], &list.to_string()).succeeds();
    assert_eq!(place.json("out/secret/node_keystore.json")["validators"][0]["coinbase"], OTHER_SPLIT);
}

#[test]
fn a_file_of_another_tool() {
    // Its key files have names of their own, so the address comes from the file.
    let place = batch(&[]);
    fs::copy(place.path(&format!("out/secret/eth/00000_{FIRST}.json")), place.path("key-one.json")).unwrap();
    let node: Value = json!({ "schemaVersion": 1, "validators": [{
        "attester": { "eth": { "path": "key-one.json", "password": "x" }, "bls": { "path": "b.json", "password": "x" } },
        "feeRecipient": format!("0x{:064}", 0),
    }]});
    fs::write(place.path("node.json"), node.to_string()).unwrap();
    place.run(&["node-keystore", "set-coinbase", "node.json", "--attester", FIRST, "--coinbase", SPLIT]).succeeds();
    let mut changed = place.json("node.json");
    assert_eq!(changed["validators"][0]["coinbase"], SPLIT);
    changed["validators"][0].as_object_mut().unwrap().remove("coinbase");
    assert_eq!(changed, node);
    assert_eq!(mode(&place.path("node.json")), 0o600);
}

#[test]
fn coinbases_that_are_refused() {
    let place = batch(&[]);
    let file = place.path("out/secret/node_keystore.json");
    let before = fs::read(&file).unwrap();
    let set = ["node-keystore", "set-coinbase", "out/secret/node_keystore.json"];
    let refuses = |more: &[&str], input: &str, words: &[&str]| {
        place.run_with(&[&set[..], more].concat(), &[], input).refuses(2, words);
        assert_eq!(fs::read(&file).unwrap(), before);
    };
    refuses(&["--attester", SPLIT, "--coinbase", SPLIT], "", &["no entry has the attester"]);
    refuses(&["--attester", FIRST], "", &["--coinbase"]);
    refuses(&["--coinbase", SPLIT], "", &["--attester"]);
    refuses(&[], "", &["--from"]);
    refuses(&["--attester", &FIRST.to_lowercase(), "--coinbase", SPLIT], "", &["checksum"]);
    refuses(&["--attester", FIRST, "--coinbase", &format!("0x{:040}", 0)], "", &["--coinbase"]);
    refuses(&["--from", "-"], &format!("{FIRST},{SPLIT}\n{FIRST},{OTHER_SPLIT}\n"), &["two different coinbases"]);
    refuses(&["--from", "-"], &format!("{FIRST},{SPLIT}\n{SPLIT},{SPLIT}\n"), &["no entry has the attester"]);
    refuses(&["--from", "-"], &format!("{FIRST};{SPLIT}\n"), &["line 1"]);
}
