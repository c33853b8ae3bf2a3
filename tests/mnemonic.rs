//! `keygen mnemonic`: words are shown on purpose only, and never lost.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::{JUNK, Place, mode};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const WITH: [&str; 2] = ["--password-file", "password"];

#[test]
fn a_new_mnemonic_in_plain_words() {
    let place = Place::new();
    let words = place.run(&["mnemonic", "new"]).succeeds().stdout;
    assert_eq!(words.split_whitespace().count(), 24);
    assert_ne!(place.run(&["mnemonic", "new"]).succeeds().stdout, words);
    let check = place.run_with(&["mnemonic", "check", "-"], &[], &words).succeeds();
    assert!(check.stdout.contains("24 words, the checksum is right"), "{}", check.stdout);
    for count in ["12", "15", "18", "21"] {
        let words = place.run(&["mnemonic", "new", "--words", count]).succeeds().stdout;
        assert_eq!(words.split_whitespace().count().to_string(), count);
    }
    place.run(&["mnemonic", "new", "--words", "13"]).refuses(2, &["12, 15, 18, 21 or 24"]);
}

#[test]
fn a_new_mnemonic_in_a_file() {
    let place = Place::new();
    let new = ["mnemonic", "new", "--out", "words.json", "--password-file", "password"];
    let run = place.run(&new).succeeds();
    assert_eq!(mode(&place.path("words.json")), 0o600);
    place.run(&new).refuses(2, &["words.json", "exists already"]);
    // Said before a password is asked for, which here nobody could type.
    place.run(&["mnemonic", "new", "--out", "words.json"]).refuses(2, &["words.json", "exists already"]);
    let show = place.run(&[&["mnemonic", "show", "words.json", "--yes"], &WITH[..]].concat()).succeeds().stdout;
    assert_eq!(show.split_whitespace().count(), 24);
    let check = place.run(&[&["mnemonic", "check", "words.json"], &WITH[..]].concat()).succeeds().stdout;
    let fingerprint = check.lines().nth(1).unwrap().split_whitespace().last().unwrap().to_owned();
    assert!(run.stdout.contains(&fingerprint), "{}", run.stdout);
    let words: Vec<_> = show.split_whitespace().collect();
    for pair in words.windows(2).map(|pair| pair.join(" ")) {
        assert!(!run.stdout.contains(&pair) && !run.stderr.contains(&pair), "the words are shown");
        assert!(!fs::read_to_string(place.path("words.json")).unwrap().contains(&pair), "the words are plain");
    }
    place.secret_file("short", "short");
    place.run(&["mnemonic", "new", "--out", "w", "--password-file", "short"]).refuses(2, &["too short"]);
    assert!(!place.path("w").exists());
}

#[test]
fn a_mnemonic_is_shown_to_nobody_by_accident() {
    let place = Place::new();
    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let run = place.run(&[&["mnemonic", "show", "words.json"], &WITH[..]].concat()).refuses(2, &["--yes"]);
    assert!(run.stdout.is_empty());
    place.secret_file("wrong", "not the password");
    place.run(&["mnemonic", "show", "words.json", "--yes", "--password-file", "wrong"]).refuses(1, &["does not open"]);
}

#[test]
fn checking_a_mnemonic() {
    let (place, eth, _) = Place::with_key_files();
    let check = place.run(&["mnemonic", "check", "mnemonic", "--manifest", "out/public/manifest.json"]).succeeds();
    assert!(check.stdout.contains("12 words"), "{}", check.stdout);
    assert!(check.stdout.contains(FIRST), "{}", check.stdout);
    assert!(check.stdout.contains("It is the mnemonic of out/public/manifest.json"), "{}", check.stdout);
    assert!(!check.stdout.contains("junk"));

    place.secret_file("passphrase", "swordfish");
    let other = ["mnemonic", "check", "mnemonic", "--passphrase-file", "passphrase"];
    assert!(!place.run(&other).succeeds().stdout.contains(FIRST));
    let other = [&other[..], &["--manifest", "out/public/manifest.json"]].concat();
    place.run(&other).refuses(1, &["is not the mnemonic of out/public/manifest.json"]);

    let wrong = JUNK.replace("junk", "test");
    let run = place.run_with(&["mnemonic", "check", "-"], &[], &wrong).refuses(1, &["checksum"]);
    assert!(run.stdout.is_empty());
    let run = place.run_with(&["mnemonic", "check", "-"], &[], "test xyzzy").refuses(1, &["-: "]);
    assert!(!run.stderr.contains("xyzzy"));
    for verb in [&["mnemonic", "check", &*eth][..], &["mnemonic", "show", "--yes", &*eth]] {
        let run = place.run(&[verb, &WITH[..]].concat()).refuses(1, &[&eth, "keygen key inspect"]);
        assert!(run.stdout.is_empty());
    }
}
