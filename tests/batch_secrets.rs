//! The secret files of a batch: who can read them, who can open them, and that nothing of them is printed.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::{collections::BTreeSet, fs};

use common::{JUNK, PASSWORD, Place, files_below, mode};
use serde_json::Value;

#[test]
fn only_the_owner_can_read_secrets() {
    let place = Place::new();
    place.batch("out", &["--count", "2"]).succeeds();
    for directory in ["out", "out/secret", "out/secret/eth", "out/secret/bls"] {
        assert_eq!(mode(&place.path(directory)), 0o700, "{directory}");
    }
    let secret = files_below(&place.path("out/secret"));
    assert_eq!(secret.len(), 5);
    for file in secret {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn eth_keystore_opens_what_we_encrypt() {
    let place = Place::new();
    place.batch("plain", &["--count", "2", "--unencrypted"]).succeeds();
    let node = place.json("plain/secret/node_keystore.json");
    for (out, kdf) in [("pbkdf2", ["--eth-kdf", "pbkdf2"]), ("scrypt", ["--scrypt-log-n", "14"])] {
        let arguments =
            ["batch", "--count", "2", "--mnemonic-file", "mnemonic", "--password-file", "password", "--out", out];
        place.run(&[&arguments[..], &kdf].concat()).succeeds();
        for (index, file) in files_below(&place.path(&format!("{out}/secret/eth"))).iter().enumerate() {
            let key = eth_keystore::decrypt_key(file, PASSWORD).unwrap();
            let expected = node["validators"][index]["attester"]["eth"].as_str().unwrap();
            assert_eq!(format!("0x{}", base16ct::lower::encode_string(&key)), expected, "{}", file.display());
        }
    }
}

#[test]
fn no_secret_is_printed_or_named() {
    let place = Place::new();
    place.batch("plain", &["--count", "2", "--unencrypted"]).succeeds();
    let node = place.json("plain/secret/node_keystore.json");
    let run = place.batch("out", &["--count", "2"]).succeeds();
    let mut public: String = [&run.stdout[..], &run.stderr].concat();
    for file in files_below(&place.path("out")) {
        public.push_str(&file.display().to_string());
        public.push_str(&fs::read_to_string(&file).unwrap());
    }
    let public = public.to_lowercase();
    for validator in node["validators"].as_array().unwrap() {
        for kind in ["eth", "bls"] {
            let key = validator["attester"][kind].as_str().unwrap().trim_start_matches("0x");
            assert!(!public.contains(&key[..16]), "{kind}");
            assert!(!public.contains(&key[48..]), "{kind}");
        }
    }
    assert!(!public.contains("junk") && !public.contains(PASSWORD));
    assert!(!public.contains(JUNK));
}

#[test]
fn every_file_has_its_own_salt_and_iv_where_that_is_asked_for() {
    let place = Place::new();
    place.batch("out", &["--count", "20", "--salt-per-file"]).succeeds();
    let mut seen = BTreeSet::new();
    let files = files_below(&place.path("out/secret"));
    for file in &files {
        let json: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        for path in [
            ["/crypto/kdfparams/salt", "/crypto/cipherparams/iv"],
            ["/crypto/kdf/params/salt", "/crypto/cipher/params/iv"],
        ]
        .concat()
        {
            seen.extend(json.pointer(path).map(|value| value.as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(seen.len(), 2 * (files.len() - 1), "two for every file but the node keystore");
}
