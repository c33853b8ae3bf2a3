//! `keygen verify`: agrees with what is right, names what is wrong.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use common::{Place, files_below};
use serde_json::Value;

fn batch() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "2"]).succeeds();
    place
}

/// Changes a JSON file in place.
fn edit(file: &Path, change: impl FnOnce(&mut Value)) {
    let mut json = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    change(&mut json);
    fs::write(file, serde_json::to_vec_pretty(&json).unwrap()).unwrap();
}

#[track_caller]
fn faulty(place: &Place, words: &[&str]) {
    let run = place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["do not register"]);
    for word in words {
        assert!(run.stdout.contains(word), "no {word:?} in: {}", run.stdout);
    }
}

fn first_file(place: &Place, folder: &str) -> PathBuf {
    files_below(&place.path(folder)).remove(0)
}

#[test]
fn a_batch_with_and_without_the_password() {
    let place = batch();
    let run = place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    assert!(run.stdout.contains("2 entries, every tuple verifies; every secret file opens"), "{}", run.stdout);
    let run = place.run(&["verify", "out"]).succeeds();
    assert!(run.stdout.contains("not opened"), "{}", run.stdout);
    let run = place.run(&["verify", "out/public/staker_output.json"]).succeeds();
    assert!(run.stdout.contains("2 entries, every tuple verifies"), "{}", run.stdout);
    let input = fs::read_to_string(place.path("out/public/staker_output.json")).unwrap();
    place.run_with(&["verify", "-"], &[], &input).succeeds();
}

#[test]
fn the_public_part_alone() {
    let place = batch();
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    place.run(&["verify", "out"]).succeeds();
}

#[test]
fn the_wrong_password() {
    let place = batch();
    place.secret_file("password", "some other password");
    faulty(&place, &["the password opens none of the files"]);
}

#[test]
fn a_changed_tuple() {
    let place = batch();
    edit(&place.path("out/public/staker_output.json"), |json| {
        json[1]["proofOfPossession"] = json[0]["proofOfPossession"].clone();
    });
    faulty(&place, &["entry 1, proofOfPossession", "sha256 differs"]);
    place.run(&["verify", "out/public/staker_output.json"]).refuses(1, &["1 fault"]);
}

