//! A standard input that was closed before the program began is no empty file.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::{Place, Run};

fn redirected(place: &Place, arguments: &str, redirection: &str) -> Run {
    let script = format!(r#"exec "$0" {arguments} {redirection}"#);
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_keygen")]).current_dir(place.dir.path()).env_clear();
    Run::from(command.output().unwrap())
}

/// Every option that takes `-` for standard input, with the name that the message gives it.
const READERS: [(&str, &str); 14] = [
    ("mnemonic check -", "-"),
    ("mnemonic show - --yes", "-"),
    ("key inspect -", "-"),
    ("batch --unencrypted --out new --mnemonic-file -", "--mnemonic-file -"),
    ("batch --unencrypted --out new --mnemonic-file mnemonic --passphrase-file -", "--passphrase-file -"),
    ("batch --mnemonic-file mnemonic --out new --password-file -", "--password-file -"),
    ("batch --unencrypted --out new --entropy-file -", "--entropy-file -"),
    ("batch --unencrypted --out new --mnemonic-file mnemonic --attesters -", "--attesters -"),
    ("batch --unencrypted --out new --mnemonic-file mnemonic --publisher-file -", "--publisher-file -"),
    ("mnemonic new --out words.json --password-file -", "--password-file -"),
    ("key inspect out/secret/eth/* --password-file -", "--password-file -"),
    ("key export out/secret/eth/* --yes --password-file -", "--password-file -"),
    ("verify out --password-file -", "--password-file -"),
    ("recover-check out --mnemonic-file -", "--mnemonic-file -"),
];

#[test]
fn every_reader_says_so() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    for (arguments, name) in READERS {
        let expected = format!("error: {name}: standard input is closed; pipe the text in, or name a file\n");
        let run = redirected(&place, arguments, "<&-");
        assert_eq!((run.status, run.stderr.as_str()), (2, expected.as_str()), "{arguments}");
        assert!(run.stdout.is_empty());
        // An empty one is something else.
        let run = redirected(&place, arguments, "</dev/null");
        assert!(run.status > 0 && !run.stderr.contains("is closed"), "{arguments}: {}", run.stderr);
    }
    assert_eq!(place.names(), ["out"]);
}

/// By its name in `/dev` it is what the runtime opened in its place.
#[test]
fn by_the_name_of_the_device() {
    let place = Place::new();
    redirected(&place, "mnemonic check /dev/stdin", "<&-").refuses(2, &["standard input is closed"]);
    redirected(&place, "mnemonic check /dev/stdin", "<mnemonic").succeeds();
}

/// Who does not ask for it does not miss it.
#[test]
fn what_needs_no_standard_input() {
    let place = Place::new();
    redirected(&place, "batch --unencrypted --mnemonic-file mnemonic --out out", "<&-").succeeds();
    redirected(&place, "verify out", "<&-").succeeds();
}
