//! Entropy that the operator brings along: from a file, from a pipe, and from dice on a terminal.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use common::Place;
use rexpect::session::{PtySession, spawn_command};

const ROLLS: &str =
    "365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442";

#[test]
fn the_same_file_gives_another_mnemonic_each_time() {
    let place = Place::new();
    place.secret_file("entropy", ROLLS);
    let words = || place.run(&["mnemonic", "new", "--entropy-file", "entropy"]).succeeds();
    let (one, other) = (words(), words());
    assert_eq!(one.stdout.split_whitespace().count(), 24);
    assert_ne!(one.stdout, other.stdout);
    assert_eq!(one.stderr, "");
    // Bytes that are no text; a pipe; standard input.
    fs::write(place.path("bytes"), [0xff, 0, 0xfe]).unwrap();
    fs::set_permissions(place.path("bytes"), PermissionsExt::from_mode(0o600)).unwrap();
    place.run(&["mnemonic", "new", "--words", "12", "--entropy-file", "bytes"]).succeeds();
    place.run_with(&["mnemonic", "new", "--entropy-file", "-"], &[], ROLLS).succeeds();
    let new = ["mnemonic", "new", "--out", "new.json", "--password-file", "password", "--entropy-file", "entropy"];
    place.run(&new).succeeds();
    place.run(&["mnemonic", "check", "new.json", "--password-file", "password"]).succeeds();
}

#[test]
fn a_batch_with_a_new_mnemonic() {
    let place = Place::new();
    place.secret_file("entropy", ROLLS);
    for out in ["one", "other"] {
        place.run(&["batch", "--unencrypted", "--entropy-file", "entropy", "--out", out]).succeeds();
        place.run(&["recover-check", out, "--mnemonic-file", &format!("{out}/secret/mnemonic.txt")]).succeeds();
    }
    let words = |out: &str| fs::read_to_string(place.path(&format!("{out}/secret/mnemonic.txt"))).unwrap();
    assert_ne!(words("one"), words("other"));
}

#[test]
fn files_without_entropy_are_refused() {
    let place = Place::new();
    let refuses = |bytes: &[u8], words: &[&str]| {
        fs::write(place.path("entropy"), bytes).unwrap();
        fs::set_permissions(place.path("entropy"), PermissionsExt::from_mode(0o600)).unwrap();
        for verb in [&["mnemonic", "new"][..], &["batch", "--unencrypted"]] {
            let run = place.run(&[verb, &["--entropy-file", "entropy"]].concat());
            run.refuses(2, &[&["--entropy-file"], words].concat());
        }
        assert_eq!(place.names(), ["entropy"]);
    };
    refuses(b"", &["empty"]);
    refuses(b" \r\n\n", &["nothing but blanks"]);
    refuses(&[7; 64], &["all of its bytes are equal"]);
    refuses(&[&[1][..], &[0; 1 << 20]].concat(), &["too large"]);
    place.run(&["mnemonic", "new", "--entropy-file", "/dev/zero"]).refuses(2, &["too large"]);
    place.run(&["mnemonic", "new", "--entropy-file", "."]).refuses(2, &["directory"]);
    // Somebody may have typed the entropy itself.
    let typed = place.run(&["mnemonic", "new", "--entropy-file", ROLLS]).refuses(2, &["there is no such file"]);
    assert!(!typed.stderr.contains(ROLLS), "{}", typed.stderr);
}

#[test]
fn a_file_that_others_can_read_is_told() {
    let place = Place::new();
    place.secret_file("entropy", ROLLS);
    fs::set_permissions(place.path("entropy"), PermissionsExt::from_mode(0o644)).unwrap();
    let run = place.run(&["mnemonic", "new", "--entropy-file", "entropy"]).succeeds();
    assert!(run.stderr.contains("others on this machine can read this file"), "{}", run.stderr);
}

