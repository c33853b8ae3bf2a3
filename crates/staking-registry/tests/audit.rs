//! The audit: what each entry is found to be, with the vectors of tuples that must fail.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use alloy_primitives::Address;
use aztec_staking_registry::audit::{Fault, List, Location, Message, Report, Severity, audit};
use aztec_staking_registry::{Claim, Field, PointFault, Spelling, parse_word};
use bn254_bls::{PointError, ProofKind};
use common::{attester, claim, key_store};
use rand::rngs::SysRng;
use serde_json::Value;

fn report(lists: &[(&str, &[Claim])]) -> Report {
    let lists: Vec<_> = lists.iter().map(|(label, claims)| List { label, claims }).collect();
    audit(&lists, ProofKind::Registration, &mut SysRng, |_| {}).unwrap()
}

fn faults(claims: &[Claim]) -> Vec<(usize, Fault)> {
    let report = report(&[("file.json", claims)]);
    report.findings().iter().map(|finding| (finding.location.entry, finding.fault)).collect()
}

#[test]
fn good_entries_have_no_finding() {
    let claims: Vec<_> = (1..=5).map(claim).collect();
    let report = report(&[("file.json", &claims)]);
    assert_eq!(report.findings(), []);
    assert!(report.is_sound());
    assert_eq!(report.entries().len(), 5);
    for (entry, claim) in report.entries().iter().zip(&claims) {
        assert_eq!(entry.message, Message::Registration);
        assert_eq!(entry.attester, claim.attester);
    }
    // Secret 1: 19 attempts, 2 square roots.
    assert_eq!(report.entries()[0].digest.unwrap().gas(), 151_674);
}

#[test]
fn nothing_is_sound() {
    assert!(report(&[]).is_sound());
    assert!(report(&[("file.json", &[])]).entries().is_empty());
}

#[test]
fn a_feedback_proof_is_refused_by_the_contract() {
    let claims = [claim(1), key_store(2, ProofKind::Feedback).to_claim()];
    let found = report(&[("file.json", &claims)]);
    assert_eq!(found.entries()[1].message, Message::Feedback);
    assert_eq!(found.findings()[0].fault, Fault::FeedbackOnly);
    assert!(!found.is_sound());
}

#[test]
fn a_feedback_proof_that_was_asked_for_is_a_warning() {
    let claims = [claim(1), key_store(2, ProofKind::Feedback).to_claim()];
    let lists = [List { label: "file.json", claims: &claims }];
    let report = audit(&lists, ProofKind::Feedback, &mut SysRng, |_| {}).unwrap();
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.fault, finding.severity)).collect();
    let expected = [(Fault::RegistrationUnexpected, Severity::Warning), (Fault::FeedbackOnly, Severity::Warning)];
    assert_eq!(found, expected);
    assert!(report.is_sound());
}

#[test]
fn the_zero_attester() {
    let mut claims = [claim(1), claim(2), claim(3)];
    claims[1].attester = Address::ZERO;
    claims[2].attester = Address::ZERO;
    assert_eq!(faults(&claims), [(1, Fault::ZeroAttester), (2, Fault::ZeroAttester)]);
}

#[test]
fn an_attester_without_checksum_is_a_warning() {
    let mut claims = [claim(1), claim(2), claim(3)];
    claims[1].spelling = Spelling::Unchecked;
    claims[2].spelling = Spelling::Bytes;
    assert_eq!(faults(&claims), [(1, Fault::UncheckedAttester)]);
    assert!(report(&[("file.json", &claims)]).is_sound());
}

#[test]
fn points_name_their_field() {
    let mut claims = [claim(1), claim(2), claim(3)];
    claims[0].public_key_g1[0] = [0xff; 32];
    claims[1].public_key_g2[0][31] ^= 1;
    claims[2].proof_of_possession = [[0; 32]; 2];
    let reason = PointError::NotCanonical { coordinate: "x" };
    let expected = [
        (0, Fault::Point(PointFault { field: Field::PublicKeyG1X, reason })),
        (1, Fault::Point(PointFault { field: Field::PublicKeyG2, reason: PointError::NotOnCurve })),
        (2, Fault::Point(PointFault { field: Field::ProofOfPossession, reason: PointError::Infinity })),
    ];
    assert_eq!(faults(&claims), expected);
}

#[test]
fn keys_of_two_secrets() {
    let mut claims = [claim(1), claim(2)];
    claims[1].public_key_g2 = claim(3).public_key_g2;
    assert_eq!(faults(&claims), [(1, Fault::KeysDiffer)]);
}

#[test]
fn a_proof_of_another_key() {
    let mut claims = [claim(1), claim(2)];
    claims[1].proof_of_possession = claim(3).proof_of_possession;
    assert_eq!(faults(&claims), [(1, Fault::NoProof)]);
}

/// Known answers: the secrets whose checks cost most.
#[test]
fn gas_against_both_limits() {
    let claims = [claim(13_154), claim(57_193), claim(1)];
    assert_eq!(faults(&claims), [(0, Fault::OverBudget { gas: 232_023 }), (1, Fault::OverStipend { gas: 264_926 })]);
    let report = report(&[("file.json", &claims)]);
    let severities: Vec<_> = report.findings().iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Error]);
}

