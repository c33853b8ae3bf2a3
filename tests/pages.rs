//! `keygen completions` and `keygen man`: every verb is in them.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;

const VERBS: [&str; 6] = ["batch", "verify", "calldata", "node-keystore", "mnemonic", "key"];

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
    place.run(&["man", "--out", "man"]).refuses(2, &["man", "exists"]);
}