#[test]
fn entropy_for_nothing_is_refused() {
    let place = Place::new();
    place.secret_file("entropy", ROLLS);
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("attesters", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    let file = ["--entropy-file", "entropy"];
    for own in [&file[..], &["--dice"]] {
        for given in [&["--mnemonic-file", "mnemonic"][..], &["--type-mnemonic"]] {
            place.run(&[&["batch", "--unencrypted"], own, given].concat()).refuses(2, &[own[0], given[0]]);
        }
        let nothing = ["batch", "--unencrypted", "--ikm-file", "ikm", "--attesters", "attesters"];
        place.run(&[&nothing, own].concat()).refuses(2, &[own[0], "no key comes from a mnemonic"]);
    }
    place.run(&[&["mnemonic", "new", "--dice"], &file[..]].concat()).refuses(2, &["--dice", "--entropy-file"]);
    let twice = ["mnemonic", "new", "--out", "new.json", "--entropy-file", "-", "--password-file", "-"];
    place.run(&twice).refuses(2, &["--entropy-file", "--password-file", "standard input"]);
    place.run(&["mnemonic", "new", "--dice"]).refuses(2, &["--dice", "no terminal", "--entropy-file"]);
    // Nobody rolls dice for a file that exists.
    place.run(&["mnemonic", "new", "--dice", "--out", "ikm"]).refuses(2, &["--out", "ikm"]);
}

fn on_terminal(place: &Place, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(arguments).current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    spawn_command(command, Some(60_000)).unwrap()
}

/// What somebody can scroll back to, once the second screen was left.
fn rest_on_the_first_screen(terminal: &mut PtySession) -> String {
    terminal.exp_string("\u{1b}[?1049l").unwrap();
    terminal.exp_eof().unwrap()
}

#[test]
fn dice_are_counted_and_mixed() {
    let place = Place::new();
    let new = ["batch", "--dice", "--unencrypted", "--out", "out"];
    let mut terminal = on_terminal(&place, &new);
    terminal.exp_string("\u{1b}[?1049h").unwrap();
    terminal.exp_string("Rolls: 0 of at least 99.").unwrap();
    terminal.send_line("1 2 3 7").unwrap();
    terminal.exp_string("Rolls: 3 of at least 99.").unwrap();
    terminal.exp_string("a digit from 1 to 6").unwrap();
    terminal.send_line("---").unwrap();
    terminal.exp_string("Rolls: 0 of at least 99.").unwrap();
    terminal.send_line(&"6".repeat(99)).unwrap();
    terminal.exp_string("6: 99").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("no fair die").unwrap();
    terminal.send_line(&ROLLS[..98]).unwrap();
    terminal.exp_string("Rolls: 98 of at least 99.").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("go on rolling").unwrap();
    terminal.send_line(&ROLLS[98..]).unwrap();
    terminal.exp_string("Rolls: 99 of at least 99.").unwrap();
    terminal.send_line("").unwrap();
    let rest = rest_on_the_first_screen(&mut terminal);
    assert!(rest.contains("1 key in out") && !rest.contains("Rolls") && !rest.contains(&ROLLS[..5]), "{rest}");
    place.run(&["recover-check", "out", "--mnemonic-file", "out/secret/mnemonic.txt"]).succeeds();
}

#[test]
fn dice_that_are_given_up() {
    let place = Place::new();
    for (control, expected, said) in [('c', "130", "nothing was kept"), ('d', "2", "not typed to their end")] {
        let mut terminal = on_terminal(&place, &["mnemonic", "new", "--dice", "--words", "12"]);
        terminal.exp_string("Rolls: 0 of at least 50.").unwrap();
        terminal.send_line("12").unwrap();
        terminal.exp_string("Rolls: 2 of at least 50.").unwrap();
        terminal.send_control(control).unwrap();
        let rest = rest_on_the_first_screen(&mut terminal);
        assert!(rest.contains(said), "{rest}");
        let ended = format!("{:?}", terminal.process().wait().unwrap());
        assert!(ended.ends_with(&format!(", {expected})")), "{ended}");
    }
}
