//! The ceremony record in a batch: written by `keygen batch`, and checked by `keygen verify` to the last byte.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::fs;

use aztec_keystore_batch::{Manifest, Sha256Digest, ceremony_record::to_html};
use common::Place;
use sha2::{Digest, Sha256};

const PAGE: &str = "out/public/ceremony.html";
const MANIFEST: &str = "out/public/manifest.json";

fn batch() -> Place {
    let place = Place::new();
    place.batch("out", &["--count", "2", "--unencrypted"]).succeeds();
    place
}

fn read(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(name)).unwrap()
}

fn digest(place: &Place) -> String {
    base16ct::lower::encode_string(&Sha256::digest(read(place, MANIFEST)))
}

#[track_caller]
fn faulty(place: &Place, words: &[&str]) {
    let run = place.run(&["verify", "out"]).refuses(1, &["1 fault"]);
    for word in words {
        assert!(run.stdout.contains(word), "no {word:?} in: {}", run.stdout);
    }
}

#[test]
fn it_shows_the_digest_that_the_summary_prints() {
    let place = Place::new();
    let run = place.batch("out", &["--count", "2"]).succeeds();
    let digest = digest(&place);
    let page = read(&place, PAGE);
    assert!(page.contains(&format!("<code>{digest}</code>")));
    // Line by line, in the same groups.
    let lines: Vec<_> = page.split("<li><code>").skip(1).filter_map(|rest| rest.split_once("</code>")).collect();
    let lines: Vec<_> = lines.into_iter().map(|(line, _)| line).take(4).collect();
    assert_eq!(lines.concat().replace(' ', ""), digest);
    assert!(run.stdout.contains(&format!("             {}\n", lines.join("\n             "))), "{}", run.stdout);
    assert!(run.stdout.lines().all(|line| line.len() <= 80), "{}", run.stdout);
}

#[test]
fn a_changed_page() {
    for (from, to) in
        [("Attesters", "Attestors"), ("0xf39F", "0xf39E"), ("</html>\n", "</html>"), ("<!DOCTYPE", " <!DOCTYPE")]
    {
        let place = batch();
        let page = read(&place, PAGE);
        assert!(page.contains(from), "{from}");
        fs::write(place.path(PAGE), page.replace(from, to)).unwrap();
        faulty(&place, &["out/public/ceremony.html: is not the record of this manifest", "restore"]);
    }
}

#[test]
fn a_missing_page() {
    let place = batch();
    fs::remove_file(place.path(PAGE)).unwrap();
    faulty(&place, &["out/public/ceremony.html: is missing; restore"]);
    fs::create_dir(place.path(PAGE)).unwrap();
    faulty(&place, &["out/public/ceremony.html: cannot be read"]);
}

#[test]
fn the_page_of_another_batch() {
    let place = batch();
    place.batch("next", &["--count", "2", "--unencrypted", "--address-index", "2"]).succeeds();
    fs::copy(place.path("next/public/ceremony.html"), place.path(PAGE)).unwrap();
    faulty(&place, &["out/public/ceremony.html: is not the record of this manifest"]);
}

/// What another version wrote cannot be made again here. What every version writes must still be that of its manifest.
#[test]
fn a_page_of_another_version() {
    let place = batch();
    let version = concat!("keygen ", env!("CARGO_PKG_VERSION"));
    fs::write(place.path(MANIFEST), read(&place, MANIFEST).replace(version, "keygen 99.0.0")).unwrap();
    faulty(&place, &["out/public/ceremony.html: does not name the sha256 of manifest.json"]);

    let digest = digest(&place);
    let text = read(&place, MANIFEST);
    let made_anew = to_html(&Manifest::read(&text).unwrap(), &Sha256Digest::of(text.as_bytes()));
    let page = made_anew.replace("Gas limit", "Cap");
    fs::write(place.path(PAGE), &page).unwrap();
    let run = place.run(&["verify", "out"]).succeeds();
    let warning =
        "warning: out/public/ceremony.html: was made by another version: its digests, addresses and short keys";
    assert!(run.stdout.contains(warning), "{}", run.stdout);
    assert!(run.stdout.contains(&digest), "{}", run.stdout);

    // Another attester, where a person would look.
    fs::write(place.path(PAGE), page.replacen("<span>0xf39F</span>", "<span>0xf39E</span>", 1)).unwrap();
    faulty(&place, &["out/public/ceremony.html: shows other addresses than manifest.json"]);
    fs::write(place.path(PAGE), &page).unwrap();

    // In the manifest of this version there is no such excuse, and a page that is the same in both needs none.
    fs::write(place.path(MANIFEST), read(&place, MANIFEST).replace("keygen 99.0.0", version)).unwrap();
    faulty(&place, &["is not the record of this manifest"]);
}
