//! Keys whose proof takes much gas: which candidate is made, what is said of it, and what it is held against.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, Run};
use serde_json::{Value, json};

const INDEX: &str = "712";
const GIVEN: [&str; 2] = ["--mnemonic-file", "mnemonic"];

/// A place with the mnemonic whose key 712 is known under every budget.
fn place_and_vectors() -> (Place, Vec<Value>) {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/derivation_gas_budget.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    let vectors = vectors["vectors"].as_array().unwrap().clone();
    let place = Place::new();
    place.secret_file("mnemonic", vectors[0]["mnemonic"].as_str().unwrap());
    (place, vectors)
}

fn batch(place: &Place, out: &str, more: &[&str]) -> Run {
    place.batch(out, &[&["--address-index", INDEX, "--unencrypted"], more].concat())
}

fn recovers(place: &Place, out: &str) {
    let run = place.run(&[&["recover-check", out], &GIVEN[..]].concat()).succeeds();
    assert_eq!(run.stdout.trim(), format!("{out}: the mnemonic restores its key"));
}

/// Known answers: the candidate of index 712 under each budget, which comes back by the path that the manifest records.
#[test]
fn every_budget_gives_its_known_key() {
    let (place, vectors) = place_and_vectors();
    for vector in vectors {
        let budget = vector["budget"].to_string();
        let out = format!("out{budget}");
        let run = batch(&place, &out, &["--max-gas", &budget]).succeeds();
        let manifest = place.json(&format!("{out}/public/manifest.json"));
        let key = &manifest["keys"][0];
        assert_eq!(key["path"], vector["path"], "{budget}");
        assert_eq!(key["publicKey"], vector["pk"], "{budget}");
        assert_eq!(key["gasEstimate"], vector["gas"], "{budget}");
        let recorded = if budget == "270000" { Value::Null } else { vector["budget"].clone() };
        assert_eq!(manifest["source"].get("gasBudget").cloned().unwrap_or_default(), recorded);
        recovers(&place, &out);

        let candidate = vector["candidate"].as_u64().unwrap();
        let path = vector["path"].as_str().unwrap();
        let note = format!("Key 712 is candidate {candidate}, at {path}: each before it takes more than {budget} gas.");
        let official = format!("with --bls-key-derivation-v6 --bls-key-derivation-max-gas {budget}.");
        let page = fs::read_to_string(place.path(&out).join("public/ceremony.html")).unwrap();
        let verified = place.run(&["verify", &out]).succeeds().stdout;
        for text in [&run.stdout, &verified] {
            assert_eq!(text.contains(&note), candidate > 0, "{text}");
            assert_eq!(text.contains(&official), candidate > 0, "{text}");
        }
        assert_eq!(page.contains(&format!("--bls-key-derivation-max-gas {budget}")), candidate > 0);
        assert_eq!(page.contains(&format!("candidate {candidate}")), candidate > 0);
    }
}

#[test]
fn later_candidates_for_machines() {
    let (place, _) = place_and_vectors();
    let run = batch(&place, "out", &["--max-gas", "150000", "--count", "2", "--json"]).succeeds();
    let summary: Value = serde_json::from_str(&run.stdout).unwrap();
    let attester = place.json("out/public/manifest.json")["keys"][0]["attester"].clone();
    let expected = json!([{
        "index": 712, "attester": attester, "path": "m/12381/3600/0/0/712/3", "candidate": 3, "gasEstimate": 147_014
    }]);
    let options = json!(["--bls-key-derivation-v6", "--bls-key-derivation-max-gas 150000"]);
    assert_eq!(summary["laterCandidates"][0], expected[0]);
    assert_eq!(summary["officialOptions"], options);
    assert_eq!(summary["blsDerivation"], "v6 within 150000 gas");
    assert_eq!((&summary["gasLimit"], &summary["overGasLimit"]), (&json!(300_000), &json!([])));
    let verified: Value = serde_json::from_str(&place.run(&["verify", "out", "--json"]).succeeds().stdout).unwrap();
    assert_eq!(verified[0]["laterCandidates"], summary["laterCandidates"]);
    assert_eq!(verified[0]["officialOptions"], options);
}

/// Candidate 0 is kept, and what the default rule does with it is the same key.
#[test]
fn an_unchecked_key_is_candidate_0() {
    let (place, _) = place_and_vectors();
    batch(&place, "unchecked", &["--skip-gas-check"]).succeeds();
    batch(&place, "default", &[]).succeeds();
    batch(&place, "v5", &["--bls-derivation", "v5"]).succeeds();
    let manifests = ["unchecked", "default", "v5"].map(|out| place.json(&format!("{out}/public/manifest.json")));
    assert_eq!(manifests[0]["source"]["gasBudget"], "unchecked");
    for manifest in &manifests {
        assert_eq!(manifest["keys"], manifests[0]["keys"]);
        assert_eq!(manifest["keys"][0]["path"], "m/12381/3600/0/0/712");
    }
    for out in ["unchecked", "default", "v5"] {
        recovers(&place, out);
    }
}

