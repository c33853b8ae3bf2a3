//! A result that does not arrive is not passed over: standard output on a disk without room.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{fs::File, process::Command};

use common::{PASSWORD, Place};

#[test]
fn a_lost_result_is_a_failure() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    let verbs: [&[&str]; 6] = [
        &["mnemonic", "new"],
        &["verify", "out"],
        &["calldata", "add-keys", "--provider-id", "1", "out/public/staker_output.json"],
        &["recover-check", "out", "--mnemonic-file", "mnemonic"],
        &["completions", "bash"],
        &["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "second"],
    ];
    for verb in verbs {
        let run = Command::new(env!("CARGO_BIN_EXE_keygen"))
            .args(verb)
            .current_dir(place.dir.path())
            .env_clear()
            .env("AZTEC_KEYSTORE_PASSWORD", PASSWORD)
            .stdout(File::options().write(true).open("/dev/full").unwrap())
            .output()
            .unwrap();
        let stderr = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(3), "{verb:?}: {stderr}");
        assert_eq!(stderr.matches("error: the result could not be written").count(), 1, "{verb:?}: {stderr}");
    }
    // What was written besides is complete.
    place.run(&["verify", "second"]).succeeds();
}
