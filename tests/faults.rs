//! What the system can do to a run: kill it, fill the disk, leave its traces.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{
    fs,
    os::unix::fs::DirBuilderExt,
    process::{Command, Stdio},
    thread::sleep,
    time::Duration,
};

use common::{Place, files_below};
use rustix::process::{Pid, Signal, kill_process};

fn slow_batch(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command
        .args(["batch", "--count", "3000", "--mnemonic-file", "mnemonic", "--password-file", "password"])
        .args(["--eth-kdf", "pbkdf2", "--out", "out"])
        .current_dir(place.dir.path())
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn wait_for_files(place: &Place) -> String {
    for _ in 0..600 {
        if let Some(name) = place.names().into_iter().find(|name| name.starts_with(".out.partial-"))
            && fs::read_dir(place.path(&name).join("content/secret/bls")).is_ok_and(|mut files| files.next().is_some())
        {
            return name;
        }
        sleep(Duration::from_millis(50));
    }
    panic!("no key file appeared within half a minute");
}

#[test]
fn a_killed_run_leaves_no_batch_and_the_next_run_cleans_up() {
    let place = Place::new();
    let mut child = slow_batch(&place).spawn().unwrap();
    let partial = wait_for_files(&place);
    child.kill().unwrap();
    child.wait().unwrap();
    // Nobody can take it for a batch.
    assert_eq!(place.names(), [partial.as_str()]);
    let run = place.batch("out", &[]).succeeds();
    assert!(run.stderr.contains(&partial) && run.stderr.contains("interrupted run"), "{}", run.stderr);
    assert_eq!(place.names(), ["out"]);
}

#[test]
fn a_run_that_is_told_to_end_cleans_up() {
    let place = Place::new();
    let mut child = slow_batch(&place).spawn().unwrap();
    wait_for_files(&place);
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(place.names().is_empty(), "{:?}", place.names());
}

#[test]
fn two_runs_with_the_same_target() {
    let place = Place::new();
    let mut first = slow_batch(&place).spawn().unwrap();
    let partial = wait_for_files(&place);
    // The second one neither removes what the first is writing, nor is it disturbed.
    place.batch("out", &[]).succeeds();
    assert!(place.names().contains(&partial));
    // The first finds the name taken when it is done; here it is told to end, so as not to wait for that.
    kill_process(Pid::from_child(&first), Signal::INT).unwrap();
    first.wait().unwrap();
    assert_eq!(place.names(), ["out"]);
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

/// One that nobody but its owner may remove, by its name and by what is in it.
#[test]
fn a_directory_that_keygen_did_not_make_stays() {
    let place = Place::new();
    for name in [".out.partial-backup", ".out.partial-1"] {
        fs::DirBuilder::new().mode(0o700).create(place.path(name)).unwrap();
        fs::write(place.path(name).join("mine"), "precious").unwrap();
    }
    let run = place.batch("out", &["--unencrypted"]).succeeds();
    assert!(!run.stderr.contains("partial"), "{}", run.stderr);
    for name in [".out.partial-backup", ".out.partial-1"] {
        assert_eq!(fs::read(place.path(name).join("mine")).unwrap(), b"precious");
    }
}

/// The mark is a promise to what earlier versions left, whatever stands in it.
#[test]
fn what_the_first_version_left_is_removed() {
    let place = Place::new();
    let partial = place.path(".out.partial-7");
    for directory in [partial.clone(), partial.join("content")] {
        fs::DirBuilder::new().mode(0o700).create(directory).unwrap();
    }
    fs::write(partial.join("content/half"), "half").unwrap();
    fs::write(partial.join("made-by-keygen"), "keygen is writing here, or was killed").unwrap();
    let run = place.batch("out", &["--unencrypted"]).succeeds();
    assert!(
        run.stderr.contains("removed ./.out.partial-7, which an interrupted run had left behind"),
        "{}",
        run.stderr
    );
    assert_eq!(place.names(), ["out"]);
}

/// One of them gets the name, and none is disturbed by what the others create and remove.
#[test]
fn runs_that_begin_at_once() {
    for _ in 0..8 {
        let place = Place::new();
        let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
        command.args(["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"]);
        command.current_dir(place.dir.path()).env_clear().stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let runs: Vec<_> = (0..4).map(|_| command.spawn().unwrap()).collect();
        let runs: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
        assert_eq!(runs.iter().filter(|run| run.status.success()).count(), 1, "{runs:?}");
        for run in runs.iter().filter(|run| !run.status.success()) {
            assert_eq!(run.status.code(), Some(2), "{run:?}");
            assert!(String::from_utf8_lossy(&run.stderr).contains("exists already"), "{run:?}");
        }
        assert_eq!(place.names(), ["out"]);
    }
}

/// With few open files the directory can be created, but neither written nor removed.
#[test]
fn what_cannot_be_removed_is_named_and_left_to_the_next_run() {
    let place = Place::new();
    let mut left_behind = 0;
    for files in 4..12 {
        let run = limited(&place, &format!("ulimit -n {files}"))
            .args(["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"])
            .output()
            .unwrap();
        let stderr = String::from_utf8(run.stderr).unwrap();
        for name in place.names().iter().filter(|name| name.starts_with(".out.partial-")) {
            assert!(
                stderr.contains(name) && stderr.contains("the next run with the same target removes it"),
                "{stderr}"
            );
            left_behind += 1;
        }
        fs::remove_dir_all(place.path("out")).ok();
        place.batch("out", &["--unencrypted"]).succeeds();
        assert_eq!(place.names(), ["out"], "{files} files");
        fs::remove_dir_all(place.path("out")).unwrap();
    }
    assert!(left_behind > 0, "no limit made it fail");
}

/// A file may have no more than a kibibyte: to the program that is a disk without room.
#[test]
fn a_full_disk() {
    let place = Place::new();
    let run = limited(&place, "ulimit -f 1")
        .args(["batch", "--count", "9", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(3), "{stderr}");
    assert!(stderr.contains("cannot be written") && stderr.contains("nothing was kept"), "{stderr}");
    assert!(place.names().is_empty(), "{:?}", place.names());
}

#[test]
fn a_directory_in_which_nothing_may_be_created() {
    let place = Place::new();
    // Refused to root as well, unlike a directory without the write bit.
    let run = place.run(&["batch", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "/sys/keys"]);
    run.refuses(3, &["/sys/keys", "cannot be created"]);
}

/// Under each of these limits on its memory, a run succeeds or says that there is too little; it never ends without a word.
/// Root needs more than others: all its memory is locked. Under the lowest of them scrypt's 256 MiB are too much for anybody.
#[test]
fn little_memory() {
    let place = Place::new();
    let mut refused = 0;
    for mebibytes in [200, 280, 320, 360, 440, 520, 600] {
        let run = limited(&place, &format!("ulimit -v {}", mebibytes * 1024))
            .args([
                "batch",
                "--count",
                "2",
                "--mnemonic-file",
                "mnemonic",
                "--password-file",
                "password",
                "--out",
                "out",
            ])
            .args(["--scrypt-log-n", "18", "--jobs", "2"])
            .output()
            .unwrap();
        let stderr = String::from_utf8(run.stderr).unwrap();
        if run.status.success() {
            assert_eq!(place.names(), ["out"]);
            fs::remove_dir_all(place.path("out")).unwrap();
            continue;
        }
        assert_eq!(run.status.code(), Some(3), "{mebibytes}: {stderr}");
        assert!(place.names().is_empty(), "{:?}", place.names());
        refused += usize::from(stderr.contains("does not give the 268435456 bytes of memory"));
    }
    assert!(refused > 0, "no limit was too low");
}

/// Somebody else's file may ask for a GiB. That there is not so much says nothing about the file.
#[test]
fn a_file_that_needs_more_memory_than_there_is() {
    let place = Place::new();
    let secrets = ["--mnemonic-file", "mnemonic", "--password-file", "password"];
    place.run(&[&["batch", "--scrypt-log-n", "14", "--out", "out"], &secrets[..]].concat()).succeeds();
    let name = files_below(&place.path("out/secret/eth")).remove(0);
    let text = fs::read_to_string(&name).unwrap();
    fs::write(&name, text.replace("16384", "1048576")).unwrap();
    let file = name.to_str().unwrap();
    let runs: [&[&str]; 4] = [
        &["verify", "out", "--password-file", "password", "--jobs", "1"],
        &["key", "inspect", file, "--password-file", "password"],
        &["key", "export", file, "--password-file", "password", "--yes"],
        &["key", "change-password", file, "--password-file", "password", "--new-password-file", "password"],
    ];
    for arguments in runs {
        let run = limited(&place, "ulimit -v 1000000").args(arguments).output().unwrap();
        let stderr = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(stderr.contains(file.rsplit('/').next().unwrap()), "{stderr}");
        assert!(stderr.contains("does not give the 1073741824 bytes of memory"), "{stderr}");
    }
}

/// Files that ask for so much that two of them at once do not fit are opened one after the other, whatever `--jobs` says.
#[test]
fn files_whose_key_derivations_fit_only_one_by_one() {
    let place = Place::new();
    let arguments = ["--mnemonic-file", "mnemonic", "--password-file", "password", "--jobs", "4"];
    let batch = ["batch", "--count", "4", "--scrypt-log-n", "19", "--salt-per-file", "--out", "out"];
    place.run(&[&batch[..], &arguments].concat()).succeeds();
    let limit = "ulimit -v 1200000";
    let run = limited(&place, limit).args(["verify", "out", "--password-file", "password", "--jobs", "4"]).output();
    let run = run.unwrap();
    let stderr = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.success(), "{stderr}");
    assert!(String::from_utf8(run.stdout).unwrap().contains("every secret file opens"));
}

/// A generator that says that it has filled the buffer, and has not: made alike by a tracer. It made the mnemonic
/// `abandon … art` once, with status 0.
#[test]
fn a_generator_that_gives_nothing() {
    let place = Place::new();
    // Every time, and until the mnemonic is drawn: the allocator asks before that.
    let runs: [(&str, &[&str]); 3] = [
        ("", &["mnemonic", "new"]),
        ("", &["batch", "--unencrypted", "--out", "out"]),
        (":when=1..4", &["batch", "--unencrypted", "--out", "out"]),
    ];
    for (when, arguments) in runs {
        let run = Command::new("strace")
            .args(["--follow-forks", "--quiet=all", "--trace=getrandom"])
            .arg(format!("--inject=getrandom:retval=32{when}"))
            .args(["--output=/dev/null", env!("CARGO_BIN_EXE_keygen")])
            .args(arguments)
            .current_dir(place.dir.path())
            .output()
            .expect("this test needs strace");
        let stderr = String::from_utf8(run.stderr).unwrap();
        assert_eq!(run.status.code(), Some(3), "{arguments:?}: {stderr}");
        assert!(stderr.contains("generator repeats itself; make no keys on this machine"), "{stderr}");
        assert!(run.stdout.is_empty());
        assert_eq!(place.names(), Vec::<String>::new(), "{arguments:?}");
    }
}

/// A command under a limit that the shell sets.
fn limited(place: &Place, limit: &str) -> Command {
    let mut command = Command::new("bash");
    command.args(["-c", &format!("{limit}; exec \"$0\" \"$@\"")]).arg(env!("CARGO_BIN_EXE_keygen"));
    command.current_dir(place.dir.path()).env_clear();
    command
}
