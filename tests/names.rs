//! Names of files with line feeds, escapes and marks of direction in them: no name can write a line of its own, or turn one round.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::{Place, Run};

const DIRECTORY: &str = "out\nforged\u{1b}[2K\u{202e}";
const FILE: &str = "file\nforged\u{202e}.json";

/// Nothing that was printed begins a line with what stands behind the line feed of a name.
#[track_caller]
fn in_line(run: &Run) {
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.lines().any(|line| line.starts_with("forged")), "{text}");
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text}");
    }
    assert!((run.stdout.clone() + &run.stderr).contains(r"\nforged"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn batches() {
    let place = Place::new();
    in_line(&place.batch(DIRECTORY, &["--count", "1", "--unencrypted"]).succeeds());
    in_line(&place.batch(DIRECTORY, &["--count", "1"]).refuses(2, &["exists"]));
    let keys = format!("{DIRECTORY}/secret/node_keystore.json");
    in_line(&place.run(&["import", &keys, "--unencrypted", "--out", FILE]).succeeds());
    in_line(&place.run(&["import", &keys, "--password-file", "password", "--out", "again"]).succeeds());
    in_line(&place.run(&["recover-check", DIRECTORY, "--mnemonic-file", "mnemonic"]).succeeds());
    in_line(&place.run(&["verify", DIRECTORY]).succeeds());
    for option in ["--known", "--after"] {
        in_line(&place.batch("next", &["--count", "1", option, FILE]).refuses(2, &["batch"]));
    }
    in_line(&place.batch("next", &["--count", "1", "--known", DIRECTORY]).refuses(2, &["has some of these keys"]));
    in_line(&place.batch("next", &["--count", "1", "--known", "no\nforged"]).refuses(2, &["there is no such file"]));
    in_line(&place.batch("no\nforged/next", &["--count", "1"]).refuses(2, &["no such directory"]));
}

#[test]
fn files_that_are_read() {
    let place = Place::new();
    fs::write(place.path(FILE), "[1]").unwrap();
    in_line(&place.run(&["key", "inspect", FILE]).refuses(1, &["can be read"]));
    in_line(&place.run(&["key", "export", FILE]).refuses(1, &[]));
    in_line(&place.run(&["mnemonic", "check", FILE]).refuses(1, &[]));
    in_line(&place.run(&["metadata", "check", FILE]).refuses(1, &["fault"]));
    in_line(&place.run(&["calldata", "add-keys", "--provider-id", "1", FILE]).refuses(1, &[]));
    in_line(
        &place
            .run(&["calldata", "add-keys", "--provider-id", "1", "no\nforged"])
            .refuses(2, &["there is no such file"]),
    );
    in_line(&place.run(&["node-keystore", "render", FILE, "--prefix", "/srv", "--out", "n"]).refuses(2, &[]));
    in_line(&place.run(&["import", FILE, "--unencrypted", "--out", "n"]).refuses(2, &[]));
}

#[test]
fn files_that_are_written() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let render = ["node-keystore", "render", "out", "--prefix", "/srv", "--out", FILE];
    in_line(&place.run(&render).succeeds());
    in_line(&place.run(&render).refuses(2, &["exists"]));
    let password = ["--web3signer-password-file", "/srv/password"];
    in_line(&place.run(&[&render[..], &["--web3signer-out", FILE], &password].concat()).refuses(2, &["exists"]));
    in_line(&place.run(&["calldata", "accept-admin", "--provider-id", "1", "--out", "call\nforged"]).succeeds());
    let rollup = ["--rollup", "0x5FbDB2315678afecb367f032d93F642f64180aa3", "--chain-id", "1"];
    let sign =
        ["exit", "sign", "out", "--deadline", "1d", "--password-file", "password", "--yes", "--out", "exits\nforged"];
    in_line(&place.run(&[&sign[..], &rollup].concat()).succeeds());
    in_line(&place.run(&[&sign[..], &rollup].concat()).refuses(2, &["exists"]));
    in_line(&place.run(&[&["verify", "exits\nforged"][..], &rollup].concat()).succeeds());
    in_line(&place.run(&["mnemonic", "new", "--out", "words\nforged", "--password-file", "password"]).succeeds());
    let metadata = ["metadata", "new", "--provider-id", "1", "--name", "A", "--description", "B", "--out"];
    in_line(&place.run(&[&metadata[..], &["meta\nforged"]].concat()).succeeds());
    in_line(&place.run(&["man", "--out", "man\nforged"]).succeeds());
    in_line(&place.run(&["man", "--out", "man\nforged"]).refuses(2, &["exists"]));
}

#[test]
fn a_file_name_that_would_draw_a_verdict() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    let name = "x\nout: 9 entries, every tuple verifies\u{1b}[2K\r";
    fs::copy(place.path("out/public/staker_output.json"), place.path(name)).unwrap();
    let run = place.run(&["verify", name]).succeeds();
    // The table of one entry, the numbers, the verdict.
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.stdout);
    assert!(lines[3].starts_with(r"x\nout: 9 entries, every tuple verifies\u001b[2K\u000d: 1 entry"), "{}", run.stdout);
    let run = place.run(&["verify", name, "out"]).refuses(1, &["faults"]);
    assert!(run.stdout.starts_with(r"x\nout: 9 entries"), "the heading of a table: {}", run.stdout);
    fs::write(place.path(name), "{").unwrap();
    let run = place.run(&["verify", name]).refuses(1, &["1 fault"]);
    assert!(run.stdout.starts_with(r"fault: x\nout") && !run.stdout.contains('\r'), "{}", run.stdout);
}
