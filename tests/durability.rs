//! A disk that fails at a certain moment: what is in place is said to be in place, and what is not is gone.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs,
    process::{Command, Stdio},
};

use common::{Place, Run, files_below, tracer};

const FIRST: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const RENDER: [&str; 7] = ["node-keystore", "render", "out", "--prefix", "/srv/keys", "--out", "node.json"];
const SIGNER: [&str; 4] = ["--web3signer-out", "signer", "--web3signer-password-file", "/run/password"];

/// Runs `keygen` while a system call fails, see "injection" in the manual of strace.
fn inject(place: &Place, injection: &str, arguments: &[&str]) -> Run {
    inject_where(place, &[&format!("--inject={injection}")], arguments)
}

fn inject_where(place: &Place, injection: &[&str], arguments: &[&str]) -> Run {
    let by_path = injection.iter().any(|option| option.starts_with("--trace-path"));
    let strace = if by_path { tracer().unwrap() } else { Command::new("strace") };
    let calls = ["--output=/dev/null", "--trace=fsync,renameat2,close"];
    place.run_under(strace, &[&calls[..], injection].concat(), arguments)
}

/// The first sync is that of the file, the second that of the directory with the name.
fn in_place(place: &Place, arguments: &[&str], sync: u32) {
    let run = inject(place, &format!("fsync:error=EIO:when={sync}"), arguments);
    run.refuses(3, &["in place, but the disk did not confirm it"]).says_nothing_of("nothing was");
}

fn not_in_place(place: &Place, arguments: &[&str]) {
    inject(place, "fsync:error=EIO:when=1", arguments).refuses(3, &["cannot be written", "nothing was"]);
}

trait SaysNothingOf {
    fn says_nothing_of(&self, words: &str);
}

impl SaysNothingOf for Run {
    #[track_caller]
    fn says_nothing_of(&self, words: &str) {
        assert!(!self.stderr.contains(words), "{}", self.stderr);
    }
}

#[test]
fn a_changed_password() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    place.secret_file("new", "another password entirely");
    let key = format!("out/secret/eth/00000_{FIRST}.json");
    let change = ["key", "change-password", &key, "--password-file", "password", "--new-password-file", "new"];
    not_in_place(&place, &change);
    place.run(&["key", "inspect", &key, "--password-file", "password"]).succeeds();
    in_place(&place, &change, 2);
    place.run(&["key", "inspect", &key, "--password-file", "new"]).succeeds();
    assert_eq!(files_below(&place.path("out/secret/eth")).len(), 1);
}

#[test]
fn a_new_coinbase() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    place.run(&RENDER).succeeds();
    let before = fs::read(place.path("node.json")).unwrap();
    let set = ["node-keystore", "set-coinbase", "node.json", "--attester", FIRST, "--coinbase", FIRST];
    not_in_place(&place, &set);
    assert_eq!(fs::read(place.path("node.json")).unwrap(), before);
    in_place(&place, &set, 2);
    assert_eq!(place.json("node.json")["validators"][0]["coinbase"], FIRST);
    assert_eq!(place.names(), ["node.json", "out"]);
}

/// Many threads sync many files; only the sync of the directory with the name fails.
#[test]
fn a_new_batch() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    let batch = ["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"];
    let only_here = format!("--trace-path={}", fs::canonicalize(place.dir.path()).unwrap().display());
    let run = inject_where(&place, &[&only_here, "--inject=fsync:error=EIO"], &batch);
    run.refuses(3, &["--out out: is complete and in place, but the disk did not confirm it"]);
    assert_eq!(place.names(), ["out"]);
    place.run(&["verify", "out"]).succeeds();
}

#[test]
fn new_files() {
    let place = Place::new();
    let mnemonic = ["mnemonic", "new", "--out", "words.json", "--password-file", "password"];
    let call = ["calldata", "accept-admin", "--provider-id", "1", "--out", "call"];
    for (arguments, name) in [(&mnemonic[..], "words.json"), (&call, "call")] {
        not_in_place(&place, arguments);
        assert!(place.names().is_empty(), "{:?}", place.names());
        in_place(&place, arguments, 2);
        assert_eq!(place.names(), [name]);
        fs::remove_file(place.path(name)).unwrap();
    }
}

#[test]
fn a_node_keystore_with_a_directory_for_the_signer() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let both = [&RENDER[..], &SIGNER].concat();
    not_in_place(&place, &RENDER);
    not_in_place(&place, &both);
    assert_eq!(place.names(), ["out"]);
    in_place(&place, &RENDER, 2);
    fs::remove_file(place.path("node.json")).unwrap();
    // The signer's file, the node keystore, the signer's directory; then each of the two names.
    for sync in [4, 5] {
        in_place(&place, &both, sync);
        assert_eq!(place.names(), ["node.json", "out", "signer"]);
        fs::remove_file(place.path("node.json")).unwrap();
        fs::remove_dir_all(place.path("signer")).unwrap();
    }
}

