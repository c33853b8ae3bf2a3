//! Which password counts: what the operator wrote on the command line comes before what a shell has kept.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::{PASSWORD, Place};

const OTHER: &str = "another password 1234";
const VARIABLES: [&str; 3] = ["AZTEC_KEYSTORE_PASSWORD", "AZTEC_ETH_KEYSTORE_PASSWORD", "AZTEC_BLS_KEYSTORE_PASSWORD"];

const BATCH: [&str; 6] = ["batch", "--mnemonic-file", "mnemonic", "--eth-kdf", "pbkdf2", "--out=out"];

#[test]
fn a_generated_password() {
    let place = Place::new();
    let run = place.run(&["password"]).succeeds();
    assert_eq!(run.stderr, "7 random words, 77 bits\n");
    assert_eq!(run.stdout.trim_end().split('-').count(), 7);
    assert_ne!(place.run(&["password"]).succeeds().stdout, run.stdout);
    place.secret_file("generated", run.stdout.trim_end());
    let made = ["batch", "--eth-kdf", "pbkdf2", "--password-file", "generated", "--out", "out"];
    place.run(&made).succeeds();
    place.run(&["verify", "out", "--password-file", "generated"]).succeeds();
    let longer = place.run(&["password", "--words", "12"]).succeeds();
    assert_eq!((longer.stderr.as_str(), longer.stdout.split('-').count()), ("12 random words, 132 bits\n", 12));
    for words in ["6", "24", "many"] {
        place.run(&["password", "--words", words]).refuses(2, &["7 to 23 words"]);
    }
    let null = std::fs::File::options().write(true).open("/dev/null").unwrap();
    place.run_into(&["password"], null).refuses(3, &["the password is lost"]);
}

#[test]
fn an_option_for_all_files_counts_before_every_variable() {
    let place = Place::new();
    let variables = VARIABLES.map(|name| (name, OTHER));
    let new = ["batch", "--eth-kdf", "pbkdf2", "--out=out", "--password-file", "password"];
    place.run_with(&new, &variables, "").succeeds();
    // Without the variables, the option's password opens everything, the mnemonic too.
    let run = place.run(&["verify", "out", "--password-file", "password"]).succeeds();
    assert!(run.stdout.contains("every secret file opens"), "{}", run.stdout);
    // And reading goes by the same rule.
    place.run_with(&["verify", "out", "--password-file", "password"], &variables, "").succeeds();
    let words = ["mnemonic", "show", "--yes", "--password-file", "password", "out/secret/mnemonic.json"];
    place.run_with(&words, &variables, "").succeeds();
    place.run_with(&["verify", "out"], &variables, "").refuses(1, &["what was given does not fit"]);
}

#[test]
fn a_variable_counts_for_the_files_that_no_option_covers() {
    let place = Place::new();
    place.secret_file("other", OTHER);
    let eth = [&BATCH[..], &["--eth-password-file", "password"]].concat();
    // The variable of the kind comes before the one for all.
    let variables = [(VARIABLES[0], PASSWORD), (VARIABLES[1], "not looked at"), (VARIABLES[2], OTHER)];
    place.run_with(&eth, &variables, "").succeeds();
    let both = ["verify", "out", "--eth-password-file", "password", "--bls-password-file", "other"];
    place.run(&both).succeeds();
    // The option of a kind comes before the option for all, in whichever order.
    place.run(&["verify", "out", "--bls-password-file", "other", "--password-file", "password"]).succeeds();
}

#[test]
fn an_empty_variable_is_none() {
    let place = Place::new();
    let empty = VARIABLES.map(|name| (name, ""));
    place.run_with(&[&BATCH[..], &["--password-file", "password"]].concat(), &empty, "").succeeds();
    place.run_with(&["verify", "out"], &[(VARIABLES[0], PASSWORD), (VARIABLES[2], "")], "").succeeds();
    let run = place.run_with(&["verify", "out"], &empty, "").succeeds();
    assert!(run.stdout.contains("not opened (no password)"), "{}", run.stdout);
}

#[test]
fn without_a_terminal_the_option_that_is_missing_is_named() {
    let place = Place::new();
    let run = |more: &[&str]| place.run(&[&BATCH[..], more].concat());
    run(&["--eth-password-file", "password"])
        .refuses(2, &["give --bls-password-file, or set AZTEC_BLS_KEYSTORE_PASSWORD"]);
    run(&["--bls-password-file", "password"])
        .refuses(2, &["give --eth-password-file, or set AZTEC_ETH_KEYSTORE_PASSWORD"]);
    run(&[]).refuses(2, &["give --password-file, or set AZTEC_KEYSTORE_PASSWORD"]);
    assert!(place.names().is_empty());
}

#[test]
fn nothing_on_standard_input() {
    let place = Place::new();
    let run = place.run(&[&BATCH[..], &["--password-file", "-"]].concat());
    run.refuses(2, &["--password-file -: standard input gave no password", "pipe the password in"]);
    assert!(place.names().is_empty());
}

#[test]
fn a_password_for_secret_files_that_are_missing() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    let run = place.run(&["verify", "out", "--public-only"]).succeeds();
    assert!(run.stdout.contains("were not opened (--public-only)"), "{}", run.stdout);
    fs::remove_dir_all(place.path("out/secret")).unwrap();
    let run = place.run(&["verify", "out", "--password-file", "password"]).refuses(1, &["1 fault found"]);
    assert!(run.stdout.contains("out/secret: is missing, and a password was given"), "{}", run.stdout);
    // Wherever it comes from.
    let run = place.run_with(&["verify", "out"], &[("AZTEC_KEYSTORE_PASSWORD", PASSWORD)], "");
    assert!(run.refuses(1, &["1 fault found"]).stdout.contains("a password was given"));
    for more in [&[][..], &["--public-only", "--password-file", "password"]] {
        let run = place.run(&[&["verify", "out"], more].concat()).succeeds();
        assert!(run.stdout.contains("every tuple verifies; there is no secret part here"), "{}", run.stdout);
    }
}
