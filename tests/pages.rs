//! `keygen completions` and `keygen man`: every verb is in them.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;

const VERBS: [&str; 12] = [
    "doctor",
    "batch",
    "import",
    "verify",
    "recover-check",
    "calldata",
    "exit",
    "node-keystore",
    "metadata",
    "mnemonic",
    "key",
    "password",
];

#[test]
fn completions_for_each_shell() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = place.run(&["completions", shell]).succeeds();
        for word in [&VERBS[..], &["add-keys", "max-per-call", "set-coinbase"]].concat() {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    place.run(&["completions", "sh"]).refuses(2, &["bash"]);
}

#[test]
fn a_man_page_for_each_verb() {
    let place = Place::new();
    let page = place.run(&["man"]).succeeds().stdout;
    assert!(page.starts_with(".ie") && page.contains(".TH keygen 1"), "{page}");
    place.run(&["man", "--out", "man"]).succeeds();
    assert!(VERBS.iter().all(|verb| place.path(&format!("man/keygen-{verb}.1")).exists()));
    let page = fs::read_to_string(place.path("man/keygen-calldata-add-keys.1")).unwrap();
    assert!(page.contains("max\\-per\\-call"), "{page}");
    for file in fs::read_dir(place.path("man")).unwrap() {
        let page = fs::read_to_string(file.unwrap().path()).unwrap();
        for section in ["\"EXIT STATUS\"", "ENVIRONMENT", "FILES", "EXAMPLES"] {
            assert_eq!(page.matches(&format!("\n.SH {section}\n")).count(), 1, "{section}: {page}");
        }
        // Pages that it names are there.
        let words = page.split(|c: char| c.is_whitespace() || c == ',');
        for named in words.filter_map(|word| word.trim_start_matches("\\fB").split_once("(1)")).map(|(name, _)| name) {
            let name = named.replace("\\-", "-").replace("\\fR", "");
            assert!(place.path(&format!("man/{name}.1")).exists(), "{name}: {page}");
        }
        // What an example says is understood.
        let (_, examples) = page.split_once(".SH EXAMPLES\n").unwrap();
        let examples = examples.lines().filter(|line| line.starts_with("keygen ")).map(|line| line.replace("\\-", "-"));
        let commands: Vec<_> = examples.collect();
        assert!(!commands.is_empty(), "{page}");
        for command in commands {
            let arguments: Vec<_> = command.split_whitespace().skip(1).chain(["--help"]).collect();
            place.run(&arguments).succeeds();
        }
    }
    place.run(&["man", "--out", "man"]).refuses(2, &["man", "exists"]);
}

#[test]
fn the_documentation_has_a_page_for_each_verb() {
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");
    let index = fs::read_to_string(format!("{docs}/README.md")).unwrap();
    let help = Place::new().run(&["--help"]).succeeds().stdout;
    // The verbs stand behind "Commands:", each on a line of its own with two spaces in front.
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let is_verb = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let verbs: Vec<_> = verbs.filter(is_verb).filter_map(|line| line.split_whitespace().next()).collect();
    assert!(VERBS.iter().all(|verb| verbs.contains(verb)), "{verbs:?}");
    for verb in verbs.iter().filter(|verb| **verb != "help") {
        assert!(index.contains(&format!("]({verb}.md)")), "{verb} is not in docs/README.md");
        let page = fs::read_to_string(format!("{docs}/{verb}.md")).unwrap();
        assert!(page.starts_with(&format!("# keygen {verb}\n")), "{verb}");
    }
}