#[test]
fn a_changed_manifest() {
    for (field, value) in [
        ("attester", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC".into()),
        ("attempts", 3.into()),
        ("gasEstimate", 1.into()),
        ("index", 7.into()),
        ("publicKey", format!("0x{:064}", 1).into()),
    ] {
        let place = batch();
        edit(&place.path("out/public/manifest.json"), |json| {
            assert!(json["keys"][0][field] != Value::Null, "{field}");
            json["keys"][0][field] = value;
        });
        faulty(&place, &["manifest.json", field]);
    }
    let place = batch();
    edit(&place.path("out/public/manifest.json"), |json| {
        json["keys"][0]["feedbackProof"] = json["keys"][1]["feedbackProof"].clone();
    });
    faulty(&place, &["manifest.json, entry 0, feedbackProof: the proof does not verify"]);
}

#[test]
fn keys_that_changed_places() {
    let place = batch();
    let [first, second] = &files_below(&place.path("out/secret/bls"))[..] else { panic!("two files") };
    fs::rename(first, place.path("keep")).unwrap();
    fs::rename(second, first).unwrap();
    fs::rename(place.path("keep"), second).unwrap();
    faulty(&place, &["does not belong to entry 0", "publicKeyG1 differs", "does not belong to entry 1"]);
}

#[test]
fn a_damaged_key_file() {
    for (pointer, value, words) in [
        ("/crypto/ciphertext", "00".repeat(32), "does not open"),
        ("/crypto/mac", "00".repeat(32), "does not open"),
        ("/crypto/cipherparams/iv", "00".repeat(16), "holds the key of"),
        ("/address", "00".repeat(20), "holds the key of"),
    ] {
        let place = batch();
        let file = first_file(&place, "out/secret/eth");
        edit(&file, |json| *json.pointer_mut(pointer).unwrap() = value.into());
        faulty(&place, &["out/secret/eth/00000", words]);
    }
    let place = batch();
    let file = first_file(&place, "out/secret/bls");
    fs::write(&file, &fs::read(&file).unwrap()[..100]).unwrap();
    faulty(&place, &["out/secret/bls/00000"]);
}

#[test]
fn a_missing_or_foreign_file() {
    let place = batch();
    fs::remove_file(first_file(&place, "out/secret/eth")).unwrap();
    faulty(&place, &["out/secret/eth/00000", "cannot be read"]);

    let place = batch();
    fs::write(place.path("out/secret/eth/another.json"), "{}").unwrap();
    fs::write(place.path("out/public/notes.txt"), "").unwrap();
    faulty(&place, &["out/secret/eth/another.json: does not belong", "out/public/notes.txt: does not belong"]);

    let place = batch();
    fs::remove_file(place.path("out/public/staker_output.json")).unwrap();
    faulty(&place, &["staker_output.json"]);
}

#[test]
fn a_node_keystore_with_entries_in_another_order() {
    let place = batch();
    edit(&place.path("out/secret/node_keystore.json"), |json| {
        json["validators"].as_array_mut().unwrap().reverse();
    });
    faulty(&place, &["node_keystore.json, entry 0, attester.eth", "entry 1, attester.bls"]);
}

#[test]
fn secrets_that_others_can_read() {
    let place = batch();
    let file = first_file(&place, "out/secret/bls");
    fs::set_permissions(file, fs::Permissions::from_mode(0o640)).unwrap();
    fs::set_permissions(place.path("out/secret"), fs::Permissions::from_mode(0o755)).unwrap();
    faulty(&place, &["00000", "has mode 640", "out/secret: has mode 755", "chmod 700"]);
}

#[test]
fn the_mnemonic_of_another_batch() {
    let place = Place::new();
    let made = |out| ["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", out];
    place.run(&made("out")).succeeds();
    place.run(&made("other")).succeeds();
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    fs::copy(place.path("other/secret/mnemonic.json"), place.path("out/secret/mnemonic.json")).unwrap();
    faulty(&place, &["mnemonic.json: is not the mnemonic of this batch"]);
}

#[test]
fn a_passphrase_belongs_to_the_mnemonic() {
    let place = Place::new();
    place.secret_file("passphrase", "a passphrase of mine");
    let arguments = ["--unencrypted", "--out", "out", "--passphrase-file", "passphrase"];
    place.run(&[&["batch"], &arguments[..]].concat()).succeeds();
    place.run(&["verify", "out", "--passphrase-file", "passphrase"]).succeeds();
    place.run(&["verify", "out"]).refuses(1, &["fault"]);
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
fn files_that_are_nothing_of_the_kind() {
    let place = Place::new();
    for content in ["", "{", "[]", "null", "[1]", "hello"] {
        fs::write(place.path("file"), content).unwrap();
        let run = place.run(&["verify", "file"]).refuses(1, &["1 fault found"]);
        assert!(run.stdout.starts_with("fault: file: "), "{}", run.stdout);
        assert!(run.stdout.ends_with("file: 0 entries, NOT SOUND\n"), "{}", run.stdout);
    }
    place.run(&["verify", "missing"]).refuses(2, &["missing"]);
    place.run(&["verify", "."]).refuses(2, &["manifest.json"]);
}

#[test]
fn findings_for_machines() {
    let place = batch();
    let run = place.run(&["verify", "out", "--json", "--public-only"]).succeeds();
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found[0]["entries"], 2);
    assert_eq!(found[0]["faults"], serde_json::json!([]));
    assert_eq!(found[0]["secrets"], "notOpened");
    // Each entry, as the manifest has it.
    let manifest = place.json("out/public/manifest.json");
    let mut gas = Vec::new();
    for (entry, (tuple, key)) in
        found[0]["tuples"].as_array().unwrap().iter().zip(manifest["keys"].as_array().unwrap()).enumerate()
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
    assert_eq!(found[0]["highestGasEstimate"].as_u64(), gas.into_iter().max().unwrap());
    assert_eq!(found[0]["proofs"], serde_json::json!({"registration": 2, "feedback": 0, "neither": 0}));
}

/// A file with a sound tuple, one with the other proof, one with a proof of another key, one whose point is none, and
/// the first attester once more.
fn mixed() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "5", "--unencrypted"]).succeeds();
    let manifest = place.json("out/public/manifest.json");
    let mut tuples = place.json("out/public/staker_output.json");
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
    assert_eq!(rows[0], ["entry", "attester", "proof", "signs", "attempts", "gas", "verdict"]);
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
        let row = [&number, attester, message, &figure("attempts"), &figure("gasEstimate"), verdict];
        assert_eq!(rows[entry + 1], row, "{}", run.stdout);
    }
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
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    let faults: Vec<_> = (0..5).map(|entry| found[0]["tuples"][entry]["faults"].clone()).collect();
    let fault = |code: &str, field: &str| serde_json::json!([{"code": code, "field": field}]);
    assert_eq!(faults[0], serde_json::json!([]));
    assert_eq!(faults[1], fault("feedback-only", "proofOfPossession"));
    assert_eq!(faults[2], fault("no-proof", "proofOfPossession"));
    assert_eq!(faults[3], fault("invalid-point", "publicKeyG1"));
    assert_eq!(faults[4], fault("duplicate-attester", "attester"));
    assert_eq!(found[0]["tuples"][3]["gasEstimate"], Value::Null);
    assert_eq!(found[0]["faults"].as_array().unwrap().len(), 4);
}

