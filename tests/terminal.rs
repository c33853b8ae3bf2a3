//! The program on a terminal: prompts without echo, and what happens when somebody presses Ctrl-C.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{process::Command, time::Duration};

use common::{PASSWORD, Place, tracer};
use rexpect::session::{PtySession, spawn_command};

fn batch(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["batch", "--mnemonic-file", "mnemonic", "--eth-kdf", "pbkdf2", "--out", "out"]);
    command.current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    command
}

const PATIENCE: Option<u64> = Some(60_000);

#[test]
fn the_password_is_asked_for_twice_and_never_shown() {
    let place = Place::new();
    let mut terminal = spawn_command(batch(&place), PATIENCE).unwrap();
    terminal.exp_string("New password for the key files (at least 12 characters): ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    let shown = terminal.exp_string("The same password again: ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(!shown.contains("horse") && !rest.contains("horse"), "{shown}{rest}");
    assert!(rest.contains("1 key in out"), "{rest}");
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

/// Whoever types ahead, or pastes two entries at once, sees neither.
#[test]
fn nothing_is_shown_from_before_the_first_question_to_after_the_last_answer() {
    let Some(strace) = tracer() else { return };
    let place = Place::new();
    // The terminal of a test shows nothing; a person's does.
    let mut shell = Command::new("sh");
    shell.args(["-c", "stty echo && exec \"$@\"", "sh"]).arg(strace.get_program()).args(strace.get_args());
    shell.args(["--follow-forks", "--quiet=all", "--output=log", "--trace=write,ioctl", "--no-abbrev"]);
    shell.args(["--string-limit=500", env!("CARGO_BIN_EXE_keygen")]);
    shell.args(["batch", "--mnemonic-file", "mnemonic", "--eth-kdf", "pbkdf2", "--out", "out"]);
    shell.current_dir(place.dir.path()).env_clear().env("TERM", "xterm").env("PATH", "/usr/local/bin:/usr/bin:/bin");
    let mut terminal = spawn_command(shell, PATIENCE).unwrap();
    terminal.exp_string("characters): ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_string("again: ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_eof().unwrap();
    let log = std::fs::read_to_string(place.path("log")).unwrap();
    // Each time the terminal is told what to show, and each question.
    let steps = log.lines().filter_map(|line| {
        let modes = line.contains("TCSETS").then(|| line.split_once("c_lflag=")).flatten();
        match modes {
            Some((_, modes)) if modes.split([',', '|']).any(|mode| mode == "ECHO") => Some("shown"),
            Some(_) => Some("hidden"),
            None => ["New password", "The same password again"].into_iter().find(|question| line.contains(question)),
        }
    });
    let mut steps: Vec<_> = steps.collect();
    steps.dedup();
    let expected = ["hidden", "New password", "hidden", "The same password again", "hidden", "shown"];
    assert_eq!(steps, expected, "{log}");
}

#[test]
fn two_entries_that_differ() {
    let place = Place::new();
    let mut terminal = spawn_command(batch(&place), PATIENCE).unwrap();
    terminal.exp_string("characters): ").unwrap();
    terminal.send_line(PASSWORD).unwrap();
    terminal.exp_string("again: ").unwrap();
    terminal.send_line("something else entirely").unwrap();
    terminal.exp_string("the two entries differ").unwrap();
    for question in ["characters): ", "again: "] {
        terminal.exp_string(question).unwrap();
        terminal.send_line(PASSWORD).unwrap();
    }
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("1 key in out"), "{rest}");
    assert_eq!(status(&terminal), 0);
}

#[test]
fn a_bad_password_is_refused_before_its_second_entry_and_three_times_at_most() {
    let place = Place::new();
    let mut terminal = spawn_command(batch(&place), PATIENCE).unwrap();
    let advice = terminal.exp_string("New password for the key files").unwrap();
    assert!(advice.contains("Two passwords are better"), "{advice}");
    for (entry, reason) in
        [("", "the password is empty"), ("password1234", "too easy to guess: it is a common password")]
    {
        terminal.exp_string("characters): ").unwrap();
        terminal.send_line(entry).unwrap();
        terminal.exp_string(reason).unwrap();
        let told = terminal.exp_string("New password for the key files").unwrap();
        assert!(!told.contains("again") && !told.contains("Two passwords"), "{told}");
    }
    terminal.exp_string("characters): ").unwrap();
    terminal.send_line("short").unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("error: the password is too short") && !rest.contains("characters): "), "{rest}");
    assert_eq!(status(&terminal), 2);
    assert!(place.names().is_empty());
}

#[test]
fn an_interrupt_at_the_prompt() {
    let place = Place::new();
    let mut terminal = spawn_command(batch(&place), PATIENCE).unwrap();
    terminal.exp_string("characters): ").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    terminal.send_control('c').unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(status(&terminal), 130);
    assert!(place.names().is_empty());
}

#[test]
fn a_request_to_end_at_the_prompt() {
    let place = Place::new();
    let mut terminal = spawn_command(batch(&place), PATIENCE).unwrap();
    terminal.exp_string("characters): ").unwrap();
    terminal.process_mut().signal(rexpect::process::Signal::SIGTERM).unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert_eq!(rest.matches("error: interrupted; nothing was kept").count(), 1, "{rest}");
    assert_eq!(status(&terminal), 130);
    assert!(place.names().is_empty());
}

#[test]
fn an_interrupt_while_files_are_written() {
    let place = Place::new();
    let mut command = batch(&place);
    command.args(["--count", "2000", "--password-file", "password"]);
    let mut terminal = spawn_command(command, PATIENCE).unwrap();
    // The progress bar shows that keys are being written.
    terminal.exp_string("encrypting").unwrap();
    terminal.exp_regex("[1-9][0-9]*/2000").unwrap();
    assert!(place.names()[0].starts_with(".out.partial-"), "{:?}", place.names());
    terminal.send_control('c').unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("interrupted; nothing was kept"), "{rest}");
    assert_eq!(status(&terminal), 130);
    assert!(place.names().is_empty(), "{:?}", place.names());
}

