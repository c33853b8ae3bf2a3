//! docs/formats.md names every field of every JSON file of a batch.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

mod common;

use std::{collections::BTreeSet, fs, path::Path};

use common::Place;
use serde_json::Value;

/// The paths of all members, as the page writes them.
fn fields(value: &Value, path: &str, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                fields(member, &path, into);
            }
        }
        Value::Array(entries) if !entries.is_empty() => {
            entries.iter().for_each(|entry| fields(entry, &format!("{path}[]"), into));
        }
        _ => {
            into.insert(path.to_owned());
        }
    }
}

fn assert_described(page: &str, heading: &str, file: &Path) {
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut actual = BTreeSet::new();
    fields(&serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap(), "", &mut actual);
    assert!(!actual.is_empty());
    for field in actual {
        // The names of files are not those of fields.
        let field = if field.starts_with("files.") { "files.*" } else { &field };
        assert!(section.contains(&format!("`{field}`")), "{}: {field} is not under {heading}", file.display());
    }
}

/// The first file of a directory.
fn first_in(directory: &Path) -> std::path::PathBuf {
    fs::read_dir(directory).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn every_field_is_described() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md")).unwrap();
    let place = Place::new();
    let provider = ["--provider-id", "7", "--network", "mainnet", "--publisher-count", "1"];
    let batch = ["batch", "--password-file", "password", "--count", "2", "--out", "scrypt"];
    place.run(&[&batch[..], &provider].concat()).succeeds();
    let batch = ["batch", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "pbkdf2"];
    place.run(&[&batch[..], &["--coinbase", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"]].concat()).succeeds();

    for batch in ["scrypt", "pbkdf2"].map(|name| place.path(name)) {
        assert_described(&page, "staker_output.json", &batch.join("public/staker_output.json"));
        assert_described(&page, "manifest.json", &batch.join("public/manifest.json"));
        assert_described(&page, "node_keystore.json", &batch.join("secret/node_keystore.json"));
        assert_described(&page, "ETH key files", &first_in(&batch.join("secret/eth")));
        assert_described(&page, "BLS key files", &first_in(&batch.join("secret/bls")));
        assert_described(&page, "mnemonic.json", &batch.join("secret/mnemonic.json"));
    }
    let public = place.path("scrypt/public");
    assert_described(&page, "add_keys_to_provider.json", &public.join("add_keys_to_provider.json"));
    assert_described(&page, "safe_batch.json", &public.join("safe_batch.json"));
    assert_described(&page, "ETH key files", &first_in(&place.path("scrypt/secret/publisher")));
}
