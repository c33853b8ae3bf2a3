//! `keygen exit sign` on a terminal: what will happen is said, and somebody says yes to it.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::process::Command;

use common::{PASSWORD, Place, mode};
use rexpect::session::{PtySession, spawn_command};

const ROLLUP: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const PATIENCE: Option<u64> = Some(60_000);

fn asked(place: &Place) -> PtySession {
    place.batch("out", &["--count", "2"]).succeeds();
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["exit", "sign", "out", "--rollup", ROLLUP, "--chain-id", "1", "--deadline", "30d", "--out", "exits"]);
    command.current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    spawn_command(command, PATIENCE).unwrap()
}

fn status(terminal: &PtySession) -> i32 {
    let ended = format!("{:?}", terminal.process().wait().unwrap());
    let number = ended.strip_prefix("Exited(").and_then(|rest| rest.strip_suffix(')')?.rsplit(' ').next());
    number.unwrap_or_else(|| panic!("{ended}")).parse().unwrap()
}

#[test]
fn yes_and_the_password() {
    let place = Place::new();
    let mut terminal = asked(&place);
    let told = terminal.exp_string("Sign these exits? Type yes to go on: ").unwrap();
    for words in ["To be signed: 2 exits", "cannot be undone", "30 days from now", ROLLUP] {
        assert!(told.contains(words), "{words}: {told}");
    }
    terminal.send_line("yes").unwrap();
    terminal.exp_string("Password of the file: ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("2 exits signed") && !rest.contains("horse"), "{rest}");
    assert_eq!(status(&terminal), 0);
    assert_eq!(mode(&place.path("exits")), 0o600);
}

#[test]
fn anything_but_yes() {
    for answer in ["no", "y", ""] {
        let place = Place::new();
        let mut terminal = asked(&place);
        terminal.exp_string("Type yes to go on: ").unwrap();
        terminal.send_line(answer).unwrap();
        terminal.exp_string("nothing was signed").unwrap();
        terminal.exp_eof().unwrap();
        assert_eq!(status(&terminal), 2);
        assert_eq!(place.names(), ["out"]);
    }
}

#[test]
fn an_interrupt_at_the_question() {
    let place = Place::new();
    let mut terminal = asked(&place);
    terminal.exp_string("Type yes to go on: ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(status(&terminal), 130);
    assert_eq!(place.names(), ["out"]);
}
