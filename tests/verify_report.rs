//! What `keygen verify` prints: the table for people, JSON for machines, and the calls that carry the tuples.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::Place;
use serde_json::Value;

const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const STAKER_OUTPUT: &str = "out/public/staker_output.json";

#[test]
fn findings_for_machines() {
    let place = Place::with_batch("2");
    let run = place.run(&["verify", "out", "--json", "--public-only"]).succeeds();
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report[0]["entries"], 2);
    assert_eq!(report[0]["faults"], serde_json::json!([]));
    assert_eq!(report[0]["secrets"], "notOpened");
    // Each entry, as the manifest has it.
    let manifest = place.json("out/public/manifest.json");
    let mut gas = Vec::new();
    for (entry, (tuple, key)) in
        report[0]["tuples"].as_array().unwrap().iter().zip(manifest["keys"].as_array().unwrap()).enumerate()
    {
        assert_eq!(tuple["entry"], entry);
        assert_eq!(tuple["message"], "registration");
        for field in ["attester", "attempts", "squareRoots", "gasEstimate"] {
            assert_eq!(tuple[field], key[field], "{field}");
        }
        assert_eq!((&tuple["warnings"], &tuple["faults"]), (&serde_json::json!([]), &serde_json::json!([])));
        gas.push(tuple["gasEstimate"].as_u64());
    }
    assert_eq!(gas.len(), 2);
    assert_eq!(report[0]["highestGasEstimate"].as_u64(), gas.into_iter().max().unwrap());
    assert_eq!(report[0]["proofs"], serde_json::json!({"registration": 2, "feedback": 0, "neither": 0}));
}

/// A file with a sound tuple, one with the other proof, one with a proof of another key, one whose point is not on the curve, and
/// the first attester once more.
fn mixed() -> Place {
    let place = Place::with_batch("5");
    let manifest = place.json("out/public/manifest.json");
    let mut tuples = place.json(STAKER_OUTPUT);
    tuples[1]["proofOfPossession"] = manifest["keys"][1]["feedbackProof"].clone();
    tuples[2]["proofOfPossession"] = tuples[3]["proofOfPossession"].clone();
    tuples[3]["publicKeyG1"]["x"] = "0x5".into();
    tuples[4]["attester"] = tuples[0]["attester"].clone();
    fs::write(place.path("mixed.json"), tuples.to_string()).unwrap();
    place
}

#[test]
fn a_table_of_the_entries() {
    let place = mixed();
    let run = place.run(&["verify", "mixed.json"]).refuses(1, &["faults found"]);
    let keys = place.json("out/public/manifest.json")["keys"].clone();
    let rows: Vec<Vec<_>> = run.stdout.lines().take(6).map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["entry", "attester", "proof", "signs", "gas", "verdict"]);
    let expected = [
        (0, "registration", true, "sound"),
        (1, "feedback", true, "fault"),
        (2, "neither", true, "fault"),
        (3, "neither", false, "fault"),
        (0, "registration", true, "fault"),
    ];
    for (entry, (attester, message, is_point, verdict)) in expected.into_iter().enumerate() {
        let figure = |field| if is_point { keys[entry][field].to_string() } else { "-".to_owned() };
        let (number, attester) = (entry.to_string(), keys[attester]["attester"].as_str().unwrap());
        let row = [&number, attester, message, &figure("gasEstimate"), verdict];
        assert_eq!(rows[entry + 1], row, "{}", run.stdout);
    }
    assert!(run.stdout.lines().take(6).all(|line| line.len() <= 80), "{}", run.stdout);
    // In columns: every verdict begins below the heading's.
    let column = run.stdout.find("verdict").unwrap();
    for line in run.stdout.lines().skip(1).take(5) {
        assert_eq!(line.as_bytes()[column - 1], b' ', "{}", run.stdout);
        assert!(matches!(&line[column..], "sound" | "fault"), "{}", run.stdout);
    }
    assert!(run.stdout.contains("\nproofs: 2 registration, 1 feedback, 2 neither; gas at most "), "{}", run.stdout);
    assert!(run.stdout.ends_with("mixed.json: 5 entries, NOT SOUND\n"), "{}", run.stdout);
}

