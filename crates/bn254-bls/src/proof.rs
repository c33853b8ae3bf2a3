//! Proofs of possession.

use core::fmt;

use crate::{G1Point, HashToPoint, PublicKey, SecretKey, fast, hash_to_point};

/// What a proof of possession signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProofKind {
    /// The public key in G1, as 64 bytes `x | y`, big-endian. The deployed contract verifies this one.
    Registration,
    /// The ASCII word `feedback`, as the operators' guide has it. The deployed contract refuses it, and a fixed message
    /// does not stop rogue keys: see [the crate's documentation](crate#two-messages).
    Feedback,
}

impl fmt::Display for ProofKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Registration => "registration",
            Self::Feedback => "feedback",
        })
    }
}

/// The message of [`ProofKind::Feedback`].
pub const FEEDBACK_MESSAGE: &[u8] = b"feedback";

/// A proof of possession: `sk * H(message)`, a point in G1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProofOfPossession(G1Point);

impl ProofOfPossession {
    /// Takes a point for a proof. Whether it proves anything is what [`pop_verify`](crate::pop_verify) says.
    #[must_use]
    pub fn new(point: G1Point) -> Self {
        Self(point)
    }

    /// The point.
    #[must_use]
    pub fn point(&self) -> &G1Point {
        &self.0
    }
}

/// The point that a proof of this kind is a multiple of, for this public key in G1.
#[must_use]
pub fn pop_digest(pk1: &G1Point, kind: ProofKind) -> HashToPoint {
    match kind {
        ProofKind::Registration => hash_to_point(pk1.to_words().as_flattened()),
        ProofKind::Feedback => hash_to_point(FEEDBACK_MESSAGE),
    }
}

/// PopProve: the proof that the holder of `public` knows `secret`.
///
/// `public` must be [`SecretKey::public_key`] of `secret`; it is passed in because the caller has it already. Time and
/// memory accesses do not depend on the secret: see [the crate's documentation](crate#secrets).
///
/// ```
/// use bn254_bls::{ProofKind, SecretKey, pop_prove, pop_verify};
///
/// let secret = SecretKey::from_be_bytes(&[7; 32])?;
/// let public = secret.public_key();
/// let proof = pop_prove(&secret, &public, ProofKind::Registration);
/// pop_verify(&public, &proof, ProofKind::Registration)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn pop_prove(secret: &SecretKey, public: &PublicKey, kind: ProofKind) -> ProofOfPossession {
    let secrets = core::slice::from_ref(secret);
    match kind {
        ProofKind::Registration => fast::proofs(secrets, &[pop_digest(&public.g1, kind)])[0],
        ProofKind::Feedback => fast::feedback_proofs(secrets)[0],
    }
}
