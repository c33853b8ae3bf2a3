//! A standard output that is full or that nobody reads: no command ends well when its result is lost. A closed one is in
//! `closed_output.rs`.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs::{self, OpenOptions},
    io,
    process::Stdio,
};

use common::{JUNK, PASSWORD, Place, Run};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

/// `/dev/full` takes nothing, like a disk without room.
fn into_full(place: &Place, arguments: &[&str]) -> Run {
    let run = place.run_into(arguments, OpenOptions::new().write(true).open("/dev/full").unwrap());
    run.refuses(3, &["error: the result could not be printed (No space left on device"])
}

/// The reader of standard output is gone.
fn into_broken_pipe(place: &Place, arguments: &[&str]) -> Run {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    place.run_into(arguments, writer)
}

#[test]
fn words_that_nobody_has_seen_are_called_lost() {
    let place = Place::new();
    let lost = "the words are lost, so make no keys from what you have of them";
    into_full(&place, &["mnemonic", "new"]).refuses(3, &[lost]);
    into_broken_pipe(&place, &["mnemonic", "new"]).refuses(3, &["Broken pipe", lost]);
    place.run_into(&["mnemonic", "new"], Stdio::null()).refuses(3, &["/dev/null", lost]);
    // A descriptor that is there, but cannot be written to.
    let read_only = fs::File::open(place.path("password")).unwrap();
    place.run_into(&["mnemonic", "new"], read_only).refuses(3, &["Bad file descriptor", lost]);
}

#[test]
fn other_secrets_must_reach_somebody() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let key = format!("out/secret/eth/00000_{FIRST}.json");
    let export = ["key", "export", &key, "--password-file", "password", "--yes"];
    let show = ["mnemonic", "show", "mnemonic", "--yes"];
    for arguments in [&export[..], &show] {
        let run = into_full(&place, arguments).refuses(3, &["run the command again"]);
        assert!(!run.stderr.contains(JUNK) && !run.stderr.contains(PASSWORD), "{}", run.stderr);
        into_broken_pipe(&place, arguments).refuses(3, &["Broken pipe"]);
    }
}

#[test]
fn a_summary_that_is_lost_leaves_the_directory() {
    let place = Place::new();
    let complete = "the directory is complete and in place, only this summary is lost";
    let batch = ["batch", "--mnemonic-file", "mnemonic", "--count", "2", "--unencrypted", "--out"];
    into_full(&place, &[&batch[..], &["out"]].concat()).refuses(3, &[complete]);
    into_full(&place, &[&batch[..], &["json", "--json"]].concat()).refuses(3, &[complete]);
    // Whoever reads no further has what the directory says as well.
    into_broken_pipe(&place, &[&batch[..], &["piped"]].concat()).succeeds();
    let keys = "out/secret/node_keystore.json";
    into_full(&place, &["import", keys, "--unencrypted", "--out", "imported"]).refuses(3, &[complete]);
    for directory in ["out", "json", "piped", "imported"] {
        place.run(&["verify", directory]).succeeds();
    }
    assert_eq!(place.names(), ["imported", "json", "out", "piped"]);
}

#[test]
fn a_part_of_calldata_is_no_success() {
    let place = Place::new();
    place.batch("out", &["--count", "1", "--unencrypted"]).succeeds();
    let calldata = ["calldata", "add-keys", "--provider-id", "1", "out/public/staker_output.json"];
    let unusable = "do not use what was printed of it";
    into_full(&place, &calldata).refuses(3, &[unusable]);
    into_broken_pipe(&place, &calldata).refuses(3, &["Broken pipe", unusable]);
    let call = ["calldata", "accept-admin", "--provider-id", "1"];
    into_full(&place, &call).refuses(3, &[unusable]);
    let run = into_full(&place, &[&call[..], &["--out", "call"]].concat()).refuses(3, &["complete and in place"]);
    assert!(place.run(&call).succeeds().stdout.trim() == fs::read_to_string(place.path("call")).unwrap().trim());
    assert!(!run.stderr.contains(unusable), "{}", run.stderr);
}

#[test]
fn exits_are_signed_though_nobody_is_told() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    let rollup = ["--rollup", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--chain-id", "1"];
    let sign = ["exit", "sign", "out", "--deadline", "1d", "--yes", "--out", "exits.json"];
    into_full(&place, &[&sign[..], &rollup].concat()).refuses(3, &["complete and in place"]);
    into_full(&place, &[&["verify", "exits.json"][..], &rollup].concat());
    place.run(&[&["verify", "exits.json"][..], &rollup].concat()).succeeds();
}

#[test]
fn the_reports_of_checks() {
    let place = Place::new();
    place.batch("out", &["--count", "1", "--unencrypted"]).succeeds();
    let new =
        ["metadata", "new", "--provider-id", "1", "--name", "Name", "--description", "Text", "--out", "meta.json"];
    into_full(&place, &new).refuses(3, &["complete and in place"]);
    let checks: [&[&str]; 6] = [
        &["verify", "out"],
        &["verify", "out", "--json"],
        &["recover-check", "out", "--mnemonic-file", "mnemonic"],
        &["metadata", "check", "meta.json"],
        &["mnemonic", "check", "mnemonic"],
        &["calldata", "accept-admin", "--provider-id", "1", "--format", "json"],
    ];
    for check in checks {
        into_full(&place, check);
    }
    // The verdict is in the exit status, which a reader that goes away does not change.
    into_broken_pipe(&place, checks[0]).succeeds();
}

#[test]
fn faults_outweigh_a_lost_report() {
    let place = Place::new();
    fs::write(place.path("junk.json"), "[]").unwrap();
    for check in
        [["verify", "junk.json"].as_slice(), &["metadata", "check", "junk.json"], &["key", "inspect", "junk.json"]]
    {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        place.run_into(check, full).refuses(1, &["warning: the result could not be printed"]);
    }
}

#[test]
fn files_that_are_changed_and_not_told_of() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let there = "complete and in place";
    let render = ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "node.json"];
    into_full(&place, &render).refuses(3, &[there]);
    let set = ["node-keystore", "set-coinbase", "node.json", "--attester", FIRST, "--coinbase", FIRST];
    into_full(&place, &set).refuses(3, &[there]);
    assert_eq!(place.json("node.json")["validators"][0]["coinbase"], FIRST);
    place.secret_file("new", "another password entirely");
    let key = format!("out/secret/eth/00000_{FIRST}.json");
    let change = ["key", "change-password", &key, "--password-file", "password", "--new-password-file", "new"];
    into_full(&place, &change).refuses(3, &[there]);
    into_full(&place, &["key", "inspect", &key, "--password-file", "new"]);
    let out = ["mnemonic", "new", "--out", "words.json", "--password-file", "password"];
    into_full(&place, &out).refuses(3, &[there]);
    place.run(&["mnemonic", "check", "words.json", "--password-file", "password"]).succeeds();
}

#[test]
fn pages_and_help() {
    let place = Place::new();
    into_full(&place, &["completions", "bash"]);
    into_full(&place, &["man"]);
    into_full(&place, &["man", "--out", "man"]).refuses(3, &["complete and in place"]);
    assert!(place.path("man/keygen.1").exists());
    for arguments in [["--help"].as_slice(), &["--version"], &["batch", "--help"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        place.run_into(arguments, full).refuses(3, &["the help could not be printed"]);
        into_broken_pipe(&place, arguments).succeeds();
    }
}
