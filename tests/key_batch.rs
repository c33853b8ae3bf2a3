//! `keygen key` on a whole batch directory.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{fs, os::unix::fs::PermissionsExt};

use common::{PASSWORD, Place, Run, files_below, mode};
use serde_json::Value;

const NEW_ETH: &str = "the new password of eth";
const NEW_BLS: &str = "the new password of bls";

fn batch() -> Place {
    let place = Place::new();
    place.secret_file("new-eth", NEW_ETH);
    place.secret_file("new-bls", NEW_BLS);
    place.secret_file("funding", &format!("0x{}", "12".repeat(32)));
    // The mnemonic is made with the batch, and kept in it.
    let batch =
        ["batch", "--count", "2", "--publisher-count", "1", "--out", "out", "--funding-account-file", "funding"];
    place.run(&[&batch[..], &["--password-file", "password", "--eth-kdf", "pbkdf2"]].concat()).succeeds();
    place
}

fn change(place: &Place, more: &[&str]) -> Run {
    place.run(&[&["key", "change-password", "out"], more].concat())
}

const OLD: [&str; 2] = ["--password-file", "password"];
const NEW: [&str; 4] = ["--new-eth-password-file", "new-eth", "--new-bls-password-file", "new-bls"];

/// Every file with its content.
fn state(place: &Place) -> Vec<(String, Vec<u8>)> {
    let files = files_below(&place.path("out")).into_iter();
    files.map(|file| (file.display().to_string(), fs::read(file).unwrap())).collect()
}

