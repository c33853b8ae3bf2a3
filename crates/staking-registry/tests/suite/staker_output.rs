//! Staker output: written as the official tools read it, read as other tools write it.

use crate::common::{attester, key_store, key_stores};
use aztec_staking_registry::staker_output::{self, EntryFault, MAX_BYTES, StakerOutputError};
use aztec_staking_registry::{AddressError, Field, KeyStore, Spelling, UnverifiedKeyStore};
use bn254_bls::ProofKind;
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

/// The guides print words as decimal numbers.
#[test]
fn decimal_words_read_the_same() {
    let text = include_str!("data/staker-output-decimal.json");
    for tuple in staker_output::read(text).unwrap() {
        KeyStore::verify(&tuple, ProofKind::Registration).unwrap();
    }
    let decimal = example().replace(&format!("0x{:064}", 1), "1").replace(&format!("0x{:064}", 2), "2");
    assert_ne!(decimal, example());
    assert_eq!(staker_output::read(&decimal), staker_output::read(&example()));
}

#[test]
fn one_object_on_each_line() {
    let whole = staker_output::to_json(&key_stores(1..=3, ProofKind::Registration));
    let entries: Vec<serde_json::Value> = serde_json::from_str(&whole).unwrap();
    let lines: Vec<_> = entries.iter().map(serde_json::Value::to_string).collect();
    let expected = staker_output::read(&whole).unwrap();
    assert_eq!(staker_output::read(&(lines.join("\n") + "\n")), Ok(expected.clone()));
    assert_eq!(staker_output::read(&format!("\u{feff}{}", lines.join("\r\n\r\n"))), Ok(expected));
    let damaged = format!("{}\n{{\"attester\": \n{}", lines[0], lines[1]);
    let read = staker_output::read_entries(&damaged).unwrap();
    let readable: Vec<_> = read.iter().map(Result::is_ok).collect();
    assert_eq!(readable, [true, false, true]);
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    assert_eq!(staker_output::read(&format!("\u{feff}{}", example())), staker_output::read(&example()));
}

#[test]
fn every_entry_is_read() {
    let text = include_str!("data/staker-output-several-faults.json");
    let read = staker_output::read_entries(text).unwrap();
    assert_eq!(read.len(), 5);
    let faults: Vec<_> = (0..).zip(&read).filter_map(|(entry, read)| Some((entry, read.as_ref().err()?))).collect();
    let expected =
        [(2, EntryFault::Attester(AddressError::WrongChecksum)), (4, EntryFault::Unknown { name: "extra".to_owned() })];
    assert_eq!(faults, expected.each_ref().map(|(entry, fault)| (*entry, fault)));
    let mut file: serde_json::Value = serde_json::from_str(text).unwrap();
    file[0] = 7.into();
    let read = staker_output::read_entries(&file.to_string()).unwrap();
    assert_eq!(read[0], Err(EntryFault::NotAnObject));
    assert_eq!(read.iter().filter(|read| read.is_ok()).count(), 2);
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

pub(super) const COORDINATES: [(&str, &str, Field); 8] = [
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

pub(super) fn object() -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(&example()).unwrap()[0].take()
}
