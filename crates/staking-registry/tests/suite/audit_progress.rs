//! How far an audit is while it goes on, and what it says of all its lists.

use aztec_staking_registry::audit::{List, Severity, audit, audit_with_progress};
use aztec_staking_registry::{Spelling, UnverifiedKeyStore};
use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand::rngs::SysRng;

use crate::common::tuple;

fn progress(lists: &[List<'_>]) -> Vec<usize> {
    let mut seen = Vec::new();
    let (kind, limit) = (ProofKind::Registration, PopGasLimit::DEFAULT);
    audit_with_progress(lists, kind, limit, &mut SysRng, |done| seen.push(done)).unwrap();
    seen
}

#[test]
fn progress_reaches_the_end() {
    let tuples = vec![tuple(1); 1_100];
    assert_eq!(progress(&[List::new("f", &tuples)]), [512, 1024, 1100]);
}

#[test]
fn progress_counts_through_all_lists() {
    let (two, three) = ([tuple(1), tuple(2)], [tuple(3), tuple(4), tuple(5)]);
    let lists = [List::new("a", &two), List::new("b", &[]), List::new("c", &three), List::new("d", &two)];
    assert_eq!(progress(&lists), [2, 5, 7]);
}

#[test]
fn sentences_of_one_severity() {
    let tuples = [tuple(1), UnverifiedKeyStore { spelling: Spelling::Unchecked, ..tuple(2) }, tuple(1)];
    let lists = [List::new("f", &tuples)];
    let report = audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
    let [warnings, errors] = [Severity::Warning, Severity::Error].map(|severity| report.sentences(severity));
    assert_eq!((warnings.len(), errors.len()), (1, 2));
    assert!(warnings[0].starts_with("f, entry 1, attester: the address carries no checksum"), "{warnings:?}");
    assert!(errors[0].starts_with("f, entry 2, attester: the attester is that of f, entry 0;"), "{errors:?}");
    assert!(errors[1].starts_with("f, entry 2, publicKeyG1: the key is that of f, entry 0;"), "{errors:?}");
}
