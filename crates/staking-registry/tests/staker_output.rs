//! Staker output: written as the official tools read it, read as other tools write it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use aztec_staking_registry::staker_output::{self, EntryFault, MAX_BYTES, StakerOutputError};
use aztec_staking_registry::{AddressError, Field, KeyStore, Spelling, UnverifiedKeyStore, WordError};
use bn254_bls::ProofKind;
use common::{attester, key_store, key_stores};
use proptest::prelude::*;

/// Key 1 of the first vector, whole, as the dashboard expects it.
#[test]
fn the_official_format_byte_for_byte() {
    // The secret 1: both public keys are the generators of EIP-197.
    let text = staker_output::to_json(&[key_store(1, ProofKind::Registration)]);
    let proof = key_store(1, ProofKind::Registration).to_unverified().proof_of_possession;
    let [x, y] = proof.map(alloy_primitives::hex::encode);
    let expected = format!(
        r#"[
  {{
    "attester": "{}",
    "publicKeyG1": {{
      "x": "0x0000000000000000000000000000000000000000000000000000000000000001",
      "y": "0x0000000000000000000000000000000000000000000000000000000000000002"
    }},
    "publicKeyG2": {{
      "x0": "0x1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
      "x1": "0x198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
      "y0": "0x12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
      "y1": "0x090689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b"
    }},
    "proofOfPossession": {{
      "x": "0x{x}",
      "y": "0x{y}"
    }}
  }}
]
"#,
        attester(1).to_checksum(None)
    );
    assert_eq!(text, expected);
}

#[test]
fn reads_what_it_writes() {
    for kind in [ProofKind::Registration, ProofKind::Feedback] {
        let written = key_stores(1..=5, kind);
        let tuples = staker_output::read(&staker_output::to_json(&written)).unwrap();
        let read: Vec<_> = tuples.iter().map(|tuple| KeyStore::verify(tuple, kind).unwrap()).collect();
        assert_eq!(read, written);
    }
}

#[test]
fn an_empty_list_is_still_written() {
    assert_eq!(staker_output::to_json(&[]), "[]\n");
}

#[test]
fn the_other_spelling_reads_the_same() {
    let text = example();
    let other = text.replace("publicKeyG1", "publicKeyInG1").replace("publicKeyG2", "publicKeyInG2");
    assert_ne!(other, text);
    assert_eq!(staker_output::read(&other), staker_output::read(&text));
}

#[test]
fn unpadded_words_read_the_same() {
    let text = example();
    let unpadded = text.replace(&format!("0x{:064}", 1), "0x1").replace("0x090689", "0x90689");
    assert!(unpadded.len() < text.len() - 60);
    assert_eq!(staker_output::read(&unpadded), staker_output::read(&text));
}

#[test]
fn one_object_is_one_entry() {
    let text = example();
    let object = text.trim().strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    assert_eq!(staker_output::read(object), staker_output::read(&text));
}

#[test]
fn an_address_without_checksum_is_read_and_marked() {
    let attester = attester(1).to_checksum(None);
    let tuples = staker_output::read(&example().replace(&attester, &attester.to_lowercase())).unwrap();
    assert_eq!(tuples[0].spelling, Spelling::Unchecked);
    assert_eq!(staker_output::read(&example()).unwrap()[0].spelling, Spelling::Checksummed);
}

#[test]
fn too_large() {
    let text = " ".repeat(MAX_BYTES + 1);
    assert_eq!(staker_output::read(&text), Err(StakerOutputError::TooLarge { bytes: MAX_BYTES + 1 }));
}

#[test]
fn not_json() {
    for text in ["", "[", "[{]", "[]]", "{\"attester\"}", "0x1234"] {
        assert!(matches!(staker_output::read(text), Err(StakerOutputError::NotJson(_))), "{text}");
    }
}

#[test]
fn not_a_list() {
    for text in ["1", "null", "\"text\"", "true"] {
        assert_eq!(staker_output::read(text), Err(StakerOutputError::NotAList), "{text}");
    }
    assert_eq!(staker_output::read(" [ ] "), Err(StakerOutputError::Empty));
}

#[test]
fn the_entry_is_named() {
    let good = example();
    let good = good.trim().strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    let fault = staker_output::read(&format!("[{good}, {good}, 7]")).unwrap_err();
    assert_eq!(fault, StakerOutputError::Entry { entry: 2, fault: EntryFault::NotAnObject });
    assert!(fault.to_string().starts_with("entry 2: "));
}

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
        ("12".to_owned(), WordError::NoPrefix),
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

proptest! {
    #[test]
    fn any_text_gets_an_answer(text in "[\\[\\]{}\",:0-9a-fx \\\\]{0,200}") {
        let _ = staker_output::read(&text);
    }

    /// Cutting a file short anywhere never reads as something shorter.
    #[test]
    fn a_cut_file_is_refused(cut in 0..2_000_usize) {
        let text = staker_output::to_json(&key_stores(1..=2, ProofKind::Registration));
        let end = cut.min(text.len() - 3);
        prop_assert!(staker_output::read(&text[..end]).is_err());
    }

    /// The words of a tuple survive whatever they are: reading does not verify.
    #[test]
    fn any_words_are_read(words: [[u8; 32]; 8]) {
        let mut entry = object();
        for ((point, name, _), word) in COORDINATES.iter().zip(&words) {
            entry[point][name] = aztec_staking_registry::word_to_text(word).into();
        }
        let tuples: Vec<UnverifiedKeyStore> = staker_output::read(&entry.to_string()).unwrap();
        prop_assert_eq!(&tuples[0].public_key_g1[..], &words[..2]);
        prop_assert_eq!(&tuples[0].public_key_g2[..], &words[2..6]);
        prop_assert_eq!(&tuples[0].proof_of_possession[..], &words[6..]);
    }
}

const COORDINATES: [(&str, &str, Field); 8] = [
    ("publicKeyG1", "x", Field::PublicKeyG1X),
    ("publicKeyG1", "y", Field::PublicKeyG1Y),
    ("publicKeyG2", "x0", Field::PublicKeyG2X0),
    ("publicKeyG2", "x1", Field::PublicKeyG2X1),
    ("publicKeyG2", "y0", Field::PublicKeyG2Y0),
    ("publicKeyG2", "y1", Field::PublicKeyG2Y1),
    ("proofOfPossession", "x", Field::ProofOfPossessionX),
    ("proofOfPossession", "y", Field::ProofOfPossessionY),
];

fn example() -> String {
    staker_output::to_json(&[key_store(1, ProofKind::Registration)])
}

fn example_object() -> String {
    object().to_string()
}

fn object() -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(&example()).unwrap()[0].take()
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