#[test]
fn what_a_directory_says_of_an_entry_is_in_its_line() {
    let place = batch();
    edit(&place.path("out/public/manifest.json"), |json| {
        json["keys"][1]["attester"] = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC".into();
    });
    let run = place.run(&["verify", "out"]).refuses(1, &["1 fault"]);
    let verdicts: Vec<_> = run.stdout.lines().skip(1).take(2).map(|line| line.rsplit(' ').next().unwrap()).collect();
    assert_eq!(verdicts, ["sound", "fault"], "{}", run.stdout);
    let run = place.run(&["verify", "--json", "out"]).refuses(1, &["1 fault"]);
    let found: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(found[0]["tuples"][1]["faults"][0]["code"], "manifest-disagrees");
}

#[test]
fn many_entries_have_a_table_when_it_is_asked_for() {
    let place = Place::new();
    let registry = ["--registry", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--chain-id", "1"];
    let batch = ["--count", "51", "--unencrypted", "--provider-id", "7"];
    place.batch("out", &[&batch, &registry[..]].concat()).succeeds();
    let run = place.run(&["verify", "out"]).succeeds();
    assert_eq!(run.stdout.lines().count(), 2, "the numbers and the verdict: {}", run.stdout);
    assert!(run.stdout.starts_with("proofs: 51 registration; gas at most "), "{}", run.stdout);
    let run = place.run(&["verify", "--table", "out"]).succeeds();
    assert_eq!(run.stdout.lines().count(), 1 + 51 + 2, "{}", run.stdout);
    let run = place.run(&["verify", "out/public/safe_batch.json"]).succeeds();
    let calls = "calls 1 to 2 add entries 0 to 50 to provider 7 of the registry";
    assert!(run.stdout.starts_with(calls), "{}", run.stdout);
    place.run(&["verify", "--table", "--json", "out"]).refuses(2, &["--table", "--json"]);
}

#[test]
fn one_bad_file_among_good_ones() {
    let place = batch();
    fs::write(place.path("bad.json"), "[{}]").unwrap();
    let run = place.run(&["verify", "bad.json", "out", "out/public/manifest.json"]).refuses(1, &["2 faults found"]);
    for words in [
        "fault: bad.json: entry 0: attester is missing",
        "bad.json: 0 entries, NOT SOUND",
        "out: 2 entries, every tuple verifies",
        "fault: out/public/manifest.json: this is the manifest of a batch",
    ] {
        assert!(run.stdout.contains(words), "no {words:?} in: {}", run.stdout);
    }
}

#[test]
fn the_only_copy_of_the_mnemonic_is_gone() {
    let place = Place::new();
    place.run(&["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "out"]).succeeds();
    fs::remove_file(place.path("out/secret/mnemonic.json")).unwrap();
    faulty(&place, &["mnemonic.json: is missing"]);
}

#[test]
fn key_files_are_opened_whatever_the_node_is_told() {
    let place = batch();
    let [first, second] = &files_below(&place.path("out/secret/eth"))[..] else { panic!("two files") };
    fs::write(first, "{}").unwrap();
    fs::remove_file(second).unwrap();
    let attesters = place.json("out/public/staker_output.json");
    edit(&place.path("out/secret/node_keystore.json"), |json| {
        for entry in 0..2 {
            json["validators"][entry]["attester"]["eth"] = attesters[entry]["attester"].clone();
        }
    });
    faulty(&place, &["out/secret/eth/00000", "out/secret/eth/00001"]);
}

#[test]
fn plain_keys_in_an_encrypted_batch() {
    let place = batch();
    place.batch("plain", &["--count", "2", "--unencrypted"]).succeeds();
    fs::copy(place.path("plain/secret/node_keystore.json"), place.path("out/secret/node_keystore.json")).unwrap();
    faulty(&place, &["entry 0, attester.eth: holds a plain key", "entry 1, attester.bls: holds a plain key"]);
}

#[test]
fn a_manifest_with_another_source() {
    for (pointer, value, words) in [
        ("/keys/0/path", "m/12381/3600/7/0/77".into(), "entry 0, path"),
        ("/accountIndex", 5.into(), "entry 0, path"),
        ("/publisherCount", 9.into(), "publisher"),
        ("/source/blsDerivation", "v2.1.4".into(), "entry 1, path"),
        ("/source/blsDerivation", "v9".into(), "does not know"),
        ("/source/masterFingerprint", "zzzz".into(), "fingerprints"),
        ("/source/masterFingerprint", Value::Null, "fingerprints"),
    ] {
        let place = batch();
        edit(&place.path("out/public/manifest.json"), |json| *json.pointer_mut(pointer).unwrap() = value);
        faulty(&place, &[words]);
    }
}

#[test]
fn files_that_never_end_or_lead_elsewhere() {
    let place = batch();
    let file = first_file(&place, "out/secret/bls");
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
    faulty(&place, &["out/secret/bls/00000", "cannot be read"]);

    let place = batch();
    let file = first_file(&place, "out/secret/eth");
    fs::remove_file(&file).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    faulty(&place, &["out/secret/eth/00000", "not a regular file"]);
}
