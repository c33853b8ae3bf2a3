//! `keygen verify`: agrees with what is right, names what is wrong.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use common::{Place, Run, files_below};
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
    faulty(&place, &["out/secret/eth/00000", "is missing"]);

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
fn a_batch_without_its_manifest_is_damaged() {
    let place = batch();
    fs::remove_file(place.path("out/public/manifest.json")).unwrap();
    faulty(&place, &["out/public/manifest.json: is missing; restore it from a copy", "out: 0 entries, NOT SOUND"]);
    fs::remove_dir_all(place.path("out/public")).unwrap();
    faulty(&place, &["out/public/manifest.json: is missing"]);
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    place.run(&["verify", "out"]).refuses(2, &["there is no public/manifest.json in this directory"]);
}

#[test]
fn a_batch_that_another_user_owns() {
    let place = batch();
    fs::set_permissions(place.path("out"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(place.dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    if fs::read_dir(place.path("out")).is_ok() {
        // Root may look everywhere; nobody may not. And nobody need not reach the program where it was built.
        fs::copy(env!("CARGO_BIN_EXE_keygen"), place.path("keygen")).unwrap();
        command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "./keygen"]);
    }
    let run = command.args(["verify", "out"]).current_dir(place.dir.path()).stdin(Stdio::null()).output().unwrap();
    Run::from(run).refuses(3, &["out/public/manifest.json: cannot be read", "as the user who owns the batch"]);
    fs::set_permissions(place.path("out"), fs::Permissions::from_mode(0o700)).unwrap();
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
    let elsewhere = "names an account elsewhere, though the batch has its key";
    faulty(&place, &["out/secret/eth/00000", "out/secret/eth/00001", elsewhere]);
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
