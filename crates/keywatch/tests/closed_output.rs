//! Standard streams that were closed before the program began: what is lost or missing is said. The verbs that ask the
//! chain are in `tests/chain`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{path::Path, process::Command};

/// `keywatch` as a shell starts it with this redirection: its status, and what it says.
fn redirected(directory: &Path, arguments: &str, redirection: &str) -> (Option<i32>, String) {
    let script = format!(r#"exec "$0" {arguments} {redirection}"#);
    let run = Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_keywatch")])
        .current_dir(directory)
        .output()
        .unwrap();
    (run.status.code(), String::from_utf8(run.stderr).unwrap())
}

#[test]
fn what_is_lost_is_said() {
    let place = tempfile::tempdir().unwrap();
    let again = "(standard output is closed); send standard output elsewhere and run the command again\n";
    for (arguments, what) in [
        ("completions bash", "result"),
        ("man", "result"),
        ("--help", "help"),
        ("check --help", "help"),
        ("--version", "help"),
    ] {
        let expected = (Some(3), format!("error: the {what} could not be printed {again}"));
        assert_eq!(redirected(place.path(), arguments, ">&-"), expected, "{arguments}");
        assert_eq!(redirected(place.path(), arguments, ">/dev/null"), (Some(0), String::new()), "{arguments}");
        assert_eq!(redirected(place.path(), arguments, ">/dev/full").0, Some(3), "{arguments}");
    }
    let (status, message) = redirected(place.path(), "man --out pages", ">&-");
    assert_eq!(status, Some(3));
    assert!(message.contains("the files are complete and in place, only this report of them is lost"), "{message}");
    assert!(place.path().join("pages/keywatch-check.1").exists());
}

#[test]
fn what_is_wrong_needs_no_standard_output() {
    let place = tempfile::tempdir().unwrap();
    let (status, message) = redirected(place.path(), "check --no-such-option", ">&-");
    assert_eq!(status, Some(3));
    assert!(message.contains("--no-such-option"), "{message}");
}

/// A closed standard input is no empty file, and neither is one without an end a long one.
#[test]
fn what_cannot_be_a_setting_is_said() {
    let place = tempfile::tempdir().unwrap();
    let target = "--provider-id 1 --network mainnet --rpc-url http://127.0.0.1:1 --retries 0";
    for option in ["--config", "--webhook-file"] {
        let run =
            |redirection: &str| redirected(place.path(), &format!("run {target} {option} /dev/stdin"), redirection);
        let (status, message) = run("<&-");
        assert_eq!(status, Some(3), "{message}");
        assert!(message.contains("standard input is closed") && message.lines().count() == 1, "{message}");
        let (status, message) = run("</dev/zero");
        assert_eq!(status, Some(3), "{message}");
        assert!(message.contains("too large to be the right file"), "{message}");
    }
}
