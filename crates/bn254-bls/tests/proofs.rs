//! A proof verifies for its own key and message, and for nothing else.

mod common;

use bn254_bls::{
    G1Point, Identity, ProofKind, ProofOfPossession, PublicKey, SecretKey, VerifyError, derive, pop_digest, pop_prove,
    pop_verify,
};
use proptest::prelude::*;

const KINDS: [ProofKind; 2] = [ProofKind::Registration, ProofKind::Feedback];

fn identity() -> impl Strategy<Value = Identity> {
    any::<[u8; 48]>().prop_map(|bytes| derive(&SecretKey::from_be_bytes_mod_order(&bytes).expect("not zero")))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20))]

    #[test]
    fn a_proof_verifies_as_its_own_kind_only(identity in identity()) {
        let public = &identity.public_key;
        for made in KINDS {
            for wanted in KINDS {
                let expected = if made == wanted { Ok(()) } else { Err(VerifyError::WrongProof) };
                prop_assert_eq!(pop_verify(public, identity.proof(made), wanted), expected, "{} as {}", made, wanted);
            }
        }
    }

    #[test]
    fn the_proof_of_another_key_is_refused(one in identity(), other in identity()) {
        prop_assume!(one != other);
        for kind in KINDS {
            let refused = Err(VerifyError::WrongProof);
            prop_assert_eq!(pop_verify(&one.public_key, other.proof(kind), kind), refused, "{}", kind);
        }
    }

    #[test]
    fn keys_of_two_secrets_are_refused(one in identity(), other in identity()) {
        prop_assume!(one != other);
        let mixed = PublicKey { g1: one.public_key.g1, g2: other.public_key.g2 };
        prop_assert!(!mixed.shares_secret());
        for kind in KINDS {
            for proof in [one.proof(kind), other.proof(kind)] {
                prop_assert_eq!(pop_verify(&mixed, proof, kind), Err(VerifyError::KeysDiffer), "{}", kind);
            }
        }
    }

    /// Any point that the compressed form can name, but for the proof itself.
    #[test]
    fn another_point_is_no_proof(identity in identity(), bit in 0usize..256) {
        for kind in KINDS {
            let mut bytes = identity.proof(kind).point().to_compressed();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let Ok(point) = G1Point::from_compressed(&bytes) else { continue };
            let refused = Err(VerifyError::WrongProof);
            let proof = ProofOfPossession::new(point);
            prop_assert_eq!(pop_verify(&identity.public_key, &proof, kind), refused, "{}", kind);
        }
    }
}

#[test]
fn an_identity_is_what_its_parts_are() {
    let secret = common::small_key(57_193);
    let identity = derive(&secret);
    assert_eq!(identity.public_key, secret.public_key());
    assert_eq!(identity.digest, pop_digest(&identity.public_key.g1, ProofKind::Registration));
    for kind in KINDS {
        assert_eq!(*identity.proof(kind), pop_prove(&secret, &identity.public_key, kind), "{kind}");
    }
}

#[test]
fn every_key_signs_feedback_over_the_same_point() {
    let digest = |number| pop_digest(&common::small_key(number).public_key().g1, ProofKind::Feedback);
    assert_eq!(digest(1), digest(2));
    assert_eq!(digest(1).attempts, 1);
}