#[test]
fn duplicates_within_and_across_lists() {
    let mut first = [claim(1), claim(2), claim(1)];
    first[2].attester = attester(99);
    let mut second = [claim(4), claim(2)];
    second[0].attester = attester(1);
    let report = report(&[("a.json", &first), ("b.json", &second)]);
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.location, finding.fault)).collect();
    let at = |list, entry| Location { list, entry };
    let expected = [
        (at(0, 2), Fault::DuplicateKey { first: at(0, 0) }),
        (at(1, 0), Fault::DuplicateAttester { first: at(0, 0) }),
        (at(1, 1), Fault::DuplicateAttester { first: at(0, 1) }),
        (at(1, 1), Fault::DuplicateKey { first: at(0, 1) }),
    ];
    assert_eq!(found, expected);
    assert_eq!(
        report.describe(&report.findings()[1]),
        "b.json, entry 0, attester: the attester is that of a.json, entry 0; remove one of the two"
    );
}

#[test]
fn every_finding_has_a_sentence() {
    let mut claims: Vec<_> = (1..=6).map(claim).collect();
    claims.push(claim(13_154));
    claims.push(claim(57_193));
    claims.push(key_store(9, ProofKind::Feedback).to_claim());
    claims[0].attester = Address::ZERO;
    claims[1].spelling = Spelling::Unchecked;
    claims[2].public_key_g1 = [[0; 32]; 2];
    claims[3].public_key_g2 = claim(77).public_key_g2;
    claims[4].proof_of_possession = claim(77).proof_of_possession;
    claims.push(claims[5]);
    let report = report(&[("file.json", &claims)]);
    let mut codes: Vec<_> = report.findings().iter().map(|finding| finding.fault.code()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), 10, "{codes:?}");
    for finding in report.findings() {
        let sentence = report.describe(finding);
        assert!(sentence.starts_with("file.json, entry "), "{sentence}");
        assert!(sentence.contains("; "), "no remedy: {sentence}");
    }
}

#[test]
fn progress_reaches_the_end() {
    let claims: Vec<_> = (0..1_100).map(|_| claim(1)).collect();
    let mut seen = Vec::new();
    audit(&[List { label: "f", claims: &claims }], ProofKind::Registration, &mut SysRng, |done| seen.push(done))
        .unwrap();
    assert_eq!(seen, [512, 1024, 1100]);
}

/// Every tuple of `vectors/invalid_proofs.json` has a finding, and the right one.
#[test]
fn vectors_of_invalid_proofs() {
    for vector in vectors(include_str!("../../../vectors/invalid_proofs.json")) {
        let claim = claim_of(&vector, "proof");
        let kind = if vector["kind"] == "feedback" { ProofKind::Feedback } else { ProofKind::Registration };
        let report = audit(&[List { label: "v", claims: &[claim] }], kind, &mut SysRng, |_| {}).unwrap();
        let found: Vec<_> = report.findings().iter().map(|finding| finding.fault).collect();
        let name = &vector["name"];
        match vector["reason"].as_str().unwrap() {
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
    for vector in vectors(include_str!("../../../vectors/rogue_key.json")) {
        let with_feedback = claim_of(&vector["rogue"], "feedback_proof");
        assert_eq!(faults(&[with_feedback]), [(0, Fault::FeedbackOnly)], "{}", vector["name"]);
        let with_attempt = claim_of(&vector["rogue"], "registration_attempt");
        assert_eq!(faults(&[with_attempt]), [(0, Fault::NoProof)], "{}", vector["name"]);
    }
}

/// Every key of `vectors/keys.json` is found to be what it is, with the gas of the vector.
#[test]
fn vectors_of_keys() {
    for vector in vectors(include_str!("../../../vectors/keys.json")) {
        for (proof, message) in [("registration_proof", Message::Registration), ("feedback_proof", Message::Feedback)] {
            let entry = report(&[("v", &[claim_of(&vector, proof)])]).entries()[0];
            assert_eq!(entry.message, message, "{}", vector["name"]);
            assert_eq!(Some(entry.digest.unwrap().gas()), vector["gas"].as_u64(), "{}", vector["name"]);
        }
    }
}

fn vectors(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let vectors = file["vectors"].as_array().unwrap().clone();
    assert!(!vectors.is_empty());
    vectors
}

fn claim_of(vector: &Value, proof: &str) -> Claim {
    let word = |value: &Value| parse_word(value.as_str().unwrap()).unwrap();
    let g1 = |value: &Value| ["x", "y"].map(|name| word(&value[name]));
    Claim {
        attester: attester(1),
        spelling: Spelling::Bytes,
        public_key_g1: g1(&vector["pk1"]),
        public_key_g2: ["x0", "x1", "y0", "y1"].map(|name| word(&vector["pk2"][name])),
        proof_of_possession: g1(&vector[proof]),
    }
}
