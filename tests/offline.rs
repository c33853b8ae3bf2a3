//! The ceremony program has nothing to do with networks.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

use std::process::Command;

/// Crates that open connections, and the runtimes that come with them.
const NETWORK: [&str; 14] = [
    "tokio",
    "mio",
    "async-std",
    "smol",
    "socket2",
    "hyper",
    "reqwest",
    "ureq",
    "curl",
    "isahc",
    "rustls",
    "native-tls",
    "openssl",
    "alloy-transport",
];

#[test]
fn no_network_crate_is_linked() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--package", "aztec-keygen", "--edges", "normal,build", "--prefix", "none", "--format", "{lib}"])
        .arg("--locked")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let names: Vec<_> = str::from_utf8(&tree.stdout).unwrap().lines().map(|name| name.replace('_', "-")).collect();
    assert!(names.iter().any(|name| name == "bn254-bls"), "{names:?}");
    for name in NETWORK {
        assert!(!names.iter().any(|linked| linked == name), "{name} is linked");
    }
}

/// A whole run makes no system call that has to do with networks.
#[test]
fn no_network_call_is_made() {
    let place = tempfile::tempdir().unwrap();
    let trace = place.path().join("trace");
    let run = Command::new("strace")
        .args(["--follow-forks", "--quiet=all", "--trace=%network", "--output"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_keygen"))
        .args(["batch", "--count", "3", "--unencrypted", "--out"])
        .arg(place.path().join("out"))
        .output()
        .expect("this test needs strace: apt-get install strace");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert_eq!(std::fs::read_to_string(trace).unwrap(), "");
}
