//! `keygen doctor` on the machine that the tests run on: whatever that is like, report and status agree.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use common::{Place, Run};
use serde_json::Value;

const NAMES: [&str; 15] = [
    "network",
    "swap",
    "locked memory",
    "core dumps",
    "debuggers",
    "seccomp",
    "Landlock",
    "randomness",
    "clock",
    "memory",
    "file system",
    "permissions",
    "terminal",
    "user",
    "machine",
];

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap()
}

/// The verdict and the text of a check.
fn check(report: &Value, name: &str) -> (String, String) {
    let checks = report["checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["check"] == name).unwrap();
    (check["verdict"].as_str().unwrap().to_owned(), check["text"].as_str().unwrap().to_owned())
}

#[test]
fn table_json_and_status_agree() {
    let place = Place::new();
    let run = place.run(&["doctor", "--json"]);
    let report = json(&run);
    let checks = report["checks"].as_array().unwrap();
    assert_eq!(checks.iter().map(|check| check["check"].as_str().unwrap()).collect::<Vec<_>>(), NAMES);
    let bad = checks.iter().filter(|check| check["verdict"] == "bad").count();
    assert_eq!(report["fit"], bad == 0);
    assert_eq!(run.status, i32::from(bad > 0), "{}", run.stderr);

    let table = place.run(&["doctor"]);
    assert_eq!(table.status, run.status);
    let lines: Vec<_> = table.stdout.lines().collect();
    assert_eq!(lines.len(), NAMES.len() + 1, "{}", table.stdout);
    for (line, check) in lines.iter().zip(checks) {
        let words = format!("{:<13}  {:<4}  ", check["check"].as_str().unwrap(), check["verdict"].as_str().unwrap());
        assert!(line.starts_with(&words), "{line}");
    }
    assert!(lines.last().unwrap().contains(&format!("{bad} of 15 checks bad")), "{}", table.stdout);
    assert_eq!(place.names(), Vec::<String>::new(), "nothing is written");
}

#[test]
fn the_directory_that_is_named_counts() {
    let place = Place::new();
    let open = place.path("open");
    fs::create_dir(&open).unwrap();
    assert_eq!(check(&json(&place.run(&["doctor", "--json", "--dir", "open"])), "permissions").0, "ok");
    fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
    let run = place.run(&["doctor", "--json", "--dir", "open"]);
    assert_eq!(check(&json(&run), "permissions").0, "bad");
    run.refuses(1, &["make no keys on this machine before"]);
    let run = place.run(&["doctor", "--json", "--dir", "gone"]);
    assert_eq!(check(&json(&run), "file system").0, "bad");
    assert_eq!(run.status, 1);
}

/// What the program has done to itself is what the check says.
#[test]
fn what_is_in_force_is_said() {
    let place = Place::new();
    let report = json(&place.run(&["doctor", "--json"]));
    let version = place.run(&["--version", "--verbose"]).succeeds().stdout;
    for name in ["seccomp", "Landlock"] {
        let line = version.lines().find_map(|line| line.strip_prefix(&format!("{name}: "))).unwrap();
        let (verdict, text) = check(&report, name);
        assert!(text.starts_with(line), "{text}");
        assert_eq!(verdict == "ok", line.starts_with("in force"), "{text}");
    }
    let (verdict, text) = check(&report, "terminal");
    assert!(verdict == "warn" && text.contains("on a terminal"), "{text}");
    assert_eq!(check(&report, "core dumps").1.split(';').next(), Some("off for keygen"));
}

/// The limit that most users have, without the capability that lifts it.
fn with_usual_limit(keygen: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("sh");
    let as_most_users = if rustix::process::geteuid().is_root() {
        "ulimit -l 8192; exec setpriv --bounding-set -ipc_lock --inh-caps -ipc_lock \"$@\""
    } else {
        "ulimit -l 8192; exec \"$@\""
    };
    command.args(["-c", as_most_users, "sh"]).arg(keygen).args(arguments);
    command
}

#[test]
fn what_the_limit_has_room_for_is_locked() {
    let place = Place::new();
    let keygen = Path::new(env!("CARGO_BIN_EXE_keygen"));
    let run = with_usual_limit(keygen, &["doctor", "--json"]).current_dir(place.dir.path()).output().unwrap();
    let (verdict, text) = check(&serde_json::from_slice(&run.stdout).unwrap(), "locked memory");
    assert_eq!(verdict, "warn");
    let said: u64 = text.split_once(" KiB for keys and passwords are, ").unwrap().0.parse().unwrap();
    assert!((4000..8192).contains(&said) && text.contains("limit of 8192 KiB"), "{text}");

    // And it is so: while it waits for its input, the kernel has as much of it locked.
    let mut waiting = with_usual_limit(keygen, &["verify", "-"]);
    let mut waiting = waiting
        .current_dir(place.dir.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", waiting.id());
    let began = Instant::now();
    let locked = loop {
        let status = fs::read_to_string(&status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap();
        let locked: u64 = line.trim().trim_end_matches(" kB").parse().unwrap();
        if locked > 0 || began.elapsed() > Duration::from_secs(60) {
            break locked;
        }
        thread::sleep(Duration::from_millis(5));
    };
    drop(waiting.stdin.take());
    waiting.wait().unwrap();
    assert!((said..=8192).contains(&locked), "{locked} KiB of {said}");
}
