//! Interrupts at the edges: just before something is written, and when it is in place.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    fs,
    io::{self, PipeReader, PipeWriter, Read, Write},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::Duration,
};

use common::{JUNK, Place};
use rustix::process::{Pid, Signal, kill_process};

const MOMENT: Duration = Duration::from_millis(50);

/// What a pipe holds: whoever writes more has to wait.
const PIPE_BYTES: usize = 64 * 1024;

fn full_pipe() -> (PipeReader, PipeWriter) {
    let (reader, mut writer) = io::pipe().unwrap();
    writer.write_all(&vec![b'x'; PIPE_BYTES]).unwrap();
    (reader, writer)
}

fn keygen(place: &Place, arguments: &[&str]) -> Command {
    let mut command = Command::new("setsid");
    command.arg("--wait").arg(env!("CARGO_BIN_EXE_keygen")).args(arguments);
    command.current_dir(place.dir.path()).env_clear().stdin(Stdio::null());
    command
}

/// `setsid --wait` is the parent of the program that is meant.
fn interrupt(child: &Child) {
    let id = child.id();
    let children = fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap();
    let program = children.split_whitespace().next().map_or_else(|| id.to_string(), str::to_owned);
    let program = Pid::from_raw(program.parse().unwrap()).unwrap();
    kill_process(program, Signal::INT).unwrap();
}

fn wait_until(what: impl Fn() -> bool) {
    for _ in 0..600 {
        if what() {
            return;
        }
        sleep(MOMENT);
    }
    panic!("it did not happen within half a minute");
}

/// Runs until its report does not fit into the pipe, and interrupts it then. Returns what it says.
fn interrupted_while_reporting(place: &Place, arguments: &[&str], in_place: impl Fn() -> bool) -> String {
    let (_reader, writer) = full_pipe();
    let mut child = keygen(place, arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
    wait_until(in_place);
    interrupt(&child);
    wait_until(|| fs::read_to_string(format!("/proc/{}/stat", child.id())).is_ok_and(|stat| stat.contains(") Z ")));
    assert_eq!(child.wait().unwrap().code(), Some(130));
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr.matches("error: interrupted; ").count(), 1, "{stderr}");
    assert!(!stderr.contains("nothing was"), "{stderr}");
    stderr
}

#[test]
fn a_batch_that_is_in_place() {
    let place = Place::new();
    let batch = ["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"];
    let stderr = interrupted_while_reporting(&place, &batch, || place.path("out").exists());
    assert!(stderr.contains("complete and in place, only the report is lost: out"), "{stderr}");
    assert_eq!(place.names(), ["out"]);
    place.run(&["verify", "out"]).succeeds();
}

#[test]
fn a_password_that_is_changed() {
    let place = Place::new();
    place.secret_file("new", "another password entirely");
    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let before = fs::read(place.path("words.json")).unwrap();
    let change = ["key", "change-password", "words.json", "--password-file", "password", "--new-password-file", "new"];
    let changed = || fs::read(place.path("words.json")).unwrap() != before;
    let stderr = interrupted_while_reporting(&place, &change, changed);
    assert!(stderr.contains("complete and in place, only the report is lost: words.json"), "{stderr}");
    place.run(&["mnemonic", "check", "words.json", "--password-file", "new"]).succeeds();
}

#[test]
fn files_that_are_in_place() {
    let place = Place::new();
    place.batch("out", &["--count", "1"]).succeeds();
    let render = ["node-keystore", "render", "out", "--prefix", "/srv", "--out", "node.json"];
    let signer = ["--web3signer-out", "signer", "--web3signer-password-file", "/run/password"];
    let both = [&render[..], &signer].concat();
    let stderr = interrupted_while_reporting(&place, &both, || place.path("node.json").exists());
    assert!(stderr.contains("only the report is lost: signer, node.json"), "{stderr}");
    let call = ["calldata", "accept-admin", "--provider-id", "1", "--out", "call"];
    let stderr = interrupted_while_reporting(&place, &call, || place.path("call").exists());
    assert!(stderr.contains("only the report is lost: call"), "{stderr}");
}

/// The interrupt arrives before anything is written, and its handler takes a while to end the process: here because
/// nobody reads its last words. Meanwhile nothing may begin that it would not remove.
#[test]
fn nothing_begins_behind_the_back_of_the_handler() {
    let place = Place::new();
    let (mut reader, writer) = full_pipe();
    let mut child = keygen(&place, &["batch", "--count", "1", "--unencrypted", "--mnemonic-file", "-", "--out", "out"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(writer)
        .spawn()
        .unwrap();
    // It has taken over its signals before it reads, and then it waits for the words.
    sleep(MOMENT * 20);
    interrupt(&child);
    sleep(MOMENT * 10);
    writeln!(child.stdin.take().unwrap(), "{JUNK}").unwrap();
    sleep(MOMENT * 20);
    assert!(place.names().is_empty(), "{:?}", place.names());
    let mut stderr = String::new();
    reader.read_to_string(&mut stderr).unwrap();
    assert_eq!(stderr.trim_start_matches('x'), "error: interrupted; nothing was kept\n");
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(place.names().is_empty(), "{:?}", place.names());
}

/// The run is about to end well when the interrupt arrives, and the handler takes a while: one of them has the last word.
#[test]
fn the_end_waits_for_the_handler() {
    let place = Place::new();
    let (mut report, stdout) = full_pipe();
    let (mut errors, stderr) = full_pipe();
    let call = ["calldata", "accept-admin", "--provider-id", "1", "--out", "call"];
    let mut child = keygen(&place, &call).stdout(stdout).stderr(stderr).spawn().unwrap();
    wait_until(|| place.path("call").exists());
    sleep(MOMENT * 4);
    interrupt(&child);
    sleep(MOMENT * 10);
    // Now the report gets through, and nothing else stands against the end.
    let mut said = String::new();
    let reading = std::thread::spawn(move || report.read_to_string(&mut said).map(|_| said));
    sleep(MOMENT * 10);
    assert!(child.try_wait().unwrap().is_none(), "it ended while its handler wrote");
    let mut stderr = String::new();
    errors.read_to_string(&mut stderr).unwrap();
    assert_eq!(
        stderr.trim_start_matches('x'),
        "error: interrupted; complete and in place, only the report is lost: call\n"
    );
    assert_eq!(child.wait().unwrap().code(), Some(130));
    reading.join().unwrap().unwrap();
}
