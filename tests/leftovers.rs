//! What was written cannot be removed either: then nobody is told that nothing was kept, but what is there and how to remove it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::{fs, process::Command};

use common::{Place, Run};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const BATCH: [&str; 8] = ["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "new"];
/// How the library removes: what is in a directory, a file, a directory.
const REMOVALS: [&str; 3] = ["unlinkat", "unlink", "rmdir"];

/// Runs `keygen` while something goes wrong with system calls.
fn inject(place: &Place, injections: &[&str], arguments: &[&str]) -> Run {
    let injections: Vec<_> = injections.iter().map(|injection| format!("--inject={injection}")).collect();
    let mut options = vec!["--output=/dev/null", "--trace=fsync,renameat2,rename,%file"];
    options.extend(injections.iter().map(String::as_str));
    place.run_under(Command::new("strace"), &options, arguments)
}

/// The run fails, and names what it leaves; the command that it gives removes that.
#[track_caller]
fn says_what_is_left(place: &Place, run: &Run, status: i32) {
    assert_eq!(run.status, status, "{}", run.stderr);
    let stderr = &run.stderr;
    let left: Vec<_> = walk(place).into_iter().filter(|path| path.contains(".partial-") && !inside(path)).collect();
    assert!(!left.is_empty(), "nothing is left: {stderr}");
    let last = stderr.lines().find(|line| line.starts_with("error: ")).unwrap();
    for path in &left {
        let name = path.rsplit('/').next().unwrap();
        assert!(last.contains("nothing was kept but ") || last.contains("nothing was changed but "), "{stderr}");
        assert!(last.contains(name) && last.contains("which could not be removed"), "{name}: {stderr}");
    }
    let commands: Vec<_> = stderr.lines().filter_map(|line| line.split_once("rm -r -- ")).collect();
    assert_eq!(commands.len(), left.len(), "{stderr}");
    for (_, path) in commands {
        let removed =
            Command::new("sh").args(["-c", &format!("rm -r -- {path}")]).current_dir(place.dir.path()).status();
        assert!(removed.unwrap().success(), "{path}");
    }
    assert!(!walk(place).iter().any(|path| path.contains(".partial-")), "{:?}", walk(place));
}

/// Whether something is in a temporary place, and not the place itself.
fn inside(path: &str) -> bool {
    path.split_once(".partial-").is_some_and(|(_, rest)| rest.contains('/'))
}

/// Every path below the place.
fn walk(place: &Place) -> Vec<String> {
    let mut found = Vec::new();
    let mut directories = vec![place.dir.path().to_owned()];
    while let Some(directory) = directories.pop() {
        for entry in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
            found.push(entry.to_str().unwrap().to_owned());
            if entry.is_dir() {
                directories.push(entry);
            }
        }
    }
    found
}

#[test]
fn a_batch() {
    let place = Place::new();
    let mut left = 0;
    for removal in REMOVALS {
        for error in ["EIO", "EACCES"] {
            for failure in ["fsync:error=EIO:when=1", "renameat2:error=EIO"] {
                let run = inject(&place, &[failure, &format!("{removal}:error={error}")], &BATCH);
                says_what_is_left(&place, &run, 3);
                left += 1;
            }
        }
    }
    assert_eq!(left, 12);
    place.run(&BATCH).succeeds();
}

#[test]
fn a_temporary_place_that_is_not_finished() {
    let place = Place::new();
    // The mark is there, the directory beside it cannot be made; then neither can be removed.
    let run = inject(&place, &["mkdir:error=EIO:when=2", "unlink:error=EIO"], &BATCH);
    assert_eq!(run.status, 3, "{}", run.stderr);
    let left = place.names().into_iter().find(|name| name.starts_with(".new.partial-")).unwrap();
    assert!(run.stderr.contains(&left) && run.stderr.contains("rm -r -- "), "{}", run.stderr);
    place.run(&BATCH).succeeds();
    assert_eq!(place.names(), ["new"]);
}

#[test]
fn single_files() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    place.secret_file("new-password", "another password entirely");
    let render = ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "node.json"];
    place.run(&render).succeeds();
    let key = format!("out/secret/eth/00000_{FIRST}.json");
    let to = ["--new-password-file", "new-password"];
    let runs: [&[&str]; 7] = [
        &["calldata", "accept-admin", "--provider-id", "1", "--out", "call"],
        &["mnemonic", "new", "--out", "words.json", "--password-file", "password"],
        &["metadata", "new", "--provider-id", "1", "--name", "Name", "--description", "Text", "--out", "meta.json"],
        &["key", "change-password", &key, "--password-file", "password", to[0], to[1]],
        &["key", "change-password", "out", "--password-file", "password", to[0], to[1]],
        &["node-keystore", "set-coinbase", "node.json", "--attester", FIRST, "--coinbase", FIRST],
        &["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "other.json"],
    ];
    let before = walk(&place).len();
    for arguments in runs {
        for error in ["EIO", "EACCES"] {
            let removals = REMOVALS.map(|removal| format!("{removal}:error={error}"));
            let removals: Vec<_> = removals.iter().map(String::as_str).collect();
            let run = inject(&place, &[&["fsync:error=EIO:when=1"], &removals[..]].concat(), arguments);
            says_what_is_left(&place, &run, 3);
            let renamed = ["renameat2:error=EIO", "rename:error=EIO"];
            let run = inject(&place, &[&renamed[..], &removals[..]].concat(), arguments);
            says_what_is_left(&place, &run, 3);
        }
    }
    assert_eq!(walk(&place).len(), before, "{:?}", walk(&place));
}

#[test]
fn several_outputs() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let both = ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "node.json", "--web3signer-out"];
    let both = [&both[..], &["signer", "--web3signer-password-file", "/run/password"]].concat();
    let run = inject(&place, &["renameat2:error=EIO", "unlinkat:error=EIO", "unlink:error=EIO"], &both);
    says_what_is_left(&place, &run, 3);
    assert_eq!(place.names(), ["out"]);
}

/// The system sends the interrupt while the files are written.
#[test]
fn an_interrupt() {
    let place = Place::new();
    for removal in REMOVALS {
        let run = inject(&place, &["fsync:signal=INT:when=1", &format!("{removal}:error=EIO")], &BATCH);
        assert!(run.stderr.contains("interrupted; nothing was kept but "), "{}", run.stderr);
        says_what_is_left(&place, &run, 130);
    }
    let run = inject(&place, &["fsync:signal=INT:when=1"], &BATCH);
    assert!(run.stderr.ends_with("error: interrupted; nothing was kept\n"), "{}", run.stderr);
    assert!(place.names().is_empty());
}
