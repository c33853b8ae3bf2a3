//! The audit: what each entry is found to be.

use crate::common::{attester, key_store, tuple};
use alloy_primitives::Address;
use aztec_staking_registry::audit::{
    EntryLocation, Fault, List, Message, Report, Severity, audit, audit_with_progress,
};
use aztec_staking_registry::staker_output::EntryFault;
use aztec_staking_registry::{Field, PointFault, Spelling, UnverifiedKeyStore};
use bn254_bls::{PointError, ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;

pub(super) fn report(lists: &[(&str, &[UnverifiedKeyStore])]) -> Report {
    let lists: Vec<_> = lists.iter().map(|(label, tuples)| List::new(label, tuples)).collect();
    audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap()
}

pub(super) fn faults(tuples: &[UnverifiedKeyStore]) -> Vec<(usize, Fault)> {
    let report = report(&[("file.json", tuples)]);
    report.findings().iter().map(|finding| (finding.location.entry, finding.fault.clone())).collect()
}

#[test]
fn good_entries_have_no_finding() {
    let tuples: Vec<_> = (1..=5).map(tuple).collect();
    let report = report(&[("file.json", &tuples)]);
    assert_eq!(report.findings(), []);
    assert!(report.is_sound());
    assert_eq!(report.entries().len(), 5);
    for (entry, tuple) in report.entries().iter().zip(&tuples) {
        assert_eq!(entry.message, Message::Registration);
        assert_eq!(entry.attester, tuple.attester);
    }
    // Secret 1: 19 attempts, 2 square roots.
    assert_eq!(report.entries()[0].hashed_point.unwrap().gas(), 151_674);
}

#[test]
fn nothing_is_sound() {
    assert!(report(&[]).is_sound());
    assert!(report(&[("file.json", &[])]).entries().is_empty());
}

#[test]
fn a_feedback_proof_is_refused_by_the_contract() {
    let tuples = [tuple(1), key_store(2, ProofKind::Feedback).to_unverified()];
    let found = report(&[("file.json", &tuples)]);
    assert_eq!(found.entries()[1].message, Message::Feedback);
    assert_eq!(found.findings()[0].fault, Fault::FeedbackOnly);
    assert!(!found.is_sound());
}

#[test]
fn a_feedback_proof_that_was_asked_for_is_a_warning() {
    let tuples = [tuple(1), key_store(2, ProofKind::Feedback).to_unverified()];
    let lists = [List::new("file.json", &tuples)];
    let report = audit(&lists, ProofKind::Feedback, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.fault.clone(), finding.severity)).collect();
    let expected = [(Fault::RegistrationUnexpected, Severity::Warning), (Fault::FeedbackOnly, Severity::Warning)];
    assert_eq!(found, expected);
    assert!(report.is_sound());
}

#[test]
fn the_zero_attester() {
    let mut tuples = [tuple(1), tuple(2), tuple(3)];
    tuples[1].attester = Address::ZERO;
    tuples[2].attester = Address::ZERO;
    assert_eq!(faults(&tuples), [(1, Fault::ZeroAttester), (2, Fault::ZeroAttester)]);
}

#[test]
fn an_attester_without_checksum_is_a_warning() {
    let mut tuples = [tuple(1), tuple(2), tuple(3)];
    tuples[1].spelling = Spelling::Unchecked;
    tuples[2].spelling = Spelling::Bytes;
    assert_eq!(faults(&tuples), [(1, Fault::UncheckedAttester)]);
    assert!(report(&[("file.json", &tuples)]).is_sound());
}

#[test]
fn points_name_their_field() {
    let mut tuples = [tuple(1), tuple(2), tuple(3)];
    tuples[0].public_key_g1[0] = [0xff; 32];
    tuples[1].public_key_g2[0][31] ^= 1;
    tuples[2].proof_of_possession = [[0; 32]; 2];
    let reason = PointError::NotCanonical { coordinate: "x" };
    let expected = [
        (0, Fault::Point(PointFault { field: Field::PublicKeyG1X, reason })),
        (1, Fault::Point(PointFault { field: Field::PublicKeyG2, reason: PointError::NotOnCurve })),
        (2, Fault::Point(PointFault { field: Field::ProofOfPossession, reason: PointError::Infinity })),
    ];
    assert_eq!(faults(&tuples), expected);
}

#[test]
fn keys_of_two_secrets() {
    let mut tuples = [tuple(1), tuple(2)];
    tuples[1].public_key_g2 = tuple(3).public_key_g2;
    assert_eq!(faults(&tuples), [(1, Fault::KeysDiffer)]);
}

#[test]
fn a_proof_of_another_key() {
    let mut tuples = [tuple(1), tuple(2)];
    tuples[1].proof_of_possession = tuple(3).proof_of_possession;
    assert_eq!(faults(&tuples), [(1, Fault::NoProof)]);
}

/// Known answers: the secrets whose checks cost most.
#[test]
fn gas_against_both_limits() {
    let tuples = [tuple(13_154), tuple(57_193), tuple(1_314_687), tuple(1)];
    let expected = [
        (1, Fault::NeedsRaisedLimit { gas: 264_926, limit: PopGasLimit::V6 }),
        (2, Fault::OverGasLimit { gas: 303_646, limit: PopGasLimit::V6 }),
    ];
    assert_eq!(faults(&tuples), expected);
    let report = report(&[("file.json", &tuples)]);
    let severities: Vec<_> = report.findings().iter().map(|finding| finding.severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Error]);
}

