//! A batch is accepted when each entry is, and names exactly the entries that are not.

use core::error::Error;

use crate::common::{G1Words, G2Words, small_key, vectors};
use crate::generators::{Limited, OutOfEntropy};
use bn254_bls::{
    BatchVerifyError, ProofKind, ProofOfPossession, SecretKey, UnverifiedPublicKey, VerifyError, pop_verify_batch,
    reference,
};
use proptest::prelude::*;
use rand::rngs::SysRng;
use serde::Deserialize;

type Entry = (UnverifiedPublicKey, ProofOfPossession);

const KINDS: [ProofKind; 2] = [ProofKind::Registration, ProofKind::Feedback];

fn entries(numbers: impl IntoIterator<Item = u64>, kind: ProofKind) -> Vec<Entry> {
    let secrets: Vec<_> = numbers.into_iter().map(small_key).collect();
    let proven = SecretKey::prove_batch(&secrets);
    proven.iter().map(|proven| ((*proven.public_key()).into(), *proven.proof(kind))).collect()
}

fn verify(entries: &[Entry], kind: ProofKind) -> Result<(), Vec<(usize, VerifyError)>> {
    let verdict = pop_verify_batch(entries, kind, &mut SysRng);
    assert_eq!(verdict, reference::pop_verify_batch(entries, kind, &mut SysRng), "the pairing of arkworks differs");
    match verdict {
        Ok(keys) => {
            // Whoever is verified comes back, in the same order.
            assert!(keys.iter().map(AsRef::as_ref).eq(entries.iter().map(|(public, _)| public)));
            Ok(())
        }
        Err(BatchVerifyError::Entries(failures)) => Err(failures),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn good_batches_of_every_size_are_accepted() {
    for kind in KINDS {
        let all = entries(1..=260, kind);
        // On both sides of the places where a batch is cut in chunks.
        for size in [0, 1, 2, 3, 127, 128, 129, 256, 257, 260] {
            assert_eq!(verify(&all[..size], kind), Ok(()), "{size} {kind}");
        }
    }
}

#[test]
fn the_proofs_of_the_other_kind_are_all_named() {
    for (made, wanted) in [(KINDS[0], KINDS[1]), (KINDS[1], KINDS[0])] {
        let expected = (0..5).map(|index| (index, VerifyError::WrongProof)).collect();
        assert_eq!(verify(&entries(1..=5, made), wanted), Err(expected), "{made} as {wanted}");
    }
}

#[test]
fn an_entry_may_stand_in_a_batch_twice() {
    let once = entries([7], ProofKind::Registration);
    assert_eq!(verify(&[once[0], once[0]], ProofKind::Registration), Ok(()));
}

/// Two proofs change places: their sum is what it was.
#[test]
fn swapped_proofs_are_both_named() {
    for kind in KINDS {
        let mut batch = entries(1..=6, kind);
        let first = batch[1].1;
        batch[1].1 = batch[4].1;
        batch[4].1 = first;
        let expected = vec![(1, VerifyError::WrongProof), (4, VerifyError::WrongProof)];
        assert_eq!(verify(&batch, kind), Err(expected), "{kind}");
    }
}

/// A batch whose entries 1 and 4 are `proof + shift` and `other proof - shift`: with equal coefficients the two errors
/// cancel.
fn cancelling(kind: ProofKind) -> Vec<Entry> {
    #[derive(Deserialize)]
    struct Vector {
        name: String,
        pk1: G1Words,
        pk2: G2Words,
        proof: G1Words,
    }
    let vectors = vectors::<Vector>("invalid_proofs.json");
    let entry = |sign: &str| {
        let name = format!("{kind}-batch-cancelling-{sign}");
        let vector = vectors.iter().find(|vector| vector.name == name).unwrap_or_else(|| panic!("no {name}"));
        let point = |words: &G1Words| words.point().unwrap_or_else(|error| panic!("{name}: {error}"));
        let g2 = vector.pk2.point().unwrap_or_else(|error| panic!("{name}: {error}"));
        (UnverifiedPublicKey { g1: point(&vector.pk1), g2 }, ProofOfPossession::new(point(&vector.proof)))
    };
    let mut batch = entries(1..=3, kind);
    batch.insert(1, entry("plus"));
    batch.push(entry("minus"));
    batch
}

#[test]
fn errors_that_cancel_are_both_named() {
    for kind in KINDS {
        let expected = vec![(1, VerifyError::WrongProof), (4, VerifyError::WrongProof)];
        assert_eq!(verify(&cancelling(kind), kind), Err(expected), "{kind}");
    }
}

/// A generator that always gives the same, so that whoever forges knows what it gives.
#[test]
fn a_constant_generator_does_not_let_errors_cancel() {
    for kind in KINDS {
        let expected = vec![(1, VerifyError::WrongProof), (4, VerifyError::WrongProof)];
        let verdict = pop_verify_batch(&cancelling(kind), kind, &mut Limited(usize::MAX));
        assert_eq!(verdict, Err(BatchVerifyError::Entries(expected)), "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn exactly_the_bad_entries_are_named(
        bad in prop::collection::btree_map(0usize..140, any::<bool>(), 0..6),
        seed in any::<u32>(),
    ) {
        for kind in KINDS {
            let first = u64::from(seed) + 1;
            let mut batch = entries(first..first + 140, kind);
            let foreign = SecretKey::from_be_bytes_mod_order(&[0xa5; 48]).expect("not zero").prove();
            for (&index, &wrong_key) in &bad {
                if wrong_key {
                    batch[index].0.g2 = *foreign.public_key().g2();
                } else {
                    batch[index].1 = *foreign.proof(kind);
                }
            }
            let error = |wrong_key| if wrong_key { VerifyError::KeysDiffer } else { VerifyError::WrongProof };
            let expected: Vec<_> = bad.iter().map(|(&index, &wrong_key)| (index, error(wrong_key))).collect();
            prop_assert_eq!(verify(&batch, kind), if expected.is_empty() { Ok(()) } else { Err(expected) }, "{}", kind);
        }
    }
}

#[test]
fn a_failing_generator_verifies_nothing() {
    let batch = entries(1..=3, ProofKind::Registration);
    // Four words are a seed.
    for words in 0..4 {
        let refused = pop_verify_batch(&batch, ProofKind::Registration, &mut Limited(words));
        assert_eq!(refused, Err(BatchVerifyError::Rng(OutOfEntropy)), "{words} words");
    }
    let keys: Vec<_> = batch.iter().map(|(public, _)| *public).collect();
    let verified = pop_verify_batch(&batch, ProofKind::Registration, &mut Limited(4)).expect("a whole seed");
    assert!(verified.iter().map(AsRef::as_ref).eq(&keys));
}

#[test]
fn the_source_of_an_error_is_what_it_wraps() {
    let mut batch = entries(1..=2, ProofKind::Registration);
    let failed = pop_verify_batch(&batch, ProofKind::Registration, &mut Limited(0)).expect_err("no seed");
    assert_eq!(failed.source().and_then(<dyn Error>::downcast_ref), Some(&OutOfEntropy));
    batch[1].1 = batch[0].1;
    let refused = pop_verify_batch(&batch, ProofKind::Registration, &mut SysRng).expect_err("entry 1 is bad");
    assert!(refused.source().is_none(), "each entry has its own error");
}

#[test]
fn the_message_names_the_first_bad_entry() {
    let mut batch = entries(1..=3, ProofKind::Registration);
    batch[2].1 = batch[0].1;
    let error = pop_verify_batch(&batch, ProofKind::Registration, &mut SysRng).expect_err("entry 2 is bad");
    let text = error.to_string();
    assert!(text.contains("position 2"), "{text}");
}
