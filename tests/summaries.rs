//! What `keygen batch` says at its end, and how the options are grouped.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use common::{Place, Run};

#[test]
fn the_command_that_the_summary_names_works() {
    let place = Place::new();
    place.secret_file("passphrase", "a passphrase of mine");
    let passphrase = ["--passphrase-file", "passphrase"];
    let named = |run: &Run| {
        let line =
            run.stdout.lines().find_map(|line| line.strip_prefix("Check at any time: keygen ")).unwrap().to_owned();
        place.run(&line.split(' ').collect::<Vec<_>>()).succeeds();
        line
    };
    let run = place.run(&[&["batch", "--unencrypted", "--out", "new"], &passphrase[..]].concat()).succeeds();
    assert_eq!(named(&run), "verify new --passphrase-file passphrase");
    // A mnemonic that is not in the directory is not read, so nothing needs its passphrase.
    let run = place.batch("given", &[&["--unencrypted"], &passphrase[..]].concat()).succeeds();
    assert_eq!(named(&run), "verify given");
}

#[test]
fn the_summary_says_what_restores_which_keys() {
    let place = Place::new();
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("passphrase", "open sesame");
    place.secret_file("publishers", &format!("0x{}", "1f".repeat(32)));
    fs::write(place.path("attesters"), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n").unwrap();
    let (given, ikm) = (["--mnemonic-file", "mnemonic"], ["--ikm-file", "ikm"]);
    let attesters = ["--attesters", "attesters"];
    /// The options, what is said, and what is not.
    type Case<'a> = (&'a [[&'a str; 2]], &'a [&'a str], &'a [&'a str]);
    let cases: [Case<'_>; 7] = [
        (&[], &["made here", "it restores every key, and nothing else does."], &["passphrase", "--ikm-file"]),
        (&[given], &["The mnemonic you gave", ": it restores every key."], &["made here", "--publisher-file"]),
        (
            &[given, ["--passphrase-file", "passphrase"]],
            &["together with the passphrase it restores every key."],
            &["Keep it: it"],
        ),
        (&[ikm], &["it restores every ETH key, and nothing", "Keep it: it restores every BLS key."], &["every key"]),
        (&[ikm, given], &["it restores every ETH key.", "it restores every BLS key."], &["every key", "made here"]),
        (&[ikm, attesters], &["it restores every BLS key."], &["nemonic", "every ETH key"]),
        (&[given, ["--publisher-file", "publishers"]], &["--publisher-file cannot be derived again"], &[]),
    ];
    for (number, (options, said, unsaid)) in cases.iter().enumerate() {
        let out = format!("out{number}");
        let run = place.run(&[&["batch", "--unencrypted", "--out", &out], &options.concat()[..]].concat()).succeeds();
        for words in *said {
            assert!(run.stdout.contains(words), "{options:?}: no {words:?} in {}", run.stdout);
        }
        for words in *unsaid {
            assert!(!run.stdout.contains(words), "{options:?}: {words:?} in {}", run.stdout);
        }
    }
}

#[test]
fn each_option_stands_under_its_own_heading() {
    let place = Place::new();
    for verb in ["batch", "verify"] {
        let help = place.run(&[verb, "--help"]).succeeds().stdout;
        let (general, groups) = help.split_once("\n  -h, --help").unwrap();
        for option in ["--proof", "--jobs", "--json", "--quiet"] {
            assert!(general.contains(option) && !groups.contains(option), "{verb} {option}: {help}");
        }
    }
}