#[test]
fn an_interrupt_while_files_are_read_back() {
    let place = Place::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["batch", "--count", "2000", "--unencrypted", "--mnemonic-file", "mnemonic", "--out", "out"]);
    command.current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    let mut terminal = spawn_command(command, PATIENCE).unwrap();
    terminal.exp_string("verifying").unwrap();
    terminal.send_control('c').unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("interrupted; nothing was kept"), "{rest}");
    assert_eq!(status(&terminal), 130);
    assert!(place.names().is_empty(), "{:?}", place.names());
    // It stopped long before the last key.
    let verified = rest.split("/2000").filter_map(|before| before.rsplit(' ').next()?.parse::<u32>().ok()).max();
    assert!(verified.unwrap_or(0) < 1000, "{rest}");
}

#[test]
fn verify_without_a_password_checks_the_public_part() {
    let place = Place::new();
    place.batch("out", &[]).succeeds();
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["verify", "out"]).current_dir(place.dir.path()).env_clear();
    let mut terminal = spawn_command(command, PATIENCE).unwrap();
    terminal.exp_string("Enter: check the public part only").unwrap();
    terminal.send_line("").unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("not opened"), "{rest}");
}

/// A batch from a new mnemonic, which is shown.
fn showing_batch(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["batch", "--show-mnemonic", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "out"]);
    command.current_dir(place.dir.path()).env_clear().env("TERM", "xterm");
    command
}

const SECOND_SCREEN: &str = "\u{1b}[?1049h";
const FIRST_SCREEN: &str = "\u{1b}[?1049l";

/// The 24 words, as somebody reads them from the screen.
fn words_on(screen: &str) -> Vec<String> {
    let texts: Vec<&str> = screen.split_whitespace().collect();
    let word = |number: usize| {
        let at = texts.iter().position(|text| *text == number.to_string()).expect("the number is there");
        texts[at + 1].to_owned()
    };
    // The heading has the number 24 as well.
    let last = texts.iter().rposition(|text| *text == "24").unwrap();
    (1..24).map(word).chain([texts[last + 1].to_owned()]).collect()
}

#[test]
fn the_mnemonic_is_shown_once_and_typed_back() {
    let place = Place::new();
    let mut terminal = spawn_command(showing_batch(&place), PATIENCE).unwrap();
    terminal.exp_string(SECOND_SCREEN).unwrap();
    let words = words_on(&terminal.exp_string("Then press Enter: ").unwrap());
    assert!(place.names().is_empty(), "nothing is made before the backup is proved");
    terminal.send_line("").unwrap();
    terminal.exp_string("> ").unwrap();
    terminal.send_line("one two three").unwrap();
    terminal.exp_string("That is 3 words, and there are 24.").unwrap();
    terminal.exp_string("> ").unwrap();
    let mut swapped = words.clone();
    swapped[6] = if words[6] == "zoo" { "zone" } else { "zoo" }.to_owned();
    terminal.send_line(&swapped.join(" ")).unwrap();
    terminal.exp_string("Word 7 is not as shown.").unwrap();
    terminal.exp_string("> ").unwrap();
    // Enter alone shows the words again: they are the same.
    terminal.send_line("").unwrap();
    assert_eq!(words_on(&terminal.exp_string("Then press Enter: ").unwrap()), words);
    terminal.send_line("").unwrap();
    terminal.exp_string("> ").unwrap();
    let short: Vec<&str> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
    terminal.send_line(&short.join(" ")).unwrap();
    terminal.exp_string(FIRST_SCREEN).unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("1 key in out") && rest.contains("It is on your paper"), "{rest}");
    assert!(!rest.contains(&words.join(" ")));
    assert_eq!(status(&terminal), 0);

    place.secret_file("words", &words.join(" "));
    let manifest = "out/public/manifest.json";
    place.run(&["mnemonic", "check", "words", "--manifest", manifest]).succeeds();
    place.run(&["verify", "out", "--password-file", "password"]).succeeds();
}

