//! What an audit says of one list of several.

use crate::common::{key_store, tuple};
use alloy_primitives::Address;
use aztec_staking_registry::audit::{List, ListReport, ListSummary, Message, ProofCounts, Remark, Severity, audit};
use aztec_staking_registry::staker_output::{self, EntryFault};
use aztec_staking_registry::{Field, UnverifiedKeyStore};
use bn254_bls::ProofKind;
use bn254_bls::gas::PopGasLimit;
use rand::rngs::SysRng;

fn lists(lists: &[List<'_>]) -> Vec<ListReport> {
    let report = audit(lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut SysRng).unwrap();
    (0..lists.len()).map(|list| report.list(list)).collect()
}

fn feedback(secret: u32) -> UnverifiedKeyStore {
    key_store(secret, ProofKind::Feedback).to_unverified()
}

#[test]
fn each_list_has_its_own_numbers_and_remarks() {
    let first = [tuple(1), tuple(2)];
    let second = [tuple(2), feedback(3), UnverifiedKeyStore { attester: Address::ZERO, ..tuple(4) }];
    let reports = lists(&[List::new("a", &first), List::new("b", &second)]);
    let counts = |registration, feedback| ProofCounts { registration, feedback, neither: 0 };
    assert_eq!((reports[0].summary.proofs, reports[1].summary.proofs), (counts(2, 0), counts(2, 1)));
    assert_eq!(reports[1].summary.proofs.to_string(), "2 registration, 1 feedback");
    // Secret 1: 19 attempts, 2 square roots; it costs more than secret 2.
    assert_eq!(reports[0].summary.highest_gas_estimate, Some(151_674));
    assert_eq!(reports[0].summary.gas_limit, PopGasLimit::DEFAULT.get());
    assert_eq!((reports[0].tuples[0].attempts, reports[0].tuples[0].square_roots), (Some(19), Some(2)));
    assert!(reports[0].faults.is_empty() && reports[0].tuples.iter().all(|tuple| tuple.severity().is_none()));

    let codes: Vec<Vec<_>> =
        reports[1].tuples.iter().map(|tuple| tuple.faults.iter().map(|remark| remark.code).collect()).collect();
    assert_eq!(codes, [vec!["duplicate-attester", "duplicate-key"], vec!["feedback-only"], vec!["zero-attester"]]);
    assert_eq!(reports[1].tuples[1].message, Message::Feedback);
    let (positions, sentences) = (reports[1].tuples.iter().map(|tuple| tuple.entry), &reports[1].faults);
    assert_eq!((positions.collect::<Vec<_>>(), sentences.len()), (vec![0, 1, 2], 4));
    assert!(sentences[0].starts_with("b, entry 0, attester: the attester is that of a, entry 1;"), "{}", sentences[0]);
}

#[test]
fn an_entry_that_cannot_be_read_is_no_tuple() {
    let fault = EntryFault::Missing { field: Field::Attester };
    let entries = [Err(fault), Ok(tuple(1))];
    let report = lists(&[List::partly_read("a", &entries)]).remove(0);
    assert_eq!((report.tuples.len(), report.tuples[0].entry, report.faults.len()), (1, 1, 1));
    assert_eq!(report.tuples[0].severity(), None);
}

#[test]
fn a_list_may_hold_proofs_of_the_other_kind() {
    let tuples = [feedback(1), tuple(2)];
    let report = lists(&[List::new("a", &tuples).expecting(ProofKind::Feedback)]).remove(0);
    let remark = |code| vec![Remark { code, field: "proofOfPossession" }];
    assert_eq!(report.tuples[0].warnings, remark("feedback-only"));
    assert_eq!(report.tuples[1].warnings, remark("registration-unexpected"));
    assert_eq!(report.tuples[0].severity(), Some(Severity::Warning));
    assert_eq!((report.warnings.len(), report.faults.len()), (2, 0));
}

#[test]
fn an_empty_list_has_empty_numbers() {
    let entries = staker_output::read_entries("[]").unwrap_or_default();
    let report = lists(&[List::partly_read("a", &entries)]).remove(0);
    assert_eq!((report.summary, report.tuples.len()), (ListSummary::default(), 0));
}

#[test]
fn a_list_report_has_the_limit_of_the_audit() {
    let (tuples, limit) = ([tuple(1)], PopGasLimit::BEFORE_V6);
    let report = audit(&[List::new("a", &tuples)], ProofKind::Registration, limit, &mut SysRng).unwrap();
    assert_eq!((report.gas_limit(), report.list(0).summary.gas_limit), (limit, 250_000));
}

#[test]
fn lists_that_have_no_entry_are_empty() {
    let (tuples, entries) = ([tuple(1), tuple(2)], [Err(EntryFault::NotAnObject)]);
    let lists = [List::new("a", &tuples), List::new("b", &[]), List::partly_read("c", &entries)];
    assert_eq!(
        lists.map(|list| (list.label(), list.len(), list.is_empty())),
        [("a", 2, false), ("b", 0, true), ("c", 1, false)]
    );
}