#[test]
fn one_of_two_that_gets_no_name() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let both = [&RENDER[..], &SIGNER].concat();
    for name in [1, 2] {
        let run = inject(&place, &format!("renameat2:error=EIO:when={name}"), &both);
        run.refuses(3, &["cannot be put in place", "nothing was kept"]);
        assert_eq!(place.names(), ["out"]);
    }
    // The second fails, and so does taking the first back.
    let run = inject(&place, "renameat2:error=EIO:when=2+", &both);
    run.refuses(3, &["node.json: is finished", "in place all the same: ", "signer"]).says_nothing_of("nothing was");
    assert_eq!(place.names(), ["out", "signer"]);
}

/// What does no harm alone comes first, and the next run says what is there.
#[test]
fn a_run_that_is_killed_between_two_names() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let both = [&RENDER[..], &SIGNER].concat();
    inject(&place, "renameat2:signal=KILL:when=2", &both);
    let names = place.names();
    assert!(names.contains(&"signer".to_owned()) && !names.contains(&"node.json".to_owned()), "{names:?}");
    let partial = names.iter().find(|name| name.starts_with(".node.json.partial-")).unwrap();
    place.run(&both).refuses(2, &["--web3signer-out signer: a directory exists already", partial, "interrupted run"]);
    fs::remove_dir_all(place.path("signer")).unwrap();
    fs::remove_file(place.path(partial)).unwrap();
    place.run(&both).succeeds();
    assert_eq!(place.names(), ["node.json", "out", "signer"]);
}

/// The next run cannot use the name, and tidies up all the same.
#[test]
fn a_batch_that_is_killed_when_it_has_its_name() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    let batch = ["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"];
    // The first sync of the directory above comes after the new name.
    let only_here = format!("--trace-path={}", fs::canonicalize(place.dir.path()).unwrap().display());
    inject_where(&place, &[&only_here, "--inject=fsync:signal=KILL"], &batch);
    let names = place.names();
    let left = names.iter().find(|name| name.starts_with(".out.partial-")).expect("the temporary place");
    assert_eq!(names.len(), 2, "{names:?}");
    place.run(&["verify", "out"]).succeeds();
    place.run(&batch).refuses(2, &["exists already", left, "which an interrupted run had left behind"]);
    assert_eq!(place.names(), ["out"]);
}

/// The old password opens nothing any more but the copies in the temporary place, which go all the same.
#[test]
fn a_change_of_passwords_that_is_killed_when_it_is_in_place() {
    if tracer().is_none() {
        return;
    }
    let place = Place::new();
    place.secret_file("new", "seven herons over a quiet weir");
    place.run(&["batch", "--password-file", "password", "--mnemonic-file", "mnemonic", "--out", "out"]).succeeds();
    let change = ["key", "change-password", "out", "--password-file", "password", "--new-password-file", "new"];
    let only_here = format!("--trace-path={}", fs::canonicalize(place.path("out")).unwrap().display());
    inject_where(&place, &[&only_here, "--inject=fsync:signal=KILL"], &change);
    let left = |name: &String| name.starts_with(".secret.partial-");
    let names: Vec<String> =
        fs::read_dir(place.path("out")).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    let left = names.iter().find(|name| left(name)).expect("the temporary place");
    let verified = place.run(&["verify", "out", "--password-file", "new"]).refuses(1, &["1 fault found"]);
    assert!(
        verified.stdout.contains(left) && verified.stdout.contains("does not belong to this batch"),
        "{}",
        verified.stdout
    );
    place.run(&change).refuses(1, &["the password does not open", left, "which an interrupted run had left behind"]);
    place.run(&["verify", "out", "--password-file", "new"]).succeeds();
}

/// The standard library panics when a directory cannot be closed.
#[test]
fn closing_fails() {
    let place = Place::new();
    // Those before them are of the loader, which ends the process where one fails.
    let first = closes_of_the_loader(&place) + 1;
    let no_close = |arguments: &[&str]| {
        let run = inject(&place, &format!("close:error=EIO:when={first}+"), arguments);
        assert!((0..=3).contains(&run.status) && !run.stderr.contains("panicked"), "{arguments:?}: {}", run.stderr);
    };
    no_close(&["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "bare"]);
    // A read back that fails is removed, with the directories in it.
    let run = inject(&place, "fsync:error=EIO:when=3+", &["batch", "--unencrypted", "--out", "full"]);
    run.refuses(3, &["nothing was kept"]);
    place.batch("out", &["--count", "1"]).succeeds();
    fs::create_dir(place.path("known")).unwrap();
    fs::copy(place.path("out/public/manifest.json"), place.path("known/manifest.json")).unwrap();
    no_close(&["verify", "out", "--password-file", "password"]);
    no_close(&[&RENDER[..], &SIGNER].concat());
    no_close(&["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--known", "known", "--out", "again"]);
}

fn closes_of_the_loader(place: &Place) -> usize {
    let trace = place.path("trace");
    let mut command = Command::new("strace");
    command.arg("--output").arg(&trace).args(["--trace=close", env!("CARGO_BIN_EXE_keygen"), "--version"]);
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    let closes = fs::read_to_string(&trace).unwrap().lines().filter(|line| line.starts_with("close(")).count();
    fs::remove_file(trace).unwrap();
    closes
}
