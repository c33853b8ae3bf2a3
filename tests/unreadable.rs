//! Files that the system refuses to open: that is the system's failure (status 3), and a wrong name is bad input (status 2).

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::{Command, Stdio};

use common::{PASSWORD, Place, Run};

/// Runs `keygen` while every attempt to open this file fails, see "injection" in the manual of strace.
fn run_without(place: &Place, file: &str, error: &str, arguments: &[&str]) -> Run {
    let run = Command::new("strace")
        .args(["--follow-forks", "--quiet=all", "--output=/dev/null", "--trace=openat", "--trace-path", file])
        .arg(format!("--inject=openat:error={error}"))
        .arg(env!("CARGO_BIN_EXE_keygen"))
        .args(arguments)
        .current_dir(place.dir.path())
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .expect("this test needs strace: apt-get install strace");
    Run::from(run)
}

#[test]
fn inputs_that_the_system_refuses() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    place.batch("plain", &["--count", "1", "--unencrypted"]).succeeds();
    let path = |name: &str| place.path(name).to_str().unwrap().to_owned();
    let (list, plain) = (path("out/public/staker_output.json"), path("plain/secret/node_keystore.json"));
    let (mnemonic, password, bls) = (path("mnemonic"), path("password"), path("out/secret/bls"));
    let key = common::files_below(bls.as_ref())[0].to_str().unwrap().to_owned();
    let rollup = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
    let exit =
        ["exit", "sign", &plain, "--rollup", rollup, "--chain-id", "1", "--deadline", "2h", "--out", "e", "--yes"];
    let cases: [(&str, &[&str]); 9] = [
        (&list, &["verify", &list]),
        (&password, &["verify", "out", "--password-file", &password]),
        (&list, &["calldata", "add-keys", "--provider-id", "7", &list]),
        (&mnemonic, &["batch", "--unencrypted", "--out", "new", "--mnemonic-file", &mnemonic]),
        (&password, &["batch", "--out", "new", "--password-file", &password]),
        (&mnemonic, &["recover-check", "out", "--mnemonic-file", &mnemonic]),
        (&plain, &["import", &plain, "--unencrypted", "--out", "new"]),
        (&key, &["key", "inspect", &key]),
        (&plain, &exit),
    ];
    let before = place.names();
    for (file, arguments) in cases {
        for error in ["EIO", "EACCES", "EMFILE"] {
            let run = run_without(&place, file, error, arguments);
            assert_eq!(run.status, 3, "{error} {arguments:?}: {}", run.stderr);
            assert!(!run.stderr.contains(PASSWORD), "{}", run.stderr);
        }
        let run = run_without(&place, file, "ENOENT", arguments);
        assert_eq!(run.status, 2, "{arguments:?}: {}", run.stderr);
    }
    assert_eq!(place.names(), before);
}
