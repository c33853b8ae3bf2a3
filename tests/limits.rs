//! Limits on the address space and on threads: said as what they are, and nothing is left behind.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::process::{Command, Stdio};

use common::{Place, Run};

fn with_mebibytes(place: &Place, mebibytes: u32, arguments: &[&str]) -> Run {
    let script = format!("ulimit -v {}; exec \"$@\"", mebibytes << 10);
    let run = Command::new("sh")
        .args(["-c", &script, "sh", env!("CARGO_BIN_EXE_keygen")])
        .args(arguments)
        .current_dir(place.dir.path())
        .env_clear()
        .stdin(Stdio::null())
        .output();
    Run::from(run.unwrap())
}

/// Where there is less than the program takes for itself, it is aborted sooner or later, which nobody can explain.
#[test]
fn too_little_for_the_program_itself() {
    let place = Place::new();
    for arguments in [&["batch", "--unencrypted", "--out", "out"][..], &["doctor"], &["verify", "out"]] {
        with_mebibytes(&place, 200, arguments).refuses(3, &["200 MiB", "256 MiB are needed", "lift the limit"]);
    }
    assert!(place.names().is_empty(), "{:?}", place.names());
}

/// The self-test opens a key file, too, and does not blame the program. (It takes half as much, which is too much here for root
/// alone, whose memory is locked.)
#[test]
fn too_little_for_a_key_derivation() {
    let place = Place::new();
    let secrets = ["--password-file", "password", "--mnemonic-file", "mnemonic"];
    let batch = [&["batch", "--scrypt-log-n", "18", "--out", "out"][..], &secrets].concat();
    let run = with_mebibytes(&place, 260, &batch);
    let run = run.refuses(3, &["error: the system does not give the", "of memory that", "lift the limit"]);
    assert!(!run.stderr.contains("self-test"), "{}", run.stderr);
    assert!(place.names().is_empty(), "{:?}", place.names());
}

/// What libraries compute beside each other is computed in one thread; long runs, which would take too long, say so.
#[test]
fn no_threads() {
    let place = Place::new();
    place.batch("out", &["--count", "2", "--unencrypted"]).succeeds();
    let refused = ["--output=/dev/null", "--trace=clone,clone3", "--inject=clone,clone3:error=EAGAIN"];
    let alone = |arguments: &[&str]| place.run_under(Command::new("strace"), &refused, arguments);
    let tuples = "out/public/staker_output.json";
    alone(&["calldata", "add-keys", tuples, "--provider-id", "7", "--network", "mainnet", "--out", "call"]).succeeds();
    alone(&["verify", "out"]).refuses(3, &["the threads cannot be started", "--jobs 1"]);
}
