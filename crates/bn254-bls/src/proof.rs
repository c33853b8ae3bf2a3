//! Proofs of possession.

use core::fmt;

use crate::{G1Point, HashedPoint, hash_to_point};

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

/// What is said to be a proof of possession: a point in G1, which should be `sk * H(message)`.
///
/// Any point can be put in here. [`SecretKey::pop_prove`](crate::SecretKey::pop_prove) makes one that verifies;
/// [`pop_verify`](crate::pop_verify) says whether another does.
///
/// # Examples
/// ```
/// use bn254_bls::{G1Point, ProofKind, ProofOfPossession, SecretKey};
///
/// let proof = SecretKey::from_be_bytes(&[7; 32])?.pop_prove(ProofKind::Registration);
/// let words = proof.point().to_words();
/// assert_eq!(ProofOfPossession::new(G1Point::from_words(&words)?), proof);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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

/// `hash_pubkey_to_point` of the BLS draft: the point that a proof of this kind is a multiple of, for the public key
/// with this point in G1.
///
/// For [`ProofKind::Feedback`] it is the same for every key.
#[must_use]
pub fn hash_pubkey_to_point(pk1: &G1Point, kind: ProofKind) -> HashedPoint {
    match kind {
        ProofKind::Registration => hash_to_point(pk1.to_words().as_flattened()),
        ProofKind::Feedback => hash_to_point(FEEDBACK_MESSAGE),
    }
}
