//! A public key with both of its proofs.

use core::fmt;

use crate::{
    HashedPoint, ProofKind, ProofOfPossession, PublicKey, UnverifiedPublicKey, VerifyError, hash_pubkey_to_point,
    pop_verify,
};

/// A public key with both of its proofs of possession, and what the registration proof is a multiple of: all that is
/// public about one secret key.
///
/// The parts belong to one secret, and both proofs verify. A value comes from the secret key itself
/// ([`SecretKey::prove`](crate::SecretKey::prove)), or from a check ([`ProvenPublicKey::new`]).
///
/// # Examples
/// ```
/// use bn254_bls::{ProofKind, ProvenPublicKey, SecretKey, pop_verify};
///
/// let proven = SecretKey::from_be_bytes(&[7; 32])?.prove();
/// pop_verify(proven.public_key(), proven.proof(ProofKind::Registration), ProofKind::Registration)?;
///
/// // The same from parts that were read somewhere.
/// let (registration, feedback) = (*proven.registration_proof(), *proven.feedback_proof());
/// assert_eq!(ProvenPublicKey::new(*proven.public_key(), registration, feedback), Ok(proven));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: both proofs verify for the key, and the hashed point is that of its registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvenPublicKey {
    public_key: PublicKey,
    hashed_point: HashedPoint,
    registration: ProofOfPossession,
    feedback: ProofOfPossession,
}

impl ProvenPublicKey {
    /// Takes the parts and verifies both proofs, with two pairings each.
    ///
    /// # Errors
    /// [`ProvenPublicKeyError`] names the proof that was refused.
    pub fn new(
        public_key: impl Into<UnverifiedPublicKey>,
        registration: ProofOfPossession,
        feedback: ProofOfPossession,
    ) -> Result<Self, ProvenPublicKeyError> {
        let unverified = public_key.into();
        let verified =
            |proof, kind| pop_verify(&unverified, proof, kind).map_err(|source| ProvenPublicKeyError { kind, source });
        let public_key = verified(&registration, ProofKind::Registration)?;
        verified(&feedback, ProofKind::Feedback)?;
        let hashed_point = hash_pubkey_to_point(public_key.g1(), ProofKind::Registration);
        Ok(Self { public_key, hashed_point, registration, feedback })
    }

    /// The caller has made all parts with one secret.
    pub(crate) fn of_one_secret(
        public_key: PublicKey,
        hashed_point: HashedPoint,
        registration: ProofOfPossession,
        feedback: ProofOfPossession,
    ) -> Self {
        Self { public_key, hashed_point, registration, feedback }
    }

    /// The key in both groups.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// The key's registration message hashed to a point; [`HashedPoint::gas`] says what verifying the proof costs.
    #[must_use]
    pub fn hashed_point(&self) -> &HashedPoint {
        &self.hashed_point
    }

    /// The proof that the deployed contract verifies.
    #[must_use]
    pub fn registration_proof(&self) -> &ProofOfPossession {
        &self.registration
    }

    /// The proof over the word "feedback".
    #[must_use]
    pub fn feedback_proof(&self) -> &ProofOfPossession {
        &self.feedback
    }

    /// The proof of this kind.
    #[must_use]
    pub fn proof(&self, kind: ProofKind) -> &ProofOfPossession {
        match kind {
            ProofKind::Registration => &self.registration,
            ProofKind::Feedback => &self.feedback,
        }
    }
}

/// Why parts are not a [`ProvenPublicKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProvenPublicKeyError {
    /// The proof that was refused.
    pub kind: ProofKind,
    /// Why.
    pub source: VerifyError,
}

impl fmt::Display for ProvenPublicKeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} proof does not verify for this public key; make the proofs anew", self.kind)
    }
}

impl core::error::Error for ProvenPublicKeyError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        Some(&self.source)
    }
}
