//! Every command line in the documentation is one that the program takes: the verb exists, and so does each option.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{collections::BTreeMap, fs, path::PathBuf};

use common::Place;

fn pages() -> Vec<PathBuf> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    pages.push(root.join("README.md"));
    pages
}

/// The command lines in the blocks of code of a page that begin with `keygen`, continued lines put together.
fn command_lines(page: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for block in page.split("```").skip(1).step_by(2).filter(|block| !block.starts_with("rust")) {
        for line in block.replace("\\\n", " ").lines() {
            let line = line.trim().trim_start_matches("$ ");
            // Behind a pipe or an assignment, too; not behind the end of the command.
            let begins = line.split_whitespace().take_while(|word| *word != "keygen").count();
            let words: Vec<_> =
                line.split_whitespace().skip(begins).take_while(|word| !"#|><;&".contains(*word)).collect();
            let is_command = begins == 0 || line.contains("| keygen") || line.contains("=… keygen");
            if is_command && words.len() > 1 {
                lines.push(words.join(" "));
            }
        }
    }
    lines
}

/// The help of the longest chain of verbs with which the words begin.
fn help(place: &Place, words: &[&str], known: &mut BTreeMap<String, String>) -> String {
    let verbs: Vec<_> =
        words.iter().take_while(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-')).collect();
    for length in (0..=verbs.len().min(2)).rev() {
        let chain: Vec<_> = words[..length].iter().copied().filter(|word| !word.starts_with('-')).collect();
        if let Some(text) = known.get(&chain.join(" ")) {
            return text.clone();
        }
        let run = place.run(&[&chain[..], &["--help"]].concat());
        if run.status == 0 {
            known.insert(chain.join(" "), run.stdout.clone());
            return run.stdout;
        }
    }
    panic!("no help for {words:?}");
}

#[test]
fn every_option_in_the_documentation_exists() {
    let place = Place::new();
    let (mut known, mut checked) = (BTreeMap::new(), 0);
    for page in pages() {
        for line in command_lines(&fs::read_to_string(&page).unwrap()) {
            let words: Vec<_> = line.split_whitespace().skip(1).collect();
            let help = help(&place, &words, &mut known);
            for option in words.iter().filter(|word| word.starts_with("--") && word.len() > 2) {
                let name = option.split('=').next().unwrap();
                let listed = |c: &str| help.contains(&format!("{name}{c}"));
                assert!([" ", "\n", ",", "."].iter().any(|end| listed(end)), "{}: `{line}`: {name}", page.display());
                checked += 1;
            }
        }
    }
    assert!(checked > 100, "{checked}");
}
