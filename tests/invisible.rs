//! Characters in secrets that nobody sees: left out aloud, or refused.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, Run, mode};

fn batch(place: &Place, out: &str, option: &str) -> Run {
    let arguments = ["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", out, option, "secret"];
    place.run(&arguments)
}

fn staker_output(place: &Place, out: &str) -> Vec<u8> {
    fs::read(place.path(out).join("public/staker_output.json")).unwrap()
}

#[test]
fn a_byte_order_mark_is_not_part_of_a_secret() {
    let ikm = "ab".repeat(32);
    for (option, secret) in [("--passphrase-file", "swordfish"), ("--ikm-file", ikm.as_str())] {
        let place = Place::new();
        place.secret_file("secret", secret);
        assert_eq!(batch(&place, "plain", option).succeeds().stderr, "");
        place.secret_file("secret", &format!("\u{feff}{secret}"));
        let run = batch(&place, "marked", option).succeeds();
        assert!(
            run.stderr.contains(&format!("warning: {option}: the file begins with a byte order mark")),
            "{}",
            run.stderr
        );
        assert_eq!(staker_output(&place, "plain"), staker_output(&place, "marked"), "{option}");
    }
}

#[test]
fn what_nobody_sees_is_refused() {
    let place = Place::new();
    for hidden in ["\u{200b}", "\u{ad}", "\u{a0}", "\u{2060}", "\u{3000}", "\u{200d}", "\u{fe0f}"] {
        place.secret_file("secret", &format!("sword{hidden}fish"));
        let run = batch(&place, "out", "--passphrase-file");
        run.refuses(2, &["--passphrase-file", "character 6 of the mnemonic's passphrase cannot be seen"]);
        place.secret_file("secret", &format!("{}{hidden}", "ab".repeat(32)));
        let refused = batch(&place, "out", "--ikm-file");
        // A blank at the end of digits is no digit, and no part of the secret.
        if !hidden.trim().is_empty() {
            refused.refuses(2, &["--ikm-file", "not hexadecimal"]);
        } else {
            let run = refused.succeeds();
            assert!(run.stderr.contains("warning: --ikm-file: the blanks before or behind"), "{}", run.stderr);
            fs::remove_dir_all(place.path("out")).unwrap();
        }
    }
    for blank in [" ", "   ", "\u{a0}\u{2003}"] {
        place.secret_file("secret", blank);
        batch(&place, "out", "--passphrase-file").refuses(2, &["nothing but blanks"]);
        batch(&place, "out", "--ikm-file").refuses(2, &["--ikm-file"]);
    }
    assert!(place.names().is_empty() || !place.path("out").exists());
}

#[test]
fn spaces_at_the_ends_belong_to_a_passphrase_and_are_named() {
    let place = Place::new();
    for (out, passphrase) in [("a", " swordfish"), ("b", "swordfish ")] {
        place.secret_file("secret", passphrase);
        let run = batch(&place, out, "--passphrase-file").succeeds();
        assert!(run.stderr.contains("begins or ends with a space"), "{}", run.stderr);
    }
    assert_ne!(staker_output(&place, "a"), staker_output(&place, "b"));
}

/// Calldata is confidential until it is registered.
#[test]
fn calldata_is_for_the_owner_alone() {
    let place = Place::with_batch("1");
    let registry = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    for format in ["hex", "json", "cast", "safe"] {
        let target = ["--registry", registry, "--chain-id", "1", "--format", format, "--out", format];
        let call = ["calldata", "add-keys", "--provider-id", "7", "out/public/staker_output.json"];
        place.run(&[&call[..], if format == "hex" { &target[4..] } else { &target[..] }].concat()).succeeds();
        assert_eq!(mode(&place.path(format)), 0o600, "{format}");
    }
}
