//! What the files of a batch share: a salt for each kind of file, and never an initialisation vector.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

mod common;

use std::collections::HashSet;

use common::{Place, files_below};

const ETH: [&str; 2] = ["/crypto/kdfparams/salt", "/crypto/cipherparams/iv"];
const BLS: [&str; 2] = ["/crypto/kdf/params/salt", "/crypto/cipher/params/iv"];

/// The values that the files of a directory have at a pointer, each once.
fn values(place: &Place, directory: &str, pointer: &str) -> HashSet<String> {
    let files = files_below(&place.path(directory));
    let value = |file: &std::path::PathBuf| place.json(file.to_str().unwrap()).pointer(pointer).unwrap().to_string();
    files.iter().map(value).collect()
}

/// Two batches of 5 keys with publishers under one password, and the salts and vectors of both.
fn two_batches(more: &[&str]) -> (Place, HashSet<String>, HashSet<String>) {
    let place = Place::new();
    let (mut salts, mut vectors) = (HashSet::new(), HashSet::new());
    for out in ["one", "two"] {
        // A new mnemonic, which is kept.
        let batch = ["batch", "--count", "5", "--publisher-count", "1", "--scrypt-log-n", "14", "--out", out];
        place.run(&[&batch[..], &["--password-file", "password"], more].concat()).succeeds();
        for (kind, [salt, iv]) in [("eth", ETH), ("publisher", ETH), ("bls", BLS)] {
            let directory = format!("{out}/secret/{kind}");
            salts.extend(values(&place, &directory, salt));
            vectors.extend(values(&place, &directory, iv));
        }
        let mnemonic = place.json(&format!("{out}/secret/mnemonic.json"));
        salts.insert(mnemonic.pointer(BLS[0]).unwrap().to_string());
        vectors.insert(mnemonic.pointer(BLS[1]).unwrap().to_string());
    }
    place.run(&["verify", "one", "two", "--password-file", "password"]).succeeds();
    (place, salts, vectors)
}

#[test]
fn a_batch_has_a_salt_for_eth_one_for_bls_and_one_for_the_mnemonic() {
    let (place, salts, vectors) = two_batches(&[]);
    assert_eq!(salts.len(), 2 * 3, "and no two batches share one");
    assert_eq!(vectors.len(), 2 * (5 + 5 + 5 + 1), "a vector for every file");
    assert_eq!(values(&place, "one/secret/eth", ETH[0]), values(&place, "one/secret/publisher", ETH[0]));
}

#[test]
fn a_salt_for_each_file_where_that_is_asked_for() {
    let (_place, salts, vectors) = two_batches(&["--salt-per-file"]);
    assert_eq!((salts.len(), vectors.len()), (32, 32));
}

#[test]
fn imported_keys_share_salts_as_well() {
    let place = Place::new();
    place.batch("plain", &["--unencrypted", "--count", "3"]).succeeds();
    let import = ["import", "plain/secret/node_keystore.json", "--password-file", "password", "--eth-kdf", "pbkdf2"];
    for (out, more, salts) in [("shared", None, 1), ("own", Some("--salt-per-file"), 3)] {
        let arguments = [&import[..], &["--out", out]].concat();
        place.run(&arguments.into_iter().chain(more).collect::<Vec<_>>()).succeeds();
        for (kind, [salt, iv]) in [("eth", ETH), ("bls", BLS)] {
            let directory = format!("{out}/secret/{kind}");
            assert_eq!(values(&place, &directory, salt).len(), salts, "{directory}");
            assert_eq!(values(&place, &directory, iv).len(), 3, "{directory}");
        }
    }
}

#[test]
fn a_changed_password_brings_a_new_salt() {
    let place = Place::new();
    place.batch("out", &["--count", "3"]).succeeds();
    let old = values(&place, "out/secret/eth", ETH[0]);
    place.secret_file("new", "another good password");
    for file in files_below(&place.path("out/secret/eth")) {
        let change = ["key", "change-password", file.to_str().unwrap(), "--password-file", "password"];
        place.run(&[&change[..], &["--new-password-file", "new"]].concat()).succeeds();
    }
    let new = values(&place, "out/secret/eth", ETH[0]);
    assert_eq!((old.len(), new.len()), (1, 3));
    assert!(old.is_disjoint(&new));
    place.run(&["verify", "out", "--eth-password-file", "new", "--bls-password-file", "password"]).succeeds();
}

#[test]
fn a_batch_under_new_passwords_has_one_new_salt_a_kind() {
    let place = Place::new();
    place
        .run(&["batch", "--count", "3", "--password-file", "password", "--eth-kdf", "pbkdf2", "--out", "out"])
        .succeeds();
    let all = |place: &Place, position: usize| {
        let of = |directory: &str, pointer| values(place, &format!("out/secret/{directory}"), pointer);
        let mnemonic = place.json("out/secret/mnemonic.json").pointer(BLS[position]).unwrap().to_string();
        [of("eth", ETH[position]), of("bls", BLS[position]), HashSet::from([mnemonic])]
    };
    let (old_salts, old_vectors) = (all(&place, 0), all(&place, 1));
    place.secret_file("new", "another good password");
    let change = ["key", "change-password", "out", "--password-file", "password", "--new-password-file", "new"];
    place.run(&change).succeeds();
    let (salts, vectors) = (all(&place, 0), all(&place, 1));
    assert_eq!(salts.each_ref().map(HashSet::len), [1, 1, 1]);
    assert_eq!(vectors.each_ref().map(HashSet::len), [3, 3, 1]);
    // None of the old ones, and none that two kinds share.
    let distinct = |one: &[HashSet<String>; 3], other: &[HashSet<String>; 3]| {
        one.iter().chain(other).flatten().collect::<HashSet<_>>().len()
    };
    assert_eq!((distinct(&salts, &old_salts), distinct(&vectors, &old_vectors)), (6, 14));
    place.run(&["verify", "out", "--password-file", "new"]).succeeds();
}

#[test]
fn a_batch_under_new_passwords_has_a_salt_for_each_file_where_that_is_asked_for() {
    let place = Place::new();
    place.batch("out", &["--count", "3"]).succeeds();
    place.secret_file("new", "another good password");
    let change = ["key", "change-password", "out", "--password-file", "password", "--new-password-file", "new"];
    place.run(&[&change[..], &["--salt-per-file"]].concat()).succeeds();
    let of = |position: usize| {
        let of = |directory: &str, pointer| values(&place, &format!("out/secret/{directory}"), pointer);
        of("eth", ETH[position]).union(&of("bls", BLS[position])).count()
    };
    assert_eq!((of(0), of(1)), (6, 6));
    place.run(&["verify", "out", "--password-file", "new"]).succeeds();
}

#[test]
fn plain_keys_have_no_salt() {
    let place = Place::new();
    place.batch("out", &["--unencrypted", "--salt-per-file"]).refuses(2, &["--salt-per-file", "--unencrypted"]);
}
