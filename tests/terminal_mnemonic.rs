//! Mnemonics on a terminal: typed in, and shown, on the second screen.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::process::Command;

use common::{JUNK, PASSWORD, Place};
use rexpect::session::{PtySession, spawn_command};

const PATIENCE: Option<u64> = Some(60_000);
const SECOND_SCREEN: &str = "\u{1b}[?1049h";
const FIRST_SCREEN: &str = "\u{1b}[?1049l";

fn keygen(place: &Place, arguments: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(arguments).current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    spawn_command(command, PATIENCE).unwrap()
}

fn status(terminal: &PtySession) -> i32 {
    let ended = format!("{:?}", terminal.process().wait().unwrap());
    let number = ended.strip_prefix("Exited(").and_then(|rest| rest.strip_suffix(')')?.rsplit(' ').next());
    number.unwrap_or_else(|| panic!("{ended}")).parse().unwrap()
}

/// Everything after the second screen was left: what somebody can scroll back to.
fn rest_on_the_first_screen(terminal: &mut PtySession) -> String {
    terminal.exp_string(FIRST_SCREEN).unwrap();
    terminal.exp_eof().unwrap()
}

#[test]
fn a_batch_from_typed_words() {
    let place = Place::new();
    place.batch("expected", &["--unencrypted"]).succeeds();
    let mut terminal = keygen(&place, &["batch", "--type-mnemonic", "--unencrypted", "--out", "out"]);
    terminal.exp_string(SECOND_SCREEN).unwrap();
    terminal.exp_string("Word 1> ").unwrap();
    terminal.send_line("test test TEST").unwrap();
    terminal.exp_string("Word 4> ").unwrap();
    // An unknown word is named at once, and the words before it stay.
    terminal.send_line("test tset test").unwrap();
    terminal.exp_string("Word 5 is not in the English BIP-39 list").unwrap();
    terminal.exp_string("Word 5> ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("There are 4 words so far").unwrap();
    terminal.exp_string("Word 5> ").unwrap();
    terminal.send_line("test test test test test test test zoo").unwrap();
    let shown = terminal.exp_string("Word 13> ").unwrap();
    assert!(shown.contains("12  zoo") && shown.contains(" 3  test"), "{shown}");
    terminal.send_line("").unwrap();
    terminal.exp_string("the checksum is wrong").unwrap();
    terminal.exp_string("Word 13> ").unwrap();
    terminal.send_line("12 junk").unwrap();
    terminal.exp_string("Word 13> ").unwrap();
    terminal.send_line("").unwrap();
    let rest = rest_on_the_first_screen(&mut terminal);
    assert!(rest.contains("1 key in out") && !rest.contains("junk"), "{rest}");
    assert_eq!(status(&terminal), 0);
    assert_eq!(place.json("out/public/staker_output.json"), place.json("expected/public/staker_output.json"));
}

#[test]
fn typing_that_is_given_up() {
    let place = Place::new();
    for (control, expected) in [('c', 130), ('d', 2)] {
        let mut terminal = keygen(&place, &["batch", "--type-mnemonic", "--unencrypted", "--out", "out"]);
        terminal.exp_string("Word 1> ").unwrap();
        terminal.send_line("test").unwrap();
        terminal.exp_string("Word 2> ").unwrap();
        terminal.send_control(control).unwrap();
        let rest = rest_on_the_first_screen(&mut terminal);
        assert!(rest.contains(if control == 'c' { "nothing was kept" } else { "not typed to their end" }), "{rest}");
        assert_eq!(status(&terminal), expected);
        assert!(place.names().is_empty());
    }
}

#[test]
fn words_that_nobody_can_type() {
    let place = Place::new();
    let typed = ["batch", "--type-mnemonic", "--unencrypted"];
    place.run(&typed).refuses(2, &["--type-mnemonic", "no terminal", "--mnemonic-file"]);
    for other in [&["--mnemonic-file", "mnemonic"][..], &["--show-mnemonic"]] {
        place.run(&[&typed, other].concat()).refuses(2, &["--type-mnemonic", other[0]]);
    }
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("attesters", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    let given = ["--ikm-file", "ikm", "--attesters", "attesters"];
    place.run(&[&typed[..], &given].concat()).refuses(2, &["--type-mnemonic", "no key comes from a mnemonic"]);
}

#[test]
fn recover_check_asks_for_the_words() {
    let place = Place::with_batch("2");
    let mut terminal = keygen(&place, &["recover-check", "out"]);
    terminal.exp_string("Word 1> ").unwrap();
    terminal.send_line(JUNK).unwrap();
    terminal.exp_string("Word 13> ").unwrap();
    terminal.send_line("").unwrap();
    let rest = rest_on_the_first_screen(&mut terminal);
    assert!(rest.contains("out: the mnemonic restores all 2 keys") && !rest.contains("junk"), "{rest}");
    assert_eq!(status(&terminal), 0);
    place.run(&["recover-check", "out"]).refuses(2, &["--mnemonic-file"]);
}

#[test]
fn four_letters_are_enough_in_a_file() {
    let place = Place::new();
    let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    place.secret_file("full", phrase);
    let short: Vec<_> = phrase.split(' ').map(|word| &word[..word.len().min(4)]).collect();
    place.secret_file("short", &short.join(" "));
    let attester = |file| {
        let report = place.run(&["mnemonic", "check", file]).succeeds().stdout;
        report.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(attester("short"), attester("full"));
}

#[test]
fn words_are_shown_on_the_second_screen_alone() {
    let place = Place::new();
    let mut terminal = keygen(&place, &["mnemonic", "new", "--words", "12"]);
    terminal.exp_string(SECOND_SCREEN).unwrap();
    let shown = terminal.exp_string("Enter wipes the screen").unwrap();
    assert!(shown.contains("12 new words") && shown.contains("  12  "), "{shown}");
    terminal.send_line("").unwrap();
    assert_eq!(rest_on_the_first_screen(&mut terminal), "");
    assert_eq!(status(&terminal), 0);

    place.run(&["mnemonic", "new", "--out", "words.json", "--password-file", "password"]).succeeds();
    let opened = ["mnemonic", "show", "words.json", "--yes", "--password-file", "password"];
    let words = place.run(&opened).succeeds().stdout;
    let mut terminal = keygen(&place, &opened[..4]);
    terminal.exp_string("Password of the file: ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_string(SECOND_SCREEN).unwrap();
    let shown = terminal.exp_string("Enter wipes the screen").unwrap();
    for (number, word) in (1..).zip(words.split_whitespace()) {
        assert!(shown.contains(&format!(" {number:>2}  {word}")), "{shown}");
    }
    terminal.send_line("").unwrap();
    let rest = rest_on_the_first_screen(&mut terminal);
    assert!(rest.trim().is_empty(), "{rest}");
}
