//! The batch path gives the same as one key at a time, also where a key is over the gas budget.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::num::NonZeroU32;

use aztec_key_derivation::{
    BlsKey, BlsKeyError, BlsKeys, BlsRule, Ikm, Index, IndexRange, Mnemonic, OverBudget, Passphrase, Seed, derive_bls,
    derive_bls_keys,
};
use bn254_bls::gas::DERIVATION_BUDGET;

fn seed() -> Seed {
    let phrase = "test test test test test test test test test test test junk";
    Mnemonic::parse(phrase).unwrap().to_seed(&Passphrase::none())
}

fn range(start: u32, count: u32) -> IndexRange {
    IndexRange::new(Index::new(start).unwrap(), count).unwrap()
}

fn assert_same(batch: &BlsKey, single: &BlsKey) {
    assert_eq!(batch.index, single.index);
    assert_eq!(batch.path, single.path, "index {}", batch.index);
    assert_eq!(batch.secret.to_be_bytes(), single.secret.to_be_bytes(), "{}", batch.path);
    assert_eq!(batch.identity, single.identity, "{}", batch.path);
}

/// Index 120 of this mnemonic is over the budget (`vectors/derivation.json`), so the range has it in its middle.
#[test]
fn batch_equals_one_by_one() {
    let (ikm, seed) = (Ikm::from_bytes(&[7; 32]).unwrap(), seed());
    for rule in BlsRule::ALL {
        let from_seed = |range| derive_bls_keys(&seed, rule, Index::ZERO, range, OverBudget::Keep).unwrap();
        let from_ikm = |range| derive_bls_keys(&ikm, rule, Index::ZERO, range, OverBudget::Keep).unwrap();
        let (seed_keys, ikm_keys) = (from_seed(range(112, 16)), from_ikm(range(112, 16)));
        assert_eq!(seed_keys.len(), 16);
        for (seed_key, ikm_key) in seed_keys.iter().zip(&ikm_keys) {
            let one = range(seed_key.index.get(), 1);
            assert_same(seed_key, &from_seed(one)[0]);
            assert_same(ikm_key, &from_ikm(one)[0]);
        }
    }
}

/// Chunks that fit, that do not, and that are larger than the range.
#[test]
fn chunk_by_chunk_is_the_same_as_at_once() {
    let seed = seed();
    let whole = derive_bls_keys(&seed, BlsRule::V6, Index::ZERO, range(114, 12), OverBudget::Refuse).unwrap();
    for (chunk, sizes) in [(4, &[4, 4, 4][..]), (5, &[5, 5, 2]), (100, &[12])] {
        let chunk = NonZeroU32::new(chunk).unwrap();
        let chunks = BlsKeys::derive(&seed, BlsRule::V6, Index::ZERO, range(114, 12), OverBudget::Refuse, chunk);
        let chunks: Vec<_> = chunks.map(Result::unwrap).collect();
        assert_eq!(chunks.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        chunks.iter().flatten().zip(&whole).for_each(|(chunked, whole)| assert_same(chunked, whole));
    }
}

/// Index 120 is over the budget.
#[test]
fn nothing_follows_a_chunk_that_is_refused() {
    let (seed, chunk) = (seed(), NonZeroU32::new(4).unwrap());
    let chunks = BlsKeys::derive(&seed, BlsRule::V5, Index::ZERO, range(116, 12), OverBudget::Refuse, chunk);
    assert_eq!(chunks.map(|chunk| chunk.is_ok()).collect::<Vec<_>>(), [true, false]);
    let last = range(Index::MAX.get(), 1);
    assert_eq!(BlsKeys::derive(&seed, BlsRule::V6, Index::ZERO, last, OverBudget::Refuse, chunk).count(), 1);
}

/// From the definition, without the batch: the first candidate within the budget.
#[test]
fn the_v6_rule_takes_the_first_candidate_within_the_budget() {
    let seed = seed();
    let keys = derive_bls_keys(&seed, BlsRule::V6, Index::ZERO, range(116, 8), OverBudget::Refuse).unwrap();
    for key in &keys {
        let expected = (0..=255)
            .map(|candidate| BlsRule::V6.path(Index::ZERO, key.index).with_candidate(candidate))
            .find(|path| derive_bls(&seed, path).prove().hashed_point().gas() <= DERIVATION_BUDGET);
        assert_eq!(Some(key.path), expected);
    }
    let candidates: Vec<u8> = keys.iter().map(|key| key.path.candidate()).collect();
    assert_eq!(candidates, [0, 0, 0, 0, 1, 0, 0, 0]);
}

/// One bad key in the middle refuses the batch: nothing is handed out.
#[test]
fn the_rules_without_candidates_name_the_index() {
    let error = derive_bls_keys(&seed(), BlsRule::V5, Index::ZERO, range(110, 20), OverBudget::Refuse).unwrap_err();
    let BlsKeyError::OverBudget { index, gas, rule: BlsRule::V5 } = error else { panic!("{error:?}") };
    assert_eq!(index.get(), 120);
    assert!(gas > DERIVATION_BUDGET);
    assert_eq!(
        error.to_string(),
        format!(
            "the BLS key of address index 120 may be impossible to register: its proof of possession may cost {gas} gas, \
             above the budget of 225000; derive with v6, which takes another key, or leave this index out (rule v5)"
        )
    );
}

#[test]
fn the_caller_may_keep_an_over_budget_key() {
    let keep = |rule| derive_bls_keys(&seed(), rule, Index::ZERO, range(120, 1), OverBudget::Keep).unwrap();
    assert!(keep(BlsRule::V5)[0].identity.hashed_point().gas() > DERIVATION_BUDGET);
    // Under v6 there is no such key to keep.
    assert!(keep(BlsRule::V6)[0].identity.hashed_point().gas() <= DERIVATION_BUDGET);
}

#[test]
fn proofs_and_keys_verify() {
    for key in derive_bls_keys(&seed(), BlsRule::V6, Index::ZERO, range(119, 3), OverBudget::Refuse).unwrap() {
        for kind in [bn254_bls::ProofKind::Registration, bn254_bls::ProofKind::Feedback] {
            let proof = key.identity.proof(kind);
            assert_eq!(
                bn254_bls::pop_verify(key.identity.public_key(), proof, kind),
                Ok(*key.identity.public_key()),
                "{}",
                key.path
            );
        }
        assert_eq!(key.secret.public_key(), *key.identity.public_key(), "{}", key.path);
    }
}
