//! The audit of the vectors of tuples that must fail.

use super::audit::{faults, report};
use crate::common::attester;
use aztec_staking_registry::audit::{Fault, List, Message, audit};
use aztec_staking_registry::{Spelling, UnverifiedKeyStore, parse_word};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;
use serde_json::Value;

/// Every tuple of `vectors/invalid_proofs.json` has a finding, and the right one.
#[test]
fn vectors_of_invalid_proofs() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/invalid_proofs.json"))) {
        let tuple = claim_of(&vector, "proof");
        let kind = if vector["kind"] == "feedback" { ProofKind::Feedback } else { ProofKind::Registration };
        let report = audit(&[List::new("v", &[tuple])], kind, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
        let found: Vec<_> = report.findings().iter().map(|finding| finding.fault.clone()).collect();
        let name = &vector["name"];
        match vector["reason"].as_str().unwrap() {
            "point" if name == "pk2-swapped-c0-c1" => assert_eq!(found, [Fault::HalvesSwapped]),
            "point" => assert!(found.iter().any(|fault| matches!(fault, Fault::Point(_))), "{name}: {found:?}"),
            "key_mismatch" | "both" => assert!(found.contains(&Fault::KeysDiffer), "{name}: {found:?}"),
            "proof" => assert!(
                found.iter().any(|fault| {
                    matches!(fault, Fault::NoProof | Fault::FeedbackOnly | Fault::RegistrationUnexpected)
                }),
                "{name}: {found:?}"
            ),
            other => panic!("{name}: unknown reason {other}"),
        }
    }
}

/// A rogue key verifies over the word "feedback", and over pk1 never.
#[test]
fn vectors_of_rogue_keys() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/rogue_key.json"))) {
        let with_feedback = claim_of(&vector["rogue"], "feedback_proof");
        assert_eq!(faults(&[with_feedback]), [(0, Fault::FeedbackOnly)], "{}", vector["name"]);
        let with_attempt = claim_of(&vector["rogue"], "registration_attempt");
        assert_eq!(faults(&[with_attempt]), [(0, Fault::NoProof)], "{}", vector["name"]);
    }
}

/// Every key of `vectors/keys.json` is found to be what it is, with the gas of the vector.
#[test]
fn vectors_of_keys() {
    for vector in vectors(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/keys.json"))) {
        for (proof, message) in [("registration_proof", Message::Registration), ("feedback_proof", Message::Feedback)] {
            let entry = report(&[("v", &[claim_of(&vector, proof)])]).entries()[0];
            assert_eq!(entry.message, message, "{}", vector["name"]);
            assert_eq!(Some(entry.hashed_point.unwrap().gas()), vector["gas"].as_u64(), "{}", vector["name"]);
        }
    }
}

fn vectors(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let vectors = file["vectors"].as_array().unwrap().clone();
    assert!(!vectors.is_empty());
    vectors
}

fn claim_of(vector: &Value, proof: &str) -> UnverifiedKeyStore {
    let word = |value: &Value| parse_word(value.as_str().unwrap()).unwrap();
    let g1 = |value: &Value| ["x", "y"].map(|name| word(&value[name]));
    UnverifiedKeyStore {
        attester: attester(1),
        spelling: Spelling::Bytes,
        public_key_g1: g1(&vector["pk1"]),
        public_key_g2: ["x0", "x1", "y0", "y1"].map(|name| word(&vector["pk2"][name])),
        proof_of_possession: g1(&vector[proof]),
    }
}
