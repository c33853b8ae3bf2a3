//! What lies in a batch directory and is not of the batch.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
};

use common::{Place, Run, files_below};

const VERIFY: [&str; 4] = ["verify", "out", "--password-file", "password"];

/// A batch to which something is done before it is verified.
fn verify_after(harm: impl Fn(&Place)) -> Run {
    let place = Place::new();
    let batch = ["--count", "1", "--registry", "0x5FbDB2315678afecb367f032d93F642f64180aa3"];
    place.batch("out", &[&batch[..], &["--provider-id", "7", "--chain-id", "1"]].concat()).succeeds();
    place.run(&VERIFY).succeeds();
    harm(&place);
    place.run(&VERIFY)
}

/// The check fails, and says this.
fn is_told(run: &Run, words: &str) {
    assert_eq!(run.status, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains(&format!("fault: {words}")), "no {words:?} in {}", run.stdout);
}

fn set_mode(place: &Place, file: &str, mode: u32) {
    fs::set_permissions(place.path(file), fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn links_in_the_place_of_directories() {
    for part in ["public", "secret", "secret/eth", "secret/bls"] {
        let run = verify_after(|place| {
            fs::rename(place.path("out").join(part), place.path("elsewhere")).unwrap();
            symlink(place.path("elsewhere"), place.path("out").join(part)).unwrap();
        });
        is_told(&run, &format!("out/{part}: is a symbolic link"));
    }
}

#[test]
fn links_in_the_place_of_files() {
    let key = |place: &Place| files_below(&place.path("out/secret/eth"))[0].clone();
    let name = |place: &Place| key(place).strip_prefix(place.dir.path()).unwrap().to_str().unwrap().to_owned();
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let public = ["manifest.json", "staker_output.json", "ceremony.html", "safe_batch.json", "add_keys_to_provider.sh"];
    let files = public.map(|file| format!("out/public/{file}")).into_iter();
    for file in files.chain(["out/secret/node_keystore.json".to_owned(), name(&place)]) {
        let run = verify_after(|place| {
            fs::rename(place.path(&file), place.path("elsewhere")).unwrap();
            symlink(place.path("elsewhere"), place.path(&file)).unwrap();
        });
        is_told(&run, &format!("{file}: cannot be read (this is a symbolic link); restore it from a copy"));
    }
}

#[test]
fn files_and_directories_that_nobody_knows() {
    for file in ["out/notes.txt", "out/public/notes.txt", "out/secret/notes.txt", "out/secret/eth/notes.txt"] {
        let run = verify_after(|place| place.secret_file(file, "mine"));
        is_told(&run, &format!("{file}: does not belong to this batch"));
    }
    for directory in ["out/more", "out/public/more", "out/secret/more", "out/secret/publisher"] {
        let run = verify_after(|place| fs::create_dir(place.path(directory)).unwrap());
        is_told(&run, &format!("{directory}: does not belong to this batch"));
    }
}

#[test]
fn bits_that_run_a_file_as_somebody_else() {
    for (file, mode) in [
        ("out/public/add_keys_to_provider.sh", 0o4755),
        ("out/public/manifest.json", 0o2644),
        ("out/secret/node_keystore.json", 0o4600),
        ("out/secret/eth", 0o4700),
    ] {
        let run = verify_after(|place| set_mode(place, file, mode));
        is_told(&run, &format!("{file}: has mode {mode:o}"));
    }
    // Directories inherit this one from the directory above, where a group shares it.
    verify_after(|place| set_mode(place, "out/secret", 0o2700)).succeeds();
}

#[test]
fn keys_for_nobody() {
    let place = Place::with_batch("1");
    let zero = format!("0x{}", "0".repeat(40));
    let target = ["--registry", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--chain-id", "1", "--format", "safe"];
    let call = ["calldata", "add-keys", "--provider-id", "7", "--out", "safe.json", "out/public/staker_output.json"];
    place.run(&[&call[..], &target].concat()).succeeds();
    place.run(&["verify", "safe.json"]).succeeds();
    let mut batch = place.json("safe.json");
    batch["transactions"][0]["to"] = zero.into();
    batch["meta"].as_object_mut().unwrap().remove("checksum");
    fs::write(place.path("zero.json"), batch.to_string()).unwrap();
    is_told(&place.run(&["verify", "zero.json"]), "zero.json, call 1: goes to the zero address");
}

/// Other tools write a key file anew, and may say more in it. That is shown; two files with one identifier are not two files.
#[test]
fn key_files_in_the_words_of_another_tool() {
    let kinds = ["eth", "bls"];
    let file_of = |place: &Place, kind: &str| files_below(&place.path(&format!("out/secret/{kind}")))[0].clone();
    let change = |place: &Place, kind: &str, change: &dyn Fn(&mut serde_json::Value)| {
        let file = file_of(place, kind);
        let mut json = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        change(&mut json);
        fs::write(&file, json.to_string()).unwrap();
    };
    for kind in kinds {
        let run = verify_after(|place| change(place, kind, &|json| json["description"] = "mine".into()));
        assert_eq!(run.status, 0, "{}{}", run.stdout, run.stderr);
        let note = "note: key files with text or a layout that keygen does not write: 1 (--json names them)";
        assert!(run.stdout.contains(note), "{}", run.stdout);
    }
    let same = "0f6f0a3e-5a8e-4f5e-9d4c-2b8a52f1c001";
    let run = verify_after(|place| {
        change(place, "eth", &|json| json["id"] = same.into());
        change(place, "bls", &|json| json["uuid"] = same.into());
    });
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stdout.contains(": has the identifier of "), "{}", run.stdout);
}
