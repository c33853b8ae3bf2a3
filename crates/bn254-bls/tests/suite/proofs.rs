//! A proof verifies for its own key and message, and for nothing else.

use crate::common::{pop_verify, small_key};
use bn254_bls::{
    G1Point, KeysDiffer, ProofKind, ProofOfPossession, ProvenPublicKey, ProvenPublicKeyError, PublicKey, SecretKey,
    UnverifiedPublicKey, VerifyError, hash_pubkey_to_point,
};
use proptest::prelude::*;

const KINDS: [ProofKind; 2] = [ProofKind::Registration, ProofKind::Feedback];

fn proven() -> impl Strategy<Value = ProvenPublicKey> {
    any::<[u8; 48]>().prop_map(|bytes| SecretKey::from_be_bytes_mod_order(&bytes).expect("not zero").prove())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_proof_verifies_as_its_own_kind_only(proven in proven()) {
        let public = proven.public_key();
        for made in KINDS {
            for wanted in KINDS {
                let expected = if made == wanted { Ok(*public) } else { Err(VerifyError::WrongProof) };
                prop_assert_eq!(pop_verify(public, proven.proof(made), wanted), expected, "{} as {}", made, wanted);
            }
        }
    }

    #[test]
    fn the_proof_of_another_key_is_refused(one in proven(), other in proven()) {
        prop_assume!(one != other);
        for kind in KINDS {
            let refused = Err(VerifyError::WrongProof);
            prop_assert_eq!(pop_verify(one.public_key(), other.proof(kind), kind), refused, "{}", kind);
        }
    }

    #[test]
    fn keys_of_two_secrets_are_refused(one in proven(), other in proven()) {
        prop_assume!(one != other);
        let mixed = UnverifiedPublicKey { g1: *one.public_key().g1(), g2: *other.public_key().g2() };
        prop_assert_eq!(mixed.verify(), Err(KeysDiffer));
        prop_assert_eq!(PublicKey::new(mixed.g1, mixed.g2), Err(KeysDiffer));
        for kind in KINDS {
            for proof in [one.proof(kind), other.proof(kind)] {
                prop_assert_eq!(pop_verify(&mixed, proof, kind), Err(VerifyError::KeysDiffer), "{}", kind);
            }
        }
    }

    /// Any point that the compressed form can name, but for the proof itself.
    #[test]
    fn another_point_is_no_proof(proven in proven(), bit in 0usize..256) {
        for kind in KINDS {
            let mut bytes = proven.proof(kind).point().to_compressed();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let Ok(point) = G1Point::from_compressed(&bytes) else { continue };
            let refused = Err(VerifyError::WrongProof);
            let proof = ProofOfPossession::new(point);
            prop_assert_eq!(pop_verify(proven.public_key(), &proof, kind), refused, "{}", kind);
        }
    }
}

#[test]
fn a_proven_public_key_is_what_its_parts_are() {
    let secret = small_key(57_193);
    let proven = secret.prove();
    assert_eq!(*proven.public_key(), secret.public_key());
    assert_eq!(*proven.hashed_point(), hash_pubkey_to_point(proven.public_key().g1(), ProofKind::Registration));
    for kind in KINDS {
        assert_eq!(*proven.proof(kind), secret.pop_prove(kind), "{kind}");
    }
}

#[test]
fn every_key_signs_feedback_over_the_same_point() {
    let hashed = |number| hash_pubkey_to_point(small_key(number).public_key().g1(), ProofKind::Feedback);
    assert_eq!(hashed(1), hashed(2));
    assert_eq!(hashed(1).attempts(), 1);
}

#[test]
fn a_proven_public_key_of_mixed_parts_is_refused() {
    let (one, other) = (small_key(11).prove(), small_key(12).prove());
    let (key, registration, feedback) = (*one.public_key(), *one.registration_proof(), *one.feedback_proof());
    assert_eq!(ProvenPublicKey::new(key, registration, feedback), Ok(one));

    let refused = |key: UnverifiedPublicKey, registration, feedback, kind, source| {
        let ProvenPublicKeyError { kind: actual_kind, source: actual, .. } =
            ProvenPublicKey::new(key, registration, feedback).expect_err("mixed parts");
        assert_eq!((actual_kind, actual), (kind, source));
    };
    let (registering, over_the_word) = (ProofKind::Registration, ProofKind::Feedback);
    refused(key.into(), *other.registration_proof(), feedback, registering, VerifyError::WrongProof);
    refused(key.into(), registration, *other.feedback_proof(), over_the_word, VerifyError::WrongProof);
    // Each proof in the place of the other.
    refused(key.into(), feedback, registration, registering, VerifyError::WrongProof);
    let mixed = UnverifiedPublicKey { g1: *key.g1(), g2: *other.public_key().g2() };
    refused(mixed, registration, feedback, registering, VerifyError::KeysDiffer);
}
