//! What an entry of staker output may not be.

use super::staker_output::{COORDINATES, object};
use crate::common::attester;
use aztec_staking_registry::staker_output::{self, EntryFault, StakerOutputError};
use aztec_staking_registry::{AddressError, Field, WordError};

const FIELDS: [(&str, Field); 4] = [
    ("attester", Field::Attester),
    ("publicKeyG1", Field::PublicKeyG1),
    ("publicKeyG2", Field::PublicKeyG2),
    ("proofOfPossession", Field::ProofOfPossession),
];

#[test]
fn a_field_is_missing() {
    for (name, field) in FIELDS {
        assert_eq!(fault_of(without(name)), EntryFault::Missing { field });
    }
}

#[test]
fn a_coordinate_is_missing() {
    for (point, name, field) in COORDINATES {
        let mut entry = object();
        entry[point].as_object_mut().unwrap().remove(name);
        assert_eq!(fault_of(entry.to_string()), EntryFault::Missing { field });
    }
}

#[test]
fn a_field_occurs_twice() {
    for (name, field) in FIELDS {
        let value = object()[name].to_string();
        let twice = example_object().replacen('{', &format!("{{\"{name}\": {value},"), 1);
        assert_eq!(fault_of(twice), EntryFault::Repeated { field });
    }
}

#[test]
fn both_spellings_at_once_are_a_repetition() {
    for (name, field) in [("publicKeyG1", Field::PublicKeyG1), ("publicKeyG2", Field::PublicKeyG2)] {
        let mut entry = object();
        let other = name.replace("Key", "KeyIn");
        entry[&other] = entry[name].clone();
        assert_eq!(fault_of(entry.to_string()), EntryFault::Repeated { field });
    }
}

#[test]
fn an_unknown_field_is_refused() {
    let mut entry = object();
    entry["privateKey"] = "0x01".into();
    assert_eq!(fault_of(entry.to_string()), EntryFault::Unknown { name: "privateKey".into() });
    let mut entry = object();
    entry["publicKeyG2"]["x2"] = "0x01".into();
    assert_eq!(fault_of(entry.to_string()), EntryFault::Unknown { name: "publicKeyG2.x2".into() });
    let mut entry = object();
    entry["\u{1b}[31m".repeat(20)] = 1.into();
    let EntryFault::Unknown { name } = fault_of(entry.to_string()) else { panic!("the field is unknown") };
    assert!(name.len() < 120 && !name.contains('\u{1b}'), "{name}");
}

#[test]
fn a_point_is_not_an_object() {
    for (name, field) in &FIELDS[1..] {
        for value in ["\"0x01\"", "[]", "null", "1"] {
            let mut entry = object();
            entry[name] = serde_json::from_str(value).unwrap();
            assert_eq!(fault_of(entry.to_string()), EntryFault::NotAPoint { field: *field });
        }
    }
}

#[test]
fn a_value_is_not_text() {
    for value in ["1", "null", "{}", "[\"0x01\"]", "true"] {
        let value: serde_json::Value = serde_json::from_str(value).unwrap();
        let mut entry = object();
        entry["attester"] = value.clone();
        assert_eq!(fault_of(entry.to_string()), EntryFault::NotText { field: Field::Attester });
        for (point, name, field) in COORDINATES {
            let mut entry = object();
            entry[point][name] = value.clone();
            assert_eq!(fault_of(entry.to_string()), EntryFault::NotText { field });
        }
    }
}

#[test]
fn a_word_is_not_a_number() {
    let cases = [
        ("1a".to_owned(), WordError::NoPrefix),
        ("9".repeat(78), WordError::TooLarge),
        ("0x".to_owned(), WordError::Empty),
        ("0xzz".to_owned(), WordError::NotHex { position: 3 }),
        (format!("0x{:065}", 1), WordError::TooLong { digits: 65 }),
    ];
    for (point, name, field) in COORDINATES {
        for (text, reason) in &cases {
            let mut entry = object();
            entry[point][name] = text.as_str().into();
            assert_eq!(fault_of(entry.to_string()), EntryFault::Word { field, reason: *reason });
        }
    }
}

#[test]
fn an_attester_is_not_an_address() {
    let right = attester(0xab).to_checksum(None);
    let wrong = right.replacen('b', "B", 1).replacen('A', "a", 1);
    let cases = [
        (wrong, AddressError::WrongChecksum),
        (right[2..].to_owned(), AddressError::NoPrefix),
        (right[..40].to_owned(), AddressError::WrongLength { digits: 38 }),
        ("0x!".to_owned(), AddressError::NotHex { position: 3 }),
    ];
    for (text, reason) in cases {
        let mut entry = object();
        entry["attester"] = text.into();
        assert_eq!(fault_of(entry.to_string()), EntryFault::Attester(reason));
    }
}

#[test]
fn hostile_nesting_is_an_ordinary_error() {
    let deep = "{\"attester\":".repeat(100_000) + "1" + &"}".repeat(100_000);
    assert!(staker_output::read(&deep).is_err());
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let fault = StakerOutputError::Entry { entry: 0, fault: EntryFault::NotAnObject };
    assert_eq!(staker_output::read(&deep), Err(fault));
}

fn example_object() -> String {
    object().to_string()
}

fn without(name: &str) -> String {
    let mut entry = object();
    entry.as_object_mut().unwrap().remove(name);
    entry.to_string()
}

fn fault_of(entry: impl AsRef<str>) -> EntryFault {
    match staker_output::read(&format!("[{}]", entry.as_ref())) {
        Err(StakerOutputError::Entry { entry: 0, fault }) => fault,
        other => panic!("expected a fault in entry 0, not {other:?}"),
    }
}