#[test]
fn faults_of_each_entry_for_machines() {
    let place = mixed();
    let run = place.run(&["verify", "--json", "mixed.json"]).refuses(1, &["4 faults found"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    let faults: Vec<_> = (0..5).map(|entry| report[0]["tuples"][entry]["faults"].clone()).collect();
    let fault = |code: &str, field: &str| serde_json::json!([{"code": code, "field": field}]);
    assert_eq!(faults[0], serde_json::json!([]));
    assert_eq!(faults[1], fault("feedback-only", "proofOfPossession"));
    assert_eq!(faults[2], fault("no-proof", "proofOfPossession"));
    assert_eq!(faults[3], fault("invalid-point", "publicKeyG1"));
    assert_eq!(faults[4], fault("duplicate-attester", "attester"));
    assert_eq!(report[0]["tuples"][3]["gasEstimate"], Value::Null);
    assert_eq!(report[0]["faults"].as_array().unwrap().len(), 4);
}

#[test]
fn what_a_directory_says_of_an_entry_is_in_its_line() {
    let place = Place::with_batch("2");
    let mut manifest = place.json("out/public/manifest.json");
    manifest["keys"][1]["attester"] = OTHER.into();
    fs::write(place.path("out/public/manifest.json"), manifest.to_string()).unwrap();
    // The ceremony record shows the attester as well.
    let run = place.run(&["verify", "out"]).refuses(1, &["2 faults"]);
    let verdicts: Vec<_> = run.stdout.lines().skip(1).take(2).map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(verdicts, ["sound", "fault"], "{}", run.stdout);
    let run = place.run(&["verify", "--json", "out"]).refuses(1, &["2 faults"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report[0]["tuples"][1]["faults"][0]["code"], "manifest-disagrees");
}

#[test]
fn many_entries_have_a_table_when_it_is_asked_for() {
    let place = Place::new();
    let registry = ["--registry", REGISTRY, "--chain-id", "1"];
    let batch = ["--count", "51", "--unencrypted", "--provider-id", "7"];
    place.batch("out", &[&batch, &registry[..]].concat()).succeeds();
    let run = place.run(&["verify", "out"]).succeeds();
    assert_eq!(
        run.stdout.lines().count(),
        7,
        "who made it, the numbers, the destination, who is paid, the mnemonic, the verdict: {}",
        run.stdout
    );
    assert!(run.stdout.starts_with("note: Made by keygen "), "{}", run.stdout);
    assert!(run.stdout.contains("\nproofs: 51 registration; gas at most "), "{}", run.stdout);
    let run = place.run(&["verify", "--table", "out"]).succeeds();
    assert_eq!(run.stdout.lines().count(), 1 + 51 + 7, "{}", run.stdout);
    let run = place.run(&["verify", "out/public/safe_batch.json"]).succeeds();
    let calls = "calls 1 to 2 add entries 0 to 50 to provider 7 of the registry";
    assert!(run.stdout.starts_with(calls), "{}", run.stdout);
    place.run(&["verify", "--table", "--json", "out"]).refuses(2, &["--table", "--json"]);
}

#[test]
fn one_bad_file_among_good_ones() {
    let place = Place::with_batch("2");
    fs::write(place.path("bad.json"), "[{}]").unwrap();
    let run = place.run(&["verify", "bad.json", "out", "out/public/ceremony.html"]).refuses(1, &["2 faults found"]);
    for words in [
        "fault: bad.json, entry 0: attester is missing",
        "bad.json: 1 entry, NOT SOUND",
        "out: 2 entries, every tuple verifies",
        "fault: out/public/ceremony.html: this is a page for people to read",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in: {}", run.stdout);
    }
}

/// Whatever becomes of the others, each path has its verdict; alone, such a path is a wrong argument.
#[test]
fn paths_that_cannot_be_read_among_good_ones() {
    let place = Place::with_batch("2");
    fs::create_dir(place.path("empty")).unwrap();
    fs::write(place.path("image"), b"\x89PNG\xff").unwrap();
    fs::write(place.path("bad.json"), "[{}]").unwrap();
    for (path, words) in [
        ("missing", "missing: there is no such file; check the path"),
        ("image", "image: the file is not plain text (UTF-8); check the path"),
        ("empty", "empty: there is no public/manifest.json in this directory"),
        ("bad.json/file", "bad.json/file: there is no such file; check the path"),
    ] {
        for paths in [["verify", path, "out"], ["verify", "out", path]] {
            let run = place.run(&paths).refuses(1, &["what was given does not fit, so not everything was verified"]);
            let verdict = format!("{path}: NOT VERIFIED, since it cannot be read\n");
            for words in [&format!("fault: {words}"), &verdict, "out: 2 entries, every tuple verifies"] {
                assert!(run.stdout.contains(words), "no {words:?} in: {}", run.stdout);
            }
        }
        let run = place.run(&["verify", path, "bad.json", "out"]).refuses(1, &["2 faults found; do not register"]);
        assert!(run.stdout.contains("bad.json: 1 entry, NOT SOUND"), "{}", run.stdout);
        let run = place.run(&["verify", "--json", path, "out"]).refuses(1, &["what was given"]);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        assert!(report[0]["faults"][0].as_str().unwrap().starts_with(words), "{report}");
        assert_eq!((&report[0]["entries"], &report[1]["entries"]), (&0.into(), &2.into()));
        let alone = place.run(&["verify", path]).refuses(2, &[words]);
        assert_eq!(alone.stdout, "");
    }
    // Standard input is one of the paths, and there is only one of it.
    place.run_with(&["verify", "missing", "-"], &[], "[{}]").refuses(1, &["2 faults found"]);
    place.run_with(&["verify", "-", "-"], &[], "[{}]").refuses(2, &["standard input"]);
}

#[test]
fn verify_reads_every_form() {
    let place = Place::with_batch("3");
    let encode = |format: &str, out: &str, per_call: &str| {
        let call = ["calldata", "add-keys", "--provider-id", "7", "--max-per-call", per_call, "--format", format];
        let carrier = ["--registry", REGISTRY, "--chain-id", "1", "--out", out, STAKER_OUTPUT];
        place.run(&[&call[..], &carrier].concat()).succeeds();
    };
    encode("hex", "call.hex", "3");
    encode("hex", "calls.hex", "2");
    encode("json", "calls.json", "2");
    encode("safe", "safe.json", "2");
    let split = &["call 1 adds entries 0 to 1 to provider 7", "call 2 adds entry 2 to provider 7"][..];
    let whole = &["call 1 adds entries 0 to 2 to provider 7"][..];
    for (file, calls) in [("call.hex", whole), ("calls.hex", split), ("calls.json", split), ("safe.json", split)] {
        let run = place.run(&["verify", file]).succeeds();
        assert!(run.stdout.contains(&format!("{file}: 3 entries, every tuple verifies")), "{}", run.stdout);
        let recipient = format!(" of the registry {REGISTRY} on chain 1");
        let recipient = if file == "safe.json" { &*recipient } else { "" };
        for call in calls {
            assert!(run.stdout.contains(&format!("{call}{recipient}\n")), "{}", run.stdout);
        }
        let json: Value = serde_json::from_str(&place.run(&["verify", "--json", file]).succeeds().stdout).unwrap();
        let report = json[0]["calls"].as_array().unwrap();
        assert_eq!(report.len(), calls.len());
        assert_eq!((&report[0]["providerId"], &report[0]["first"]), (&7.into(), &0.into()));
        assert_eq!(report.last().unwrap()["last"], 2);
        assert_eq!(report[0]["registry"], if file == "safe.json" { REGISTRY.into() } else { Value::Null });

        // One digit in the first key of the last call.
        let original = fs::read_to_string(place.path(file)).unwrap();
        let place_of_digit = original.rfind("0xe2530fd1").unwrap() + 600;
        let digit = if &original[place_of_digit..=place_of_digit] == "1" { "2" } else { "1" };
        let mut changed = original.clone();
        changed.replace_range(place_of_digit..=place_of_digit, digit);
        fs::write(place.path(file), &changed).unwrap();
        place.run(&["verify", file]).refuses(1, &[]);
        fs::write(place.path(file), &original[..original.len() / 2]).unwrap();
        let run = place.run(&["verify", file]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.starts_with(&format!("fault: {file}: ")), "{}", run.stdout);
        fs::write(place.path(file), original).unwrap();
    }
    // The same keys in two files are duplicates.
    let run = place.run(&["verify", "calls.hex", "safe.json"]).refuses(1, &["faults"]);
    assert!(run.stdout.contains("safe.json, entry 0, attester"), "{}", run.stdout);
    // A call that adds no keys.
    let drip = place.run(&["calldata", "drip-queue", "--provider-id", "7", "--count", "3"]).succeeds().stdout;
    let run = place.run_with(&["verify", "-"], &[], &drip).refuses(1, &["1 fault found"]);
    assert!(run.stdout.contains("fault: -: line 1: the calldata calls dripProviderQueue"), "{}", run.stdout);
}

#[test]
fn verify_names_what_else_a_safe_would_do() {
    let place = Place::with_batch("2");
    let safe = ["--format", "safe", "--registry", REGISTRY, "--chain-id", "1", "--out"];
    let add = ["calldata", "add-keys", "--provider-id", "7", STAKER_OUTPUT];
    let admin = ["calldata", "update-admin", "--provider-id", "7", "--new-admin", OTHER];
    place.run(&[&add, &safe[..], &["add.json"]].concat()).succeeds();
    place.run(&[&admin, &safe[..], &["admin.json"]].concat()).succeeds();
    let (mut batch, admin) = (place.json("add.json"), place.json("admin.json"));
    batch["transactions"].as_array_mut().unwrap().insert(0, admin["transactions"][0].clone());
    // As a tool without checksums would write it.
    batch["meta"].as_object_mut().unwrap().remove("checksum");
    fs::write(place.path("both.json"), batch.to_string()).unwrap();
    place.run(&["verify", "both.json"]).refuses(1, &["1 fault"]);
    let run = place.run(&["verify", "--allow-other-calls", "both.json"]).succeeds();
    let warning = format!("warning: both.json, call 1: calls updateProviderAdmin of {REGISTRY}, which adds no keys");
    assert!(run.stdout.contains(&warning), "{}", run.stdout);
    assert!(run.stdout.contains("call 2 adds entries 0 to 1 to provider 7"), "{}", run.stdout);
}
