//! Bad input: one clear sentence, the documented status, nothing left behind. Whatever a line can show is in `tests/cmd/`;
//! here is what needs a place prepared.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{fs, os::unix::fs::symlink};

use common::{Place, mode};
use serde_json::Value;

const BATCH: [&str; 6] = ["batch", "--mnemonic-file", "mnemonic", "--password-file", "password", "--out=out"];

#[track_caller]
fn refused(place: &Place, more: &[&str], status: i32, words: &[&str]) {
    let before = place.names();
    place.run(&[&BATCH, more].concat()).refuses(status, words);
    assert_eq!(place.names(), before);
}

#[test]
fn an_output_directory_that_exists() {
    let place = Place::new();
    fs::create_dir(place.path("out")).unwrap();
    refused(&place, &[], 2, &["--out out", "a directory exists"]);
    fs::remove_dir(place.path("out")).unwrap();
    fs::write(place.path("out"), "precious").unwrap();
    refused(&place, &[], 2, &["--out out", "a file exists"]);
    assert_eq!(fs::read(place.path("out")).unwrap(), b"precious");
}

#[test]
fn an_output_directory_that_is_a_symlink() {
    let place = Place::new();
    symlink(place.path("nowhere"), place.path("out")).unwrap();
    refused(&place, &[], 2, &["symbolic link"]);
}

#[test]
fn every_bad_mnemonic() {
    let place = Place::new();
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/mnemonics_invalid.json")).unwrap();
    let vectors: Value = serde_json::from_str(&text).unwrap();
    for vector in vectors["vectors"].as_array().unwrap() {
        let (name, phrase) = (vector["name"].as_str().unwrap(), vector["mnemonic"].as_str().unwrap());
        place.secret_file("mnemonic", phrase);
        let run = place.run(&BATCH);
        assert_eq!(run.status, 2, "{name}: {}", run.stderr);
        let position = vector["position"].as_u64().map(|position| format!("word {position} "));
        let words = match vector["reason"].as_str().unwrap() {
            "word_count" => "must have 12, 15, 18, 21 or 24",
            "checksum" => "checksum",
            _ => position.as_deref().unwrap(),
        };
        assert!(run.stderr.contains(words), "{name}: no {words:?} in {}", run.stderr);
        for word in phrase.split_whitespace().filter(|word| word.len() > 4) {
            assert!(!run.stderr.contains(word), "{name}: {word} is quoted in {}", run.stderr);
        }
    }
    assert!(place.names().is_empty());
}

#[test]
fn a_short_password_in_the_environment() {
    let place = Place::new();
    let run = place.run_with(&["batch", "--out", "out"], &[("AZTEC_KEYSTORE_PASSWORD", "short")], "");
    run.refuses(2, &["AZTEC_KEYSTORE_PASSWORD", "at least 12"]);
    assert!(place.names().is_empty());
}

#[test]
fn a_password_file_that_others_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    fs::set_permissions(place.path("password"), fs::Permissions::from_mode(0o644)).unwrap();
    let run = place.batch("out", &[]).succeeds();
    assert!(run.stderr.contains("warning") && run.stderr.contains("chmod 600"), "{}", run.stderr);
    assert_eq!(mode(&place.path("password")), 0o644);
}

#[test]
fn inputs_that_cannot_be_read() {
    let place = Place::new();
    let run = |option: &str, file: &str| place.run(&["batch", "--unencrypted", "--out", "out", option, file]);
    fs::write(place.path("binary"), [0xff, 0xfe, 0x00]).unwrap();
    fs::write(place.path("large"), vec![b'a'; 1 << 17]).unwrap();
    run("--mnemonic-file", "binary").refuses(2, &["UTF-8"]);
    run("--mnemonic-file", "large").refuses(2, &["too large"]);
    assert_eq!(place.names(), ["binary", "large"]);
}

#[test]
fn a_secret_in_place_of_a_file_name_is_not_shown() {
    let place = Place::new();
    let (phrase, key) = (format!("{}junk", "test ".repeat(11)), format!("0x{}", "1f".repeat(32)));
    let too_long_for_a_name = "abandon ".repeat(40);
    for (option, secret) in [
        ("--mnemonic-file", phrase.as_str()),
        ("--mnemonic-file", &too_long_for_a_name),
        ("--passphrase-file", "correct/horse"),
        ("--ikm-file", &key),
        ("--publisher-file", &key),
        ("--password-file", "hunter2hunter2"),
        ("--eth-password-file", "mnemonic/hunter2"),
    ] {
        let run = place.run(&["batch", "--out", "out", option, secret]);
        let run = run.refuses(2, &[option, "there is no such file", "never the secret itself"]);
        assert!(
            !run.stderr.contains(&secret[..5]) && !run.stderr.contains(&secret[secret.len() - 5..]),
            "{option}: {}",
            run.stderr
        );
    }
    assert!(place.names().is_empty());
}

#[test]
fn an_output_directory_spelled_with_a_slash_or_a_dot() {
    let place = Place::new();
    symlink(place.path("nowhere"), place.path("link")).unwrap();
    place.run(&["batch", "--unencrypted", "--out", "link/"]).refuses(2, &["symbolic link"]);
    place.run(&["batch", "--unencrypted", "--out", "new/."]).succeeds();
    place.run(&["batch", "--unencrypted", "--out", "new/"]).refuses(2, &["a directory exists"]);
    place.run(&["verify", "new"]).succeeds();
}

/// Some editors begin a file with a mark that nobody sees.
#[test]
fn lists_with_a_byte_order_mark() {
    let place = Place::new();
    let (one, other) = ("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    place.secret_file("list", &format!("\u{feff}{one}\r\n{other}\r"));
    place.batch("attesters", &["--unencrypted", "--attesters", "list"]).succeeds();
    place.batch("publishers", &["--publisher-file", "list"]).succeeds();
}

#[test]
fn given_attesters_and_key_material_need_no_mnemonic() {
    let place = Place::new();
    place.secret_file("attesters", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    place.secret_file("ikm", &"ab".repeat(32));
    let given = ["--attesters", "attesters", "--ikm-file", "ikm"];
    place.run(&[&["batch", "--unencrypted", "--out=out"], &given[..]].concat()).succeeds();
}