#[test]
fn every_file_under_new_passwords() {
    let place = batch();
    let before = state(&place);
    let run = change(&place, &[&OLD[..], &NEW].concat()).succeeds();
    // Two of ETH, two of BLS, two publishers, the funding account and the mnemonic.
    assert!(run.stdout.contains("8 files of out"), "{}", run.stdout);
    let after = state(&place);
    assert_eq!(before.len(), after.len());
    for ((name, old), (same, new)) in before.iter().zip(&after) {
        assert_eq!(name, same);
        let kept = name.contains("/public/") || name.ends_with("node_keystore.json");
        assert_eq!(old == new, kept, "{name}");
        if name.contains("/secret/") {
            assert_eq!(mode(std::path::Path::new(name)), 0o600, "{name}");
        }
    }
    assert_eq!(mode(&place.path("out/secret")), 0o700);
    let names: Vec<_> = fs::read_dir(place.path("out")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["what was given does not fit"]);
    let new = ["--eth-password-file", "new-eth", "--bls-password-file", "new-bls"];
    let run = place.run(&[&["verify", "out"], &new[..]].concat()).succeeds();
    assert!(run.stdout.contains("every secret file opens") && run.stdout.contains("mnemonic: kept"), "{}", run.stdout);
    // And back, under one password for both.
    change(&place, &[&new[..], &["--new-password-file", "password"]].concat()).succeeds();
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

#[test]
fn what_is_refused_changes_nothing() {
    let place = batch();
    let before = state(&place);
    let refused = |status, options: &[&str], words: &[&str]| {
        let run = change(&place, options).refuses(status, words);
        assert!(!run.stderr.contains(PASSWORD) && !run.stderr.contains(NEW_ETH), "{}", run.stderr);
        assert_eq!(state(&place), before);
        assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 2);
    };
    let wrong = ["--password-file", "password", "--bls-password-file", "new-bls"];
    refused(1, &[&wrong[..], &NEW].concat(), &["out/secret/bls/00000", "does not open"]);
    refused(1, &[&["--password-file", "new-eth"], &NEW[..]].concat(), &["out/secret/eth/00000", "does not open"]);
    refused(2, &[&OLD[..], &NEW[..2]].concat(), &["--new-password-file"]);
    refused(2, &OLD, &["--new-password-file"]);
    refused(2, &NEW, &["--password-file"]);
    refused(2, &[&["--password-file", "-", "--new-password-file", "-"][..]].concat(), &["standard input"]);
    let address = ["--address", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"];
    refused(2, &[&OLD[..], &NEW, &address].concat(), &["out", "--address"]);
    place.secret_file("short", "short");
    refused(2, &[&OLD[..], &["--new-password-file", "short"]].concat(), &["--new-password-file"]);

    // One of many does not open.
    let publisher = files_below(&place.path("out/secret/publisher")).pop().unwrap();
    let file = publisher.to_str().unwrap();
    place
        .run(&["key", "change-password", file, "--password-file", "password", "--new-password-file", "new-eth"])
        .succeeds();
    let odd = state(&place);
    change(&place, &[&OLD[..], &NEW].concat()).refuses(1, &["out/secret/publisher/", "does not open"]);
    assert_eq!(state(&place), odd);
    assert_eq!(fs::read_dir(place.path("out")).unwrap().count(), 2);
    // What is not known would be lost with the old directory.
    fs::write(place.path("out/secret/notes.txt"), "mine").unwrap();
    change(&place, &[&OLD[..], &NEW].concat()).refuses(2, &["out/secret/notes.txt", "does not belong"]);
    place
        .run(&[&["key", "change-password", "out/public"], &OLD[..], &NEW].concat())
        .refuses(2, &["no encrypted files"]);
}

/// A run that was killed before the exchange leaves the new files, one killed after it the old ones.
#[test]
fn what_a_killed_run_left_is_removed_by_the_next() {
    let place = batch();
    let left = place.path("out/.secret.partial-4242");
    fs::create_dir_all(left.join("content/eth")).unwrap();
    fs::set_permissions(&left, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(left.join("made-by-keygen"), "").unwrap();
    fs::write(left.join("content/eth/a.json"), "old").unwrap();
    let run = change(&place, &[&OLD[..], &NEW].concat()).succeeds();
    assert!(run.stderr.contains("removed out/.secret.partial-4242"), "{}", run.stderr);
    assert!(!left.exists());
}

#[test]
fn inspect_and_export() {
    let place = batch();
    let run = place.run(&["key", "inspect", "out", "--json"]).succeeds();
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(facts.as_array().unwrap().len(), 8);
    assert!(facts.as_array().unwrap().iter().all(|file| file.get("opens").is_none()));
    change(&place, &[&OLD[..], &NEW].concat()).succeeds();
    let both = ["--eth-password-file", "new-eth", "--bls-password-file", "new-bls"];
    let run = place.run(&[&["key", "inspect", "out", "--json"], &both[..]].concat()).succeeds();
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    assert!(facts.as_array().unwrap().iter().all(|file| file["opens"] == true), "{facts}");
    // Only the files of the kind whose password is given are opened.
    let run = place.run(&[&["key", "inspect", "out", "--json"], &both[2..]].concat()).succeeds();
    let facts: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(facts.as_array().unwrap().iter().filter(|file| file["opens"] == true).count(), 2);
    place
        .run(&["key", "inspect", "out", "--password-file", "new-eth"])
        .refuses(1, &["out/secret/bls/", "does not open"]);

    place.run(&[&["key", "export", "out"], &both[..]].concat()).refuses(2, &["--yes"]);
    let run = place.run(&[&["key", "export", "out", "--yes"], &both[..]].concat()).succeeds();
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 7, "{}", run.stdout);
    let funding = lines.iter().find(|line| line.contains("/funding/")).unwrap();
    assert!(funding.ends_with(&format!(" 0x{}", "12".repeat(32))), "{funding}");
    let plain = place.run(
        &[&["key", "export", "out", "--yes", "--address"], &["0x70997970C51812dc3A010C7d01b50e0d17dc79C8"][..], &both]
            .concat(),
    );
    plain.refuses(2, &["--address"]);
    assert!(lines[0].starts_with("out/secret/eth/00000_0x"), "{}", lines[0]);
}
