//! Proofs that must not verify: `vectors/invalid_proofs.json`, one by one and hidden in a batch of good ones.

use crate::common::{G1Words, G2Words, pop_verify, small_key, vectors};
use bn254_bls::{
    BatchVerifyError, PointError, ProofKind, ProofOfPossession, UnverifiedPublicKey, VerifyError, pop_verify_batch,
};
use rand::rngs::SysRng;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vector {
    name: String,
    kind: Kind,
    pk1: G1Words,
    pk2: G2Words,
    proof: G1Words,
    reason: Reason,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Registration,
    Feedback,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reason {
    /// The keys share one secret, the proof is wrong.
    Proof,
    /// The proof fits pk2, pk1 does not.
    KeyMismatch,
    /// Neither.
    Both,
    /// A point is no point.
    Point,
}

impl Vector {
    fn entry(&self) -> Result<(UnverifiedPublicKey, ProofOfPossession), PointError> {
        let public = UnverifiedPublicKey { g1: self.pk1.point()?, g2: self.pk2.point()? };
        Ok((public, ProofOfPossession::new(self.proof.point()?)))
    }

    fn kind(&self) -> ProofKind {
        match self.kind {
            Kind::Registration => ProofKind::Registration,
            Kind::Feedback => ProofKind::Feedback,
        }
    }

    fn error(&self) -> VerifyError {
        match self.reason {
            Reason::Proof => VerifyError::WrongProof,
            Reason::KeyMismatch | Reason::Both => VerifyError::KeysDiffer,
            Reason::Point => panic!("{} does not come as far as a verifier", self.name),
        }
    }
}

fn with_valid_points() -> Vec<Vector> {
    vectors::<Vector>("invalid_proofs.json").into_iter().filter(|vector| vector.reason != Reason::Point).collect()
}

#[test]
fn invalid_points_do_not_come_as_far_as_a_verifier() {
    for vector in vectors::<Vector>("invalid_proofs.json") {
        assert_eq!(vector.entry().is_err(), vector.reason == Reason::Point, "{}", vector.name);
    }
}

#[test]
fn invalid_proofs_are_refused_for_the_right_reason() {
    for vector in with_valid_points() {
        let (public, proof) = vector.entry().expect("judged by the test above");
        assert_eq!(pop_verify(&public, &proof, vector.kind()), Err(vector.error()), "{}", vector.name);
    }
}

#[test]
fn invalid_proofs_are_named_in_a_batch_of_good_ones() {
    let proven: Vec<_> = (1..=4).map(|number| small_key(number).prove()).collect();
    for vector in with_valid_points() {
        let kind = vector.kind();
        let mut entries: Vec<_> =
            proven.iter().map(|key| (UnverifiedPublicKey::from(*key.public_key()), *key.proof(kind))).collect();
        entries.insert(2, vector.entry().expect("judged by the test above"));
        let refused = pop_verify_batch(&entries, kind, &mut SysRng);
        assert_eq!(refused, Err(BatchVerifyError::Entries(vec![(2, vector.error())])), "{}", vector.name);
    }
}
