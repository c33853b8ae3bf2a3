//! A batch whose manifest has format 1, from before the release of the rule v6: it is verified, restored and continued.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::fs;

use common::Place;
use sha2::{Digest, Sha256};

const MANIFEST: &str = "old/public/manifest.json";
const PAGE: &str = "old/public/ceremony.html";

/// What the version before wrote for the same keys: the manifest without the members of format 2, and a page that names it.
fn old_batch() -> Place {
    let place = Place::new();
    place.batch("old", &["--count", "2", "--unencrypted"]).succeeds();
    let read = |name: &str| fs::read_to_string(place.path(name)).unwrap();
    let digest = |text: &str| base16ct::lower::encode_string(&Sha256::digest(text));
    let new = read(MANIFEST);
    let old = new.replace("\"formatVersion\": 2", "\"formatVersion\": 1").replace("  \"popGasLimit\": 300000,\n", "");
    assert_eq!(old.lines().count() + 1, new.lines().count());
    fs::write(place.path(MANIFEST), &old).unwrap();
    // Pages of that version looked different.
    let groups = |digest: &str| {
        let groups: Vec<_> = digest.as_bytes().chunks(4).map(|group| str::from_utf8(group).unwrap()).collect();
        [groups.join(" ")].into_iter().chain(groups.chunks(4).map(|line| line.join(" "))).collect::<Vec<_>>()
    };
    let mut page = read(PAGE).replace(&digest(&new), &digest(&old)).replace("Gas limit", "");
    for (new, old) in groups(&digest(&new)).iter().zip(groups(&digest(&old))) {
        page = page.replace(new, &old);
    }
    fs::write(place.path(PAGE), page).unwrap();
    place
}

#[test]
fn it_verifies_and_comes_back() {
    let place = old_batch();
    let run = place.run(&["verify", "old"]).succeeds();
    assert!(run.stdout.contains("warning: old/public/ceremony.html: was made by another version"), "{}", run.stdout);
    assert!(run.stdout.contains("2 entries, every tuple verifies; every secret file opens"), "{}", run.stdout);
    let run = place.run(&["recover-check", "old", "--mnemonic-file", "mnemonic"]).succeeds();
    assert_eq!(run.stdout.trim(), "old: the mnemonic restores all 2 keys");
}

/// Its rule v6 had a lower budget, so whoever goes on says which of the two is meant.
#[test]
fn it_is_continued_under_its_budget() {
    let place = old_batch();
    let after = |more: &[&str]| place.batch("next", &[&["--after", "old", "--unencrypted"], more].concat());
    after(&[]).refuses(2, &["that batch follows the rule v6 within 225000 gas, this one v6", "--max-gas 225000"]);
    after(&["--max-gas", "225000"]).succeeds();
    let next = place.json("next/public/manifest.json");
    assert_eq!((&next["formatVersion"], &next["source"]["gasBudget"]), (&2.into(), &225_000.into()));
    assert_eq!(next["addressIndex"], 2);
    let again = ["--known", "old", "--unencrypted"];
    place.batch("again", &again).refuses(2, &["that batch has some of these keys", "--address-index 2"]);
}
