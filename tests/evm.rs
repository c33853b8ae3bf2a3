//! An EVM's precompiled contracts as the judge of our keys and proofs.
//!
//! The deployed verifier is written here once more, by its Solidity text, on nothing but the precompiles at addresses 5
//! (modular exponentiation), 6 (addition), 7 (multiplication) and 8 (pairing) of an EVM implementation, whose curve
//! backend (substrate-bn) shares no code with arkworks. Whatever this verifier says of a key, our own must say.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is a failure")]

#[path = "evm/verifier.rs"]
mod verifier;

use bn254_bls::{ProofKind, ProofOfPossession, ProvenPublicKey, SecretKey, UnverifiedPublicKey, pop_verify};
use proptest::{collection, prelude::*};

use verifier::{KeyWords, hash_to_point, proof_of_possession};

fn secret(number: u64) -> SecretKey {
    SecretKey::from_be_bytes_mod_order(&number.to_be_bytes()).unwrap()
}

fn words(identity: &ProvenPublicKey, kind: ProofKind) -> KeyWords {
    KeyWords {
        pk1: identity.public_key().g1().to_words(),
        pk2: identity.public_key().g2().to_words(),
        proof: identity.proof(kind).point().to_words(),
    }
}

#[test]
fn the_evm_hashes_feedback_to_the_known_point() {
    // Source: the deployed contract, run on a local chain.
    let digest = hash_to_point(b"feedback");
    assert_eq!(hex(&digest.point[0]), "2dba4545cadf32a126e34c7545d81adecc4b70349ef6a2fac846669008920156");
    assert_eq!(hex(&digest.point[1]), "21d21c61bb597b37e66f501edaa69356eeeafba740187e6fbcc84d8940bf8f97");
    assert_eq!((digest.attempts, digest.square_roots), (1, 1));
}

#[test]
fn the_evm_hashes_every_length_as_we_do() {
    for length in 0..=200 {
        let message = vec![0xa5; length];
        let (ours, theirs) = (bn254_bls::hash_to_point(&message), hash_to_point(&message));
        assert_eq!(ours.point().to_words(), theirs.point, "length {length}");
        assert_eq!((ours.attempts(), ours.square_roots()), (theirs.attempts, theirs.square_roots), "length {length}");
    }
}

#[test]
fn the_evm_accepts_a_batch_of_a_hundred() {
    let secrets: Vec<_> = (1..=100).map(secret).collect();
    for (number, identity) in (1..).zip(SecretKey::prove_batch(&secrets)) {
        let key = words(&identity, ProofKind::Registration);
        let digest = hash_to_point(key.pk1.as_flattened());
        assert_eq!(identity.hashed_point().point().to_words(), digest.point, "secret {number}");
        assert_eq!(
            (identity.hashed_point().attempts(), identity.hashed_point().square_roots()),
            (digest.attempts, digest.square_roots),
            "secret {number}"
        );
        assert!(proof_of_possession(&key, &digest.point), "secret {number}");
    }
}

#[test]
fn the_evm_and_we_refuse_the_feedback_proof_for_a_registration() {
    let identity = secret(7).prove();
    let key = words(&identity, ProofKind::Feedback);
    assert!(!proof_of_possession(&key, &hash_to_point(key.pk1.as_flattened()).point));
    assert!(pop_verify(identity.public_key(), identity.feedback_proof(), ProofKind::Registration).is_err());
    // Over its own message it is sound.
    assert!(proof_of_possession(&key, &hash_to_point(b"feedback").point));
    assert!(pop_verify(identity.public_key(), identity.feedback_proof(), ProofKind::Feedback).is_ok());
}

#[test]
fn the_evm_refuses_every_flipped_word() {
    let good = words(&secret(11).prove(), ProofKind::Registration);
    for index in 0..8 {
        for bit in [0, 7, 100, 253] {
            let mut bad = good;
            let word = match index {
                0 | 1 => &mut bad.pk1[index],
                2..=5 => &mut bad.pk2[index - 2],
                _ => &mut bad.proof[index - 6],
            };
            word[31 - bit / 8] ^= 1 << (bit % 8);
            assert!(!proof_of_possession(&bad, &hash_to_point(bad.pk1.as_flattened()).point), "word {index} bit {bit}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_evm_and_we_agree_on_random_keys(seed: [u8; 48], other: [u8; 48], pick in collection::vec(any::<bool>(), 3)) {
        let a = SecretKey::from_be_bytes_mod_order(&seed).unwrap().prove();
        let b = SecretKey::from_be_bytes_mod_order(&other).unwrap().prove();
        // A key put together from two: sound only when all parts come from the same one.
        let part = |index: usize| if pick[index] { &a } else { &b };
        let public_key = UnverifiedPublicKey { g1: *part(0).public_key().g1(), g2: *part(1).public_key().g2() };
        let proof: ProofOfPossession = *part(2).registration_proof();
        let key = KeyWords {
            pk1: public_key.g1.to_words(),
            pk2: public_key.g2.to_words(),
            proof: proof.point().to_words(),
        };
        let theirs = proof_of_possession(&key, &hash_to_point(key.pk1.as_flattened()).point);
        prop_assert_eq!(theirs, pop_verify(&public_key, &proof, ProofKind::Registration).is_ok());
        prop_assert_eq!(theirs, pick.iter().all(|first| *first) || pick.iter().all(|first| !*first));
    }
}

fn hex(word: &[u8; 32]) -> String {
    base16ct::lower::encode_string(word)
}
