//! The rogue-key forgery of `vectors/rogue_key.json`: it passes over "feedback" and fails over the public key.

use crate::common::{G1Words, G2Words, vectors};
use bn254_bls::{ProofKind, ProofOfPossession, UnverifiedPublicKey, VerifyError, pop_verify};
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    name: String,
    rogue: Rogue,
}

#[derive(Deserialize)]
struct Rogue {
    pk1: G1Words,
    pk2: G2Words,
    feedback_proof: G1Words,
    registration_attempt: G1Words,
}

#[test]
fn the_forgery_passes_over_a_fixed_word_only() {
    for Vector { name, rogue } in vectors::<Vector>("rogue_key.json") {
        let point = |words: &G1Words| words.point().unwrap_or_else(|error| panic!("{name}: {error}"));
        let g2 = rogue.pk2.point().unwrap_or_else(|error| panic!("{name}: {error}"));
        let public = UnverifiedPublicKey { g1: point(&rogue.pk1), g2 };
        let feedback = ProofOfPossession::new(point(&rogue.feedback_proof));
        let attempt = ProofOfPossession::new(point(&rogue.registration_attempt));

        // Nobody knows the secret of this key; a verifier of "feedback" proofs cannot tell.
        assert_eq!(pop_verify(&public, &feedback, ProofKind::Feedback).map(Into::into), Ok(public), "{name}");

        let refused = Err(VerifyError::WrongProof);
        assert_eq!(pop_verify(&public, &feedback, ProofKind::Registration), refused, "{name}");
        assert_eq!(pop_verify(&public, &attempt, ProofKind::Registration), refused, "{name}");
    }
}
