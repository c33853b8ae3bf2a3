//! The batch path gives the same as one key at a time, whichever candidates are taken.

use std::num::NonZeroU32;

use aztec_key_derivation::{
    BlsDerivation, BlsKey, BlsKeys, BlsMaterial, BlsPath, BlsRule, GasBudget, Ikm, Index, IndexRange, Mnemonic,
    Passphrase, Seed, ValidatorBlsKey, derive_bls, derive_bls_keys, derive_bls_paths,
};
use proptest::prelude::*;

fn seed() -> Seed {
    let phrase = "test test test test test test test test test test test junk";
    Mnemonic::parse(phrase).unwrap().to_seed(&Passphrase::none())
}

fn range(start: u32, count: u32) -> IndexRange {
    IndexRange::new(Index::new(start).unwrap(), count).unwrap()
}

fn derive<'a>(
    material: impl Into<BlsMaterial<'a>>,
    derivation: impl Into<BlsDerivation>,
    range: IndexRange,
) -> Vec<ValidatorBlsKey> {
    derive_bls_keys(material, derivation, Index::ZERO, range).unwrap()
}

fn assert_same_key(one: &BlsKey, other: &BlsKey) {
    assert_eq!(one.path, other.path);
    assert_eq!(one.secret.to_be_bytes(), other.secret.to_be_bytes(), "{}", one.path);
    assert_eq!(one.proven, other.proven, "{}", one.path);
}

fn assert_same(one: &ValidatorBlsKey, other: &ValidatorBlsKey) {
    assert_eq!(one.index, other.index);
    assert_eq!(one.skipped, other.skipped, "{}", one.key.path);
    assert_same_key(&one.key, &other.key);
}

/// A budget that one key in a few is over, index 120 among them (see `vectors/derivation.json`).
fn low_budget() -> BlsDerivation {
    BlsDerivation::v6_within(GasBudget::new(160_000).unwrap())
}

#[test]
fn batch_equals_one_by_one() {
    let (ikm, seed) = (Ikm::from_bytes(&[7; 32]).unwrap(), seed());
    for derivation in BlsRule::ALL.map(BlsDerivation::from).into_iter().chain([low_budget()]) {
        let (seed_keys, ikm_keys) =
            (derive(&seed, derivation, range(112, 16)), derive(&ikm, derivation, range(112, 16)));
        assert_eq!(seed_keys.len(), 16);
        for (seed_key, ikm_key) in seed_keys.iter().zip(&ikm_keys) {
            let one = range(seed_key.index.get(), 1);
            assert_same(seed_key, &derive(&seed, derivation, one)[0]);
            assert_same(ikm_key, &derive(&ikm, derivation, one)[0]);
        }
    }
}

/// Chunks that fit, that do not, and that are larger than the range.
#[test]
fn chunk_by_chunk_is_the_same_as_at_once() {
    let seed = seed();
    let whole = derive(&seed, low_budget(), range(114, 12));
    for (chunk, sizes) in [(4, &[4, 4, 4][..]), (5, &[5, 5, 2]), (100, &[12])] {
        let chunk = NonZeroU32::new(chunk).unwrap();
        let chunks = BlsKeys::derive(&seed, low_budget(), Index::ZERO, range(114, 12), chunk);
        let chunks: Vec<_> = chunks.map(Result::unwrap).collect();
        assert_eq!(chunks.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        chunks.iter().flatten().zip(&whole).for_each(|(chunked, whole)| assert_same(chunked, whole));
    }
    let last = range(Index::MAX.get(), 1);
    assert_eq!(BlsKeys::derive(&seed, BlsRule::V6, Index::ZERO, last, NonZeroU32::MIN).count(), 1);
}

/// Index 120 costs more than 225,000 gas: the rules without candidates keep it, and so does v6 where nothing is checked.
#[test]
fn candidate_0_is_kept_where_nothing_is_checked() {
    let seed = seed();
    for derivation in [BlsRule::V5.into(), BlsDerivation::first_candidate(BlsRule::V6)] {
        let keys = derive(&seed, derivation, range(120, 1));
        assert_eq!((keys[0].key.path.candidate(), keys[0].skipped.len()), (0, 0));
        assert!(keys[0].key.proven.hashed_point().gas() > 225_000);
    }
    let chosen = &derive(&seed, low_budget(), range(120, 1))[0];
    assert!(chosen.key.path.candidate() > 0 && chosen.skipped[0] > 225_000);
}

/// Whatever the rule was, and in whatever order they stand.
#[test]
fn recorded_paths_restore_their_keys() {
    let seed = seed();
    for derivation in BlsRule::ALL.map(BlsDerivation::from).into_iter().chain([low_budget()]) {
        let mut keys = derive(&seed, derivation, range(115, 10));
        keys.reverse();
        let paths: Vec<BlsPath> = keys.iter().map(|validator| validator.key.path).collect();
        let restored = derive_bls_paths(&seed, &paths);
        assert_eq!(restored.len(), keys.len());
        keys.iter().zip(&restored).for_each(|(validator, restored)| assert_same_key(&validator.key, restored));
    }
    assert!(derive_bls_paths(&seed, &[]).is_empty());
}

#[test]
fn proofs_and_keys_verify() {
    for ValidatorBlsKey { key, .. } in derive(&seed(), low_budget(), range(119, 3)) {
        for kind in [bn254_bls::ProofKind::Registration, bn254_bls::ProofKind::Feedback] {
            let proof = key.proven.proof(kind);
            assert_eq!(
                bn254_bls::pop_verify(key.proven.public_key(), proof, kind),
                Ok(*key.proven.public_key()),
                "{}",
                key.path
            );
        }
        assert_eq!(key.secret.public_key(), *key.proven.public_key(), "{}", key.path);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// From the definition: a loop over the candidates, one key at a time.
    #[test]
    fn the_v6_rule_is_a_plain_loop(
        material: [u8; 32],
        budget in prop_oneof![137_790..150_000u64, 137_790..=270_000u64],
        account in 0..1u32 << 31,
        start in 0..(1u32 << 31) - 4,
        count in 1..4u32,
    ) {
        let ikm = Ikm::from_bytes(&material).unwrap();
        let account = Index::new(account).unwrap();
        let derivation = BlsDerivation::v6_within(GasBudget::new(budget).unwrap());
        let keys = derive_bls_keys(&ikm, derivation, account, range(start, count)).unwrap();
        prop_assert_eq!(keys.len(), count as usize);
        for (index, validator) in range(start, count).iter().zip(keys) {
            let mut skipped = Vec::new();
            for candidate in 0..=255 {
                let path = BlsPath::new(account, index).with_candidate(candidate);
                let secret = derive_bls(&ikm, &path);
                let gas = secret.prove().hashed_point().gas();
                if gas <= budget {
                    prop_assert_eq!(validator.key.path, path);
                    prop_assert_eq!(validator.key.secret.to_be_bytes(), secret.to_be_bytes());
                    break;
                }
                skipped.push(gas);
            }
            prop_assert_eq!(validator.index, index);
            prop_assert_eq!(validator.skipped, skipped);
        }
    }
}
