//! What a person reads: help, errors and summaries, compared with the transcripts in `tests/cmd/`. Its README says how they
//! are written and made anew.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{fs, path::Path};

use common::Place;
use snapbox::{Assert, Data, Redactions, assert::DEFAULT_ACTION_ENV, data::DataFormat};

#[test]
fn every_transcript() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    assert!(files.len() > 5, "{files:?}");
    for file in files {
        let expected = fs::read_to_string(&file).unwrap();
        let assert = Assert::new().action_env(DEFAULT_ACTION_ENV).redact_with(redactions());
        assert.eq(replay(&expected), Data::read_from(&file, Some(DataFormat::Text)));
    }
}

/// What differs from run to run, or from version to version.
fn redactions() -> Redactions {
    let mut redactions = Redactions::new();
    redactions.insert("[VERSION]", env!("CARGO_PKG_VERSION")).unwrap();
    redactions
}

/// The digest of a manifest follows from the version that wrote it.
fn masked(text: &str) -> String {
    let is_group = |word: &str| word.len() == 4 && word.chars().all(|digit| digit.is_ascii_hexdigit());
    let line = |line: &str| match line.split_whitespace().collect::<Vec<_>>()[..] {
        [a, b, c, d] if [a, b, c, d].into_iter().all(is_group) => "             [FOUR GROUPS]\n".to_owned(),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Runs the commands of a transcript in a place of their own, and writes down what they say.
fn replay(transcript: &str) -> String {
    let place = Place::new();
    let mut replayed = String::new();
    let mut lines = transcript.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(name) = line.strip_prefix("> ") {
            replayed.push_str(&format!("\n{line}\n"));
            let mut content = Vec::new();
            while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
                replayed.push_str(&format!("{line}\n"));
                content.push(line[1..].strip_prefix(' ').unwrap_or_default());
            }
            place.secret_file(name, &content.join("\n"));
        } else if let Some(command) = line.strip_prefix("$ keygen") {
            let arguments: Vec<_> = command.split_whitespace().collect();
            let before = place.names();
            let run = place.run(&arguments);
            if run.status != 0 {
                assert_eq!(place.names(), before, "{line} left something behind");
            }
            let status = if run.status == 0 { String::new() } else { format!("? {}\n", run.status) };
            replayed.push_str(&format!("\n{line}\n{status}{}{}", run.stdout, run.stderr));
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        } else if line.starts_with("## ") {
            replayed.push_str(&format!("\n{line}\n"));
        }
    }
    masked(replayed.trim_start())
}
