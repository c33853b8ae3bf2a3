//! The script of exits runs in a shell, with programs in the place of cast and date that say what the test wants.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Output};

use crate::signed_exits::{DEADLINE, ROLLUP, domain, exits};
use aztec_staking_registry::calldata::Function;
use aztec_staking_registry::exits::SignedExits;

fn signed() -> SignedExits {
    SignedExits::verify(domain(), &exits(30)).unwrap()
}

/// Runs the script of two calls; what was sent, a line for each transaction.
fn run(chain: &str, now: u64, statuses: &str, first_call: &str) -> (Output, String) {
    let directory = tempfile::tempdir().unwrap();
    let log = directory.path().join("log");
    for (name, program) in [("cast", include_str!("fake_cast.sh")), ("date", "#!/bin/sh\necho \"$FAKE_NOW\"\n")] {
        let path = directory.path().join(name);
        fs::write(&path, program).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    }
    let script = directory.path().join("script.sh");
    fs::write(&script, signed().cast_script()).unwrap();
    let output = Command::new("sh")
        .arg(script)
        .args(["--account", "anybody"])
        .env_clear()
        .env("PATH", format!("{}:{}", directory.path().display(), std::env::var("PATH").unwrap()))
        .env("FAKE_LOG", &log)
        .envs([("ETH_RPC_URL", "http://127.0.0.1:1"), ("FAKE_CHAIN", chain), ("FAKE_NOW", &now.to_string())])
        .envs([("FAKE_STATUSES", statuses), ("FIRST_CALL", first_call)])
        .output()
        .unwrap();
    (output, fs::read_to_string(&log).unwrap_or_default())
}

#[track_caller]
fn stops((output, sent): (Output, String), transactions: usize, words: &[&str]) {
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), sent.lines().count()), (Some(1), transactions), "{told}");
    for word in words {
        assert!(told.contains(word), "no {word:?} in: {told}");
    }
}

#[test]
fn it_hands_everything_to_cast() {
    let (output, sent) = run("1", DEADLINE, "1 1", "1");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let signature = Function::InitiateWithdrawByAttesterBatchUpToLimit.signature();
    let line = |argument: &str| format!("<send><--json><{ROLLUP}><{signature}><{argument}><--account><anybody>\n");
    let expected: String = signed().calls().iter().map(|call| line(&call.calldata.arguments()[0])).collect();
    assert_eq!(sent, expected);
}

/// `cast send` ends with 0 also where the transaction reverted.
#[test]
fn it_stops_at_a_transaction_that_did_not_succeed() {
    stops(run("1", DEADLINE, "0", "1"), 1, &["transaction 1 0x00cd reverted", "took out none", "FIRST_CALL=1"]);
    stops(run("1", DEADLINE, "1 lost", "1"), 2, &["transaction 2 was not sent, or", "nothing is left to do"]);
    stops(run("1", DEADLINE, "unknown", "2"), 1, &["receipt of transaction 2 has no status"]);
}

#[test]
fn it_looks_before_it_sends() {
    stops(run("2", DEADLINE, "1 1", "1"), 0, &["is on chain 2", "these exits are for chain 1"]);
    stops(run("1", DEADLINE + 1, "1 1", "1"), 0, &["the deadline of these exits has passed"]);
    for first_call in ["0", "3", "abc", "1x"] {
        stops(run("1", DEADLINE, "1 1", first_call), 0, &["is not the number of a transaction; give 1 to 2"]);
    }
}