/// What is said of a key names the limit that it was held against.
#[test]
fn the_limit_is_that_of_the_contract() {
    let tuples = [tuple(57_193), tuple(1_314_687)];
    let sentences = |gas| {
        let limit = PopGasLimit::new(gas).unwrap();
        let report = audit(&[List::new("f", &tuples)], ProofKind::Registration, limit, &mut SysRng).unwrap();
        report.findings().iter().map(|finding| (finding.severity, report.describe(finding))).collect::<Vec<_>>()
    };
    let before = sentences(250_000);
    assert_eq!(before.iter().map(|(severity, _)| *severity).collect::<Vec<_>>(), [Severity::Error; 2]);
    assert!(before[0].1.contains("264926 of 250000 gas") && before[0].1.contains("refunds the stake"), "{before:?}");
    let now = sentences(300_000);
    assert!(now[0].1.contains("264926 of 300000 gas") && now[0].1.contains("needs the raised limit"), "{now:?}");
    assert!(now[1].1.contains("303646 of 300000 gas") && now[1].1.contains("whole rollup"), "{now:?}");
    let raised = sentences(400_000);
    assert_eq!(raised.iter().map(|(severity, _)| *severity).collect::<Vec<_>>(), [Severity::Warning; 2]);
    assert!(raised[1].1.contains("303646 of 400000 gas"), "{raised:?}");
}

#[test]
fn duplicates_within_and_across_lists() {
    let mut first = [tuple(1), tuple(2), tuple(1)];
    first[2].attester = attester(99);
    let mut second = [tuple(4), tuple(2)];
    second[0].attester = attester(1);
    let report = report(&[("a.json", &first), ("b.json", &second)]);
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.location, finding.fault.clone())).collect();
    let at = |list, entry| EntryLocation { list, entry };
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
    let mut tuples: Vec<_> = (1..=6).map(tuple).collect();
    tuples.push(tuple(57_193));
    tuples.push(tuple(1_314_687));
    tuples.push(key_store(9, ProofKind::Feedback).to_unverified());
    tuples[0].attester = Address::ZERO;
    tuples[1].spelling = Spelling::Unchecked;
    tuples[2].public_key_g1 = [[0; 32]; 2];
    tuples[3].public_key_g2 = tuple(77).public_key_g2;
    tuples[4].proof_of_possession = tuple(77).proof_of_possession;
    tuples.push(tuples[5]);
    let report = report(&[("file.json", &tuples)]);
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

/// Some tools write the imaginary part of a coordinate first.
#[test]
fn halves_that_have_changed_places_are_named() {
    let mut tuples = [tuple(1), tuple(2)];
    tuples[0].public_key_g2.swap(0, 1);
    tuples[0].public_key_g2.swap(2, 3);
    tuples[1].public_key_g2.swap(0, 1);
    let not_on_curve = Fault::Point(PointFault { field: Field::PublicKeyG2, reason: PointError::NotOnCurve });
    assert_eq!(faults(&tuples), [(0, Fault::HalvesSwapped), (1, not_on_curve)]);
    let report = report(&[("file.json", &tuples)]);
    let sentence = report.describe(&report.findings()[0]);
    assert!(sentence.starts_with("file.json, entry 0, publicKeyG2: x0 and x1 are exchanged"), "{sentence}");
}

#[test]
fn an_entry_that_cannot_be_read_stands_beside_the_others() {
    let unreadable = EntryFault::Missing { field: Field::PublicKeyG1 };
    let entries = [Ok(tuple(1)), Err(unreadable.clone()), Ok(tuple(1)), Err(EntryFault::NotAnObject)];
    let lists = [List::partly_read("file.json", &entries)];
    let mut seen = Vec::new();
    let report =
        audit_with_progress(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng, |done| seen.push(done))
            .unwrap();
    assert_eq!(seen, [4]);
    let judged: Vec<_> = report.entries().iter().map(|entry| entry.location.entry).collect();
    assert_eq!(judged, [0, 2]);
    let first = EntryLocation { list: 0, entry: 0 };
    let expected = [
        (1, Fault::Unreadable(unreadable)),
        (2, Fault::DuplicateAttester { first }),
        (2, Fault::DuplicateKey { first }),
        (3, Fault::Unreadable(EntryFault::NotAnObject)),
    ];
    let findings = report.findings().iter().map(|finding| (finding.location.entry, finding.fault.clone()));
    assert_eq!(findings.collect::<Vec<_>>(), expected);
    assert!(!report.is_sound());
    assert!(report.describe(&report.findings()[0]).starts_with("file.json, entry 1: publicKeyG1 is missing; "));
}

#[test]
fn an_entry_gives_its_gas() {
    let report = report(&[("f", &[tuple(1)])]);
    let entry = report.entries()[0];
    assert_eq!(entry.gas(), entry.hashed_point.map(|point| point.gas()));
    assert!(entry.gas().is_some());
}