/// What was asked for is made; but nobody may miss that it cannot register, and no call adds it.
#[test]
fn a_key_over_the_limit_is_announced() {
    let (place, _) = place_and_vectors();
    let low = ["--skip-gas-check", "--pop-gas-limit", "230000"];
    let run = batch(&place, "out", &low).succeeds();
    assert!(run.stdout.contains("gas        at most 234466 of 230000 for a proof"), "{}", run.stdout);
    assert!(run.stdout.contains("WARNING: key 712 takes 234466 of 230000 gas for its proof. The contract refuses it"));
    assert_eq!(place.json("out/public/manifest.json")["popGasLimit"], 230_000);
    let page = fs::read_to_string(place.path("out/public/ceremony.html")).unwrap();
    assert!(page.contains("over the cap") && page.contains("230,000"));

    let summary = batch(&place, "json", &[&low[..], &["--json"]].concat()).succeeds().stdout;
    let summary: Value = serde_json::from_str(&summary).unwrap();
    assert_eq!(summary["overGasLimit"][0]["gasEstimate"], 234_466);

    let with_calls = batch(&place, "calls", &[&low[..], &["--provider-id", "7"]].concat());
    with_calls.refuses(2, &["key 712", "234466 of 230000 gas", "leave --provider-id out"]);
    assert!(!place.path("calls").exists());
}

#[test]
fn the_limit_is_what_the_caller_says() {
    let (place, _) = place_and_vectors();
    batch(&place, "out", &[]).succeeds();
    place.run(&["verify", "out"]).succeeds();
    let low = ["--pop-gas-limit", "230000"];
    place.run(&[&["verify", "out"], &low[..]].concat()).refuses(1, &["1 fault found"]);
    let run = place.run(&[&["verify", "out", "--json"], &low[..]].concat());
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&found[0]["gasLimit"], &found[0]["tuples"][0]["faults"][0]["code"]),
        (&json!(230_000), &json!("over-gas-limit"))
    );
    let list = "out/public/staker_output.json";
    let add = ["calldata", "add-keys", "--provider-id", "7", list];
    place.run(&add).succeeds();
    place.run(&[&add[..], &low].concat()).refuses(1, &["entry 0", "234466 of 230000 gas", "refunds the stake"]);
}

/// The known answers with 264,926 and 303,646 gas, imported: one needs the raised limit, the other no contract takes.
#[test]
fn imported_keys_are_held_against_the_limit() {
    let place = Place::new();
    place.batch("plain", &["--count", "2", "--unencrypted"]).succeeds();
    let write = |secret: u64| {
        let mut file = place.json("plain/secret/node_keystore.json");
        file["validators"][1]["attester"]["bls"] = format!("0x{secret:064x}").into();
        place.secret_file("key1.json", &file.to_string());
    };
    let import = |more: &[&str]| place.run(&[&["import", "key1.json", "--unencrypted"], more].concat());

    write(1_314_687);
    import(&[]).refuses(2, &["key1.json: entry 1, attester.bls", "303646 of 300000 gas", "leave the entry out"]);
    assert!(!place.path("imported").exists());
    import(&["--pop-gas-limit", "310000", "--out", "raised"]).succeeds();

    write(57_193);
    import(&["--pop-gas-limit", "250000"]).refuses(2, &["entry 1, attester.bls", "264926 of 250000 gas"]);
    let run = import(&[]).succeeds();
    assert!(run.stdout.contains("Key 1 takes 264926 of 300000 gas for its proof. It needs the raised limit"));
    let run = place.run(&["verify", "imported"]).succeeds();
    assert!(
        run.stdout.contains("warning: imported/public/staker_output.json") || run.stdout.contains("warning: imported")
    );
    assert!(run.stdout.contains("264926 of 300000 gas, so the key needs the raised limit"), "{}", run.stdout);
}

#[test]
fn a_batch_continues_under_its_own_budget() {
    let (place, _) = place_and_vectors();
    batch(&place, "first", &["--max-gas", "150000"]).succeeds();
    let after = |more: &[&str]| place.batch("second", &[&["--after", "first", "--unencrypted"], more].concat());
    after(&[]).refuses(
        2,
        &["--after first/public/manifest.json", "v6 within 150000 gas", "--bls-derivation v6 --max-gas 150000"],
    );
    after(&["--skip-gas-check"]).refuses(2, &["v6 without a gas check", "--max-gas 150000"]);
    after(&["--max-gas", "150000"]).succeeds();
    assert_eq!(place.json("second/public/manifest.json")["keys"][0]["index"], 713);

    batch(&place, "usual", &[]).succeeds();
    let other = ["--after", "usual", "--unencrypted", "--max-gas", "150000"];
    place.batch("third", &other).refuses(2, &["give --bls-derivation v6 alone"]);
    batch(&place, "unchecked", &["--skip-gas-check"]).succeeds();
    let other = ["--after", "unchecked", "--unencrypted"];
    place.batch("third", &other).refuses(2, &["give --bls-derivation v6 --skip-gas-check"]);
}

#[test]
fn options_that_cannot_be() {
    let place = Place::new();
    for (arguments, words) in [
        (&["--max-gas", "270001"][..], &["--max-gas", "270001", "137790 and 270000"][..]),
        (&["--max-gas", "137789"], &["--max-gas", "137790 and 270000"]),
        (&["--max-gas", "lots"], &["--max-gas", "not a whole number"]),
        (&["--max-gas", "-1"], &["--max-gas"]),
        (&["--max-gas", "150000", "--skip-gas-check"], &["--max-gas", "--skip-gas-check"]),
        (&["--max-gas", "150000", "--bls-derivation", "v5"], &["--max-gas: the rule v5", "leave the option out"]),
        (&["--skip-gas-check", "--bls-derivation", "v2.1.4"], &["--skip-gas-check: the rule v2.1.4"]),
        (&["--pop-gas-limit", "137789"], &["--pop-gas-limit", "137790 of the cheapest key"]),
        (&["--pop-gas-limit", "0x493e0"], &["--pop-gas-limit", "not a whole number"]),
    ] {
        place.batch("out", arguments).refuses(2, words);
        assert!(!place.path("out").exists());
    }
}
