//! From a secret to all that is public about it.

use alloc::vec::Vec;

use crate::{HashToPoint, ProofKind, ProofOfPossession, PublicKey, SecretKey, pop_digest, reference};

/// All that is public about one secret key: what a registration needs, and what it will cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The key in both groups.
    pub public_key: PublicKey,
    /// The registration message of this key hashed to a point; [`HashToPoint::gas`] says what verifying it costs.
    pub digest: HashToPoint,
    /// The proof that the deployed contract verifies.
    pub registration: ProofOfPossession,
    /// The proof over the word "feedback".
    pub feedback: ProofOfPossession,
}

impl Identity {
    /// The proof of this kind.
    #[must_use]
    pub fn proof(&self, kind: ProofKind) -> &ProofOfPossession {
        match kind {
            ProofKind::Registration => &self.registration,
            ProofKind::Feedback => &self.feedback,
        }
    }
}

/// Derives the public key and both proofs of one secret key.
#[must_use]
pub fn derive(secret: &SecretKey) -> Identity {
    let public_key = secret.public_key();
    let digest = pop_digest(&public_key.g1, ProofKind::Registration);
    let feedback = pop_digest(&public_key.g1, ProofKind::Feedback);
    Identity {
        public_key,
        digest,
        registration: reference::pop_prove(secret, &digest),
        feedback: reference::pop_prove(secret, &feedback),
    }
}

/// Derives the public keys and both proofs of many secret keys, in their order.
#[must_use]
pub fn derive_batch(secrets: &[SecretKey]) -> Vec<Identity> {
    #[cfg(feature = "parallel")]
    {
        use rayon::prelude::*;
        secrets.par_iter().map(derive).collect()
    }
    #[cfg(not(feature = "parallel"))]
    secrets.iter().map(derive).collect()
}