#[test]
fn an_interrupt_while_the_mnemonic_is_shown() {
    let place = Place::new();
    let mut terminal = spawn_command(showing_batch(&place), PATIENCE).unwrap();
    terminal.exp_string("Then press Enter: ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string(FIRST_SCREEN).unwrap();
    terminal.exp_eof().unwrap();
    assert_eq!(status(&terminal), 130);
    assert!(place.names().is_empty());
}

#[test]
fn a_terminal_that_is_closed_instead_of_typing_the_words() {
    let place = Place::new();
    let mut terminal = spawn_command(showing_batch(&place), PATIENCE).unwrap();
    terminal.exp_string("Then press Enter: ").unwrap();
    terminal.send_control('d').unwrap();
    terminal.exp_string(FIRST_SCREEN).unwrap();
    let rest = terminal.exp_eof().unwrap();
    assert!(rest.contains("the backup is not proved and nothing was kept"), "{rest}");
    assert_eq!(status(&terminal), 2);
    assert!(place.names().is_empty());
}

#[test]
fn a_mnemonic_that_cannot_be_shown() {
    let place = Place::new();
    let show = ["batch", "--show-mnemonic", "--password-file", "password"];
    place.run(&show).refuses(2, &["--show-mnemonic", "no terminal"]);
    place
        .run(&[&show[..], &["--mnemonic-file", "mnemonic"]].concat())
        .refuses(2, &["--show-mnemonic", "--mnemonic-file"]);
    place.secret_file("ikm", &"ab".repeat(32));
    place.secret_file("attesters", "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
    let given = ["--ikm-file", "ikm", "--attesters", "attesters"];
    place.run(&[&show[..], &given[..]].concat()).refuses(2, &["--show-mnemonic", "no mnemonic is made"]);
    assert_eq!(place.names(), ["attesters", "ikm"]);
}

#[test]
fn verifying_many_tuples_shows_progress_that_goes_away() {
    let place = Place::new();
    // Behind index 120, whose gas is worth a warning: that would stand between the bar and the result.
    place.batch("out", &["--count", "1500", "--address-index", "121", "--unencrypted"]).succeeds();
    let mut command = Command::new(env!("CARGO_BIN_EXE_keygen"));
    command.args(["verify", "out/public/staker_output.json"]).current_dir(place.dir.path());
    command.env_clear().env("TERM", "xterm");
    let mut terminal = spawn_command(command, PATIENCE).unwrap();
    let (_, frame) = terminal.exp_regex("verifying[^\r\n]* [1-9][0-9]*/1500").unwrap();
    assert!(frame.ends_with("/1500"), "{frame}");
    let rest = terminal.exp_eof().unwrap();
    // Whatever stood in the line of the bar is erased before the result is printed.
    let result = rest.find("proofs: 1500 registration").unwrap();
    let erased = rest[..result].rfind("\u{1b}[2K").unwrap();
    assert!(!rest[erased..].contains("verifying"), "{rest}");
    assert_eq!(status(&terminal), 0);
}

#[test]
fn a_report_fits_a_narrow_terminal() {
    let place = Place::new();
    place.batch("out", &["--unencrypted"]).succeeds();
    let widest = |columns: &str| {
        let mut command = Command::new("sh");
        command.args(["-c", "stty cols \"$1\"; exec \"$0\" verify out", env!("CARGO_BIN_EXE_keygen"), columns]);
        command.current_dir(place.dir.path()).env("TERM", "xterm");
        let mut terminal = spawn_command(command, PATIENCE).unwrap();
        let shown = terminal.exp_eof().unwrap();
        let lines: Vec<_> = shown.lines().filter(|line| !line.contains('\u{1b}')).collect();
        assert!(lines.iter().any(|line| line.contains("registration")), "{shown}");
        lines.iter().map(|line| line.trim_end().len()).max().unwrap()
    };
    // A fee recipient has 66 characters, and an indent of two.
    assert_eq!(widest("60"), 68);
    let widest = [widest("80"), widest("200")];
    assert!(widest.iter().all(|width| (70..=80).contains(width)), "{widest:?}");
}

/// The exit status, once the program has ended.
fn status(terminal: &PtySession) -> i32 {
    let ended = format!("{:?}", terminal.process().wait().unwrap());
    let number = ended.strip_prefix("Exited(").and_then(|rest| rest.strip_suffix(')')?.rsplit(' ').next());
    number.unwrap_or_else(|| panic!("{ended}")).parse().unwrap()
}
