//! The publishers of a batch: how many there are, whose they are, and where their keys are.

use aztec_keystore_batch::Secrets;
use serde_json::{Value, json};

use crate::copied::{Copied, MANIFEST, NODE};
use crate::made::{SHARED_KEY, STRANGER, address, secrets, seed};

const KEY: &str = "0x1111111111111111111111111111111111111111111111111111111111111111";

fn not_its(entry: usize) -> String {
    format!("{NODE}, entry {entry}, publisher: is not the key of this entry; restore the file from a copy")
}

/// With the mnemonic, which says which keys the publishers have.
fn with_seed(copied: &Copied) -> Vec<String> {
    let seed = seed();
    copied.faults_with(&Secrets { seed: Some(&seed), ..secrets() })
}

fn publishers(copied: &Copied, entry: usize) -> Value {
    copied.json(NODE)["validators"][entry]["publisher"].clone()
}

#[test]
fn keys_that_were_derived_are_those_behind_the_validators() {
    let copied = Copied::plain();
    assert_eq!(with_seed(&copied), [""; 0]);
    let node = copied.text(NODE);
    for (entry, position) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        copied.put(NODE, &format!("/validators/{entry}/publisher/{position}"), KEY);
        assert_eq!(with_seed(&copied), [not_its(entry)]);
        // Without it, nobody can say.
        assert_eq!(copied.faults(), [""; 0]);
        copied.write(NODE, &node);
    }
    copied.put(NODE, "/validators/0/publisher", publishers(&copied, 1));
    assert_eq!(with_seed(&copied), [not_its(0), not_its(0)]);
}

#[test]
fn as_many_as_the_manifest_says() {
    for copied in [Copied::plain(), Copied::plain_with_mnemonic()] {
        let first = publishers(&copied, 1)[0].clone();
        copied.put(NODE, "/validators/1/publisher", first);
        assert_eq!(copied.faults(), [not_its(1)]);
    }
}

/// With a mnemonic of its own, a batch knows which keys it would have derived.
#[test]
fn a_number_of_publishers_that_is_too_low() {
    let copied = Copied::plain_with_mnemonic();
    copied.put(MANIFEST, "/publisherCount", 0);
    copied.seal();
    let first = publishers(&copied, 0);
    copied.put(NODE, "/validators/1/publisher", first);
    assert_eq!(copied.faults(), [not_its(0), not_its(0), not_its(1), not_its(1)]);
    // Those of others may well be shared.
    for entry in 0..2 {
        copied.put(NODE, &format!("/validators/{entry}/publisher"), json!([KEY, STRANGER]));
    }
    assert_eq!(copied.faults(), [""; 0]);
    // Of a mnemonic that is elsewhere, a publisher may have been given.
    let copied = Copied::plain();
    copied.put(MANIFEST, "/publisherCount", 0);
    copied.seal();
    let first = publishers(&copied, 0);
    assert_eq!(copied.faults(), [not_its(1), not_its(1)], "not the same for all");
    copied.put(NODE, "/validators/1/publisher", first);
    assert_eq!(with_seed(&copied), [""; 0]);
}

#[test]
fn the_numbers_of_their_files() {
    let copied = Copied::encrypted();
    copied.put(MANIFEST, "/publisherCount", 1);
    copied.seal();
    // One too many for each, and those of the second would begin one earlier.
    assert_eq!(copied.faults(), [not_its(0), not_its(1), not_its(1), not_its(1)]);
}

#[test]
fn a_list_for_all_validators() {
    for copied in [Copied::plain_with_shared_publishers(), Copied::encrypted_with_shared_publishers()] {
        assert_eq!(with_seed(&copied), [""; 0]);
        let node = copied.text(NODE);
        let list = publishers(&copied, 0);
        let (first, second) = (list[0].clone(), list[1].clone());
        assert_eq!(second, json!(STRANGER));
        copied.put(NODE, "/validators/1/publisher", json!([first]));
        assert_eq!(copied.faults(), [not_its(1)]);
        copied.put(NODE, "/validators/1/publisher", json!([second, first]));
        let swapped = copied.faults();
        assert_eq!(swapped[..2], [not_its(1), not_its(1)], "{swapped:?}");
        copied.write(NODE, &node);
        assert_eq!(copied.faults(), [""; 0]);
    }
    let copied = Copied::encrypted_with_shared_publishers();
    let right = format!("publisher/00000_{}.json", address(SHARED_KEY));
    assert_eq!(publishers(&copied, 0)[0], json!({ "path": right }));
    for entry in 0..2 {
        copied.put(NODE, &format!("/validators/{entry}/publisher/0/path"), format!("./{right}"));
    }
    assert_eq!(copied.faults(), [not_its(0), not_its(1)], "another path to the same file");
}

#[test]
fn files_of_other_keys() {
    let copied = Copied::encrypted();
    let (one, other) = (copied.key_file("publisher", 5), copied.key_file("publisher", 6));
    std::fs::copy(copied.path(&other), copied.path(&one)).unwrap();
    let faults = copied.faults();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with(&format!("{one}: ")), "{faults:?}");
    assert_eq!(faults[1], format!("{other}: has the identifier of {one}; one of them is a changed copy, restore it"));
}
