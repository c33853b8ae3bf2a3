//! What is written is read back before it gets its name: whatever changes in between, no batch comes of it.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};

use aztec_keystore_batch::{Batch, CreateBatchError, MARK, Progress, Protection, Salts, Step};
use durable_files::Staging;

use crate::made::{encryption, junk, with_all};

/// Changes the files when all of them are written, and before they are opened.
struct Changing<'a> {
    root: PathBuf,
    change: &'a (dyn Fn(&Path) + Sync),
}

impl Progress for Changing<'_> {
    fn begin(&self, step: Step, _: usize) {
        if step == Step::Verify {
            (self.change)(&self.root.join("secret"));
        }
    }
}

/// What is said of a batch in which this was changed.
fn made_with(protection: Protection, change: &(dyn Fn(&Path) + Sync)) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let mut staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
    let changing = Changing { root: staging.path().to_owned(), change };
    let made = Batch::create(&mut staging, &with_all(junk(), protection), &changing);
    staging.close().unwrap();
    assert_eq!(dir.path().join("out").exists(), made.is_ok());
    match made {
        Ok(_) => Ok(()),
        Err(CreateBatchError::ReadBack(faults)) => Err(faults.iter().map(|fault| format!("{fault}\n")).collect()),
        Err(other) => panic!("{other}"),
    }
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Gives the first two files of a directory the content of each other.
fn exchange(directory: &Path) {
    let files = files(directory);
    let [first, second] = [0, 1].map(|number| fs::read(&files[number]).unwrap());
    fs::write(&files[0], second).unwrap();
    fs::write(&files[1], first).unwrap();
}

fn replace(file: &Path, old: &str, new: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(old), "{text}");
    fs::write(file, text.replacen(old, new, 1)).unwrap();
}

#[test]
fn without_a_change_there_is_a_batch() {
    made_with(encryption(Salts::PerBatch), &|_| {}).unwrap();
    made_with(Protection::None, &|_| {}).unwrap();
}

#[test]
fn key_files_that_changed() {
    let refused = |change: &(dyn Fn(&Path) + Sync)| made_with(encryption(Salts::PerBatch), change).unwrap_err();
    for kind in ["eth", "bls"] {
        assert!(refused(&|secret| exchange(&secret.join(kind))).contains(&format!("/{kind}/")));
        let damaged = refused(&|secret| replace(&files(&secret.join(kind))[1], "\"cipher", "\"cypher"));
        assert!(damaged.contains(&format!("/{kind}/")), "{damaged}");
        let readable = refused(&|secret| {
            fs::set_permissions(&files(&secret.join(kind))[0], fs::Permissions::from_mode(0o644)).unwrap();
        });
        assert!(readable.contains("644"), "{readable}");
        let missing = refused(&|secret| fs::remove_file(&files(&secret.join(kind))[0]).unwrap());
        assert!(missing.contains("is missing"), "{missing}");
    }
}

#[test]
fn a_node_keystore_that_changed() {
    // Who receives the fees: every key is what it should be, and the file is not what was asked for.
    let (nobody, somebody) = (format!("0x{:064x}", 0), format!("0x{:064x}", 7));
    let fees = |secret: &Path| replace(&secret.join("node_keystore.json"), &nobody, &somebody);
    assert!(made_with(Protection::None, &fees).unwrap_err().contains("feeRecipient"));
    let swapped = made_with(Protection::None, &|secret: &Path| {
        let file = secret.join("node_keystore.json");
        let mut json: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let keys = [0, 1].map(|entry| json["validators"][entry]["attester"]["bls"].clone());
        (json["validators"][0]["attester"]["bls"], json["validators"][1]["attester"]["bls"]) =
            (keys[1].clone(), keys[0].clone());
        fs::write(file, json.to_string()).unwrap();
    });
    assert!(swapped.unwrap_err().contains("node_keystore.json"));
}
