//! A batch directory that somebody has changed, with the manifest and the page sealed anew: each change is caught, or shown.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{
    collections::BTreeMap,
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use aztec_keystore_batch::{Manifest, Sha256Digest, ceremony_record::to_html};
use common::{PASSWORD, Place, files_below};
use serde_json::{Value, json};

const OTHER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
const REGISTRY: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

/// What is done to a file: its new content, or none where it goes.
type Change = Option<Vec<u8>>;

fn batch() -> Place {
    let place = Place::new();
    let calls = ["--provider-id", "7", "--registry", REGISTRY, "--chain-id", "1"];
    place.batch("out", &[&["--count", "2", "--publisher-count", "1"], &calls[..]].concat()).succeeds();
    place
}

fn verify(place: &Place) -> (i32, String) {
    let run = place.run(&["verify", "out", "--password-file", "password", "--table"]);
    (run.status, run.stdout + &run.stderr)
}

/// What is shown to machines alone.
fn report(place: &Place) -> String {
    place.run(&["verify", "out", "--password-file", "password", "--json"]).stdout
}

/// A JSON file with one value changed, for every value in it.
fn each_value_changed(text: &[u8]) -> Vec<(String, Change)> {
    let whole: Value = serde_json::from_slice(text).unwrap();
    let mut pointers = Vec::new();
    collect(&whole, String::new(), &mut pointers);
    let changed = |pointer: String| {
        let mut json = whole.clone();
        let value = json.pointer_mut(&pointer).unwrap();
        *value = other(value);
        (pointer, Some(serde_json::to_vec_pretty(&json).unwrap()))
    };
    pointers.into_iter().map(changed).collect()
}

fn collect(json: &Value, pointer: String, pointers: &mut Vec<String>) {
    match json {
        Value::Object(members) => {
            members
                .iter()
                .for_each(|(name, value)| collect(value, format!("{pointer}/{}", name.replace('/', "~1")), pointers));
        }
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, value)| collect(value, format!("{pointer}/{at}"), pointers));
        }
        Value::Null => {}
        _ => pointers.push(pointer),
    }
}

/// Another value that still looks like one of its kind.
fn other(value: &Value) -> Value {
    match value {
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_u64().unwrap_or_default() + 1),
        Value::String(text) if text.len() == 42 && text.starts_with("0x") => json!(OTHER),
        Value::String(text) => {
            // The last digit becomes another one, or a letter another letter.
            let (rest, last) = text.split_at(text.len().saturating_sub(1));
            json!(format!("{rest}{}", if last == "1" { "2" } else { "1" }))
        }
        other => other.clone(),
    }
}

/// Every changed text of a file that is not JSON: one byte in each eighth of it, a line more, and half of it.
fn each_part_changed(text: &[u8]) -> Vec<(String, Change)> {
    let mut changes: Vec<(String, Change)> = (0..8)
        .map(|part| {
            let at = (text.len() * part / 8..text.len()).find(|at| text[*at].is_ascii_alphanumeric()).unwrap();
            let mut changed = text.to_vec();
            changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
            (format!("byte {at}"), Some(changed))
        })
        .collect();
    changes.push(("a line more".to_owned(), Some([text, b"\ncast send elsewhere\n"].concat())));
    changes.push(("half of it".to_owned(), Some(text[..text.len() / 2].to_vec())));
    changes
}

fn write(path: &Path, change: &Change) {
    match change {
        Some(content) => fs::write(path, content).unwrap(),
        None => fs::remove_file(path).unwrap(),
    }
}

/// Every file as it was, mode and all: otherwise the next change would be caught for another reason.
fn restore(original: &BTreeMap<PathBuf, Vec<u8>>) {
    for (file, content) in original {
        fs::write(file, content).unwrap();
        fs::set_permissions(file, Permissions::from_mode(0o600)).unwrap();
    }
}

/// The manifest with the digest of a public file as it is now, and a page made from that manifest.
fn seal(place: &Place, name: &str, content: &[u8]) {
    let path = place.path("out/public/manifest.json");
    let mut manifest: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    if manifest["files"].get(name).is_some() {
        manifest["files"][name] = json!(Sha256Digest::of(content).to_string());
        fs::write(&path, serde_json::to_string_pretty(&manifest).unwrap() + "\n").unwrap();
    }
    seal_page(place);
}

fn seal_page(place: &Place) {
    let text = fs::read_to_string(place.path("out/public/manifest.json")).unwrap();
    if let Ok(manifest) = Manifest::read(&text) {
        let page = to_html(&manifest, &Sha256Digest::of(text.as_bytes()));
        fs::write(place.path("out/public/ceremony.html"), page).unwrap();
    }
}

#[test]
fn every_change_is_caught_or_shown() {
    let place = batch();
    let files = files_below(&place.path("out"));
    let original: BTreeMap<_, _> = files.iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect();
    restore(&original);
    let untouched = verify(&place);
    assert_eq!(untouched.0, 0, "{}", untouched.1);
    let untouched_report = report(&place);
    let (mut caught, mut shown, mut accepted) = (0, 0, Vec::new());
    for (file, content) in &original {
        let name = file.file_name().unwrap().to_str().unwrap();
        let is_public = file.parent().unwrap().ends_with("public");
        let mut changes = match file.extension().and_then(|extension| extension.to_str()) {
            Some("json") => each_value_changed(content),
            _ => each_part_changed(content),
        };
        // One key file after the other tells nothing new.
        if ["eth", "bls", "publisher"].iter().any(|kind| file.parent().unwrap().ends_with(kind))
            && !name.starts_with("00000")
        {
            changes.clear();
        }
        changes.push(("removed".to_owned(), None));
        for (what, change) in changes {
            write(file, &change);
            match (name, &change) {
                ("ceremony.html", _) | (_, None) => {}
                ("manifest.json", _) => seal_page(&place),
                (_, Some(content)) if is_public => seal(&place, name, content),
                _ => {}
            }
            let (status, text) = verify(&place);
            match status {
                1 => caught += 1,
                0 if text != untouched.1 || report(&place) != untouched_report => shown += 1,
                0 => {
                    let directory = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
                    accepted.push(format!("{}: {what}", if is_public { name } else { directory }));
                }
                _ => panic!("{}: {what} ends with {status}: {text}", file.display()),
            }
            assert!(!text.contains("panicked") && !text.contains(PASSWORD), "{text}");
            restore(&original);
        }
    }
    assert!(caught + shown >= 100, "{caught} caught, {shown} shown");
    assert!(accepted.is_empty(), "{caught} caught, {shown} shown, and not seen: {accepted:?}");
    assert_eq!(verify(&place), untouched);
}
