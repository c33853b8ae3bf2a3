//! Hazardous: the steps of [`SecretKey::prove_batch`] one by one, for measurements and for programs that need a part.
//!
//! They take the same time and read the same addresses for every secret, as the whole does. The hazard is in
//! [`registration_proofs`]: it multiplies by the secret whatever point it is given. With the hashed point of another key
//! the result is a proof of nothing, and for points that somebody else chooses, multiples of them by the secret are
//! signatures that were never meant. [`SecretKey::pop_prove`] hashes its own key, and has neither fault.
//!
//! All functions return an empty vector for no secrets.
//!
//! # Examples
//! ```
//! use bn254_bls::{ProofKind, SecretKey, hash_pubkey_to_point, hazmat};
//!
//! let secrets = [SecretKey::from_be_bytes(&[7; 32])?, SecretKey::from_be_bytes(&[8; 32])?];
//! let keys = hazmat::keys_in_g1(&secrets);
//! let hashed_points = [0, 1].map(|i| hash_pubkey_to_point(&keys[i], ProofKind::Registration));
//! let proofs = hazmat::registration_proofs(&secrets, &hashed_points);
//! assert_eq!(proofs[1], secrets[1].pop_prove(ProofKind::Registration));
//! # Ok::<(), bn254_bls::SecretKeyError>(())
//! ```

use alloc::vec::Vec;

use crate::{G1Point, G2Point, HashedPoint, ProofOfPossession, SecretKey, fast};

/// `sk * G1` for each secret.
#[must_use]
pub fn keys_in_g1(secrets: &[SecretKey]) -> Vec<G1Point> {
    fast::keys_in_g1(secrets)
}

/// `sk * G2` for each secret.
#[must_use]
pub fn keys_in_g2(secrets: &[SecretKey]) -> Vec<G2Point> {
    fast::keys_in_g2(secrets)
}

/// `sk * P` for each secret and the hashed point `P` at the same position.
///
/// The point should be [`hash_pubkey_to_point`](crate::hash_pubkey_to_point) of the secret's own key. If one slice is
/// longer, what it has beyond the other is left out.
#[must_use]
pub fn registration_proofs(secrets: &[SecretKey], hashed_points: &[HashedPoint]) -> Vec<ProofOfPossession> {
    let count = secrets.len().min(hashed_points.len());
    fast::proofs(&secrets[..count], &hashed_points[..count])
}

/// `sk * H("feedback")` for each secret.
#[must_use]
pub fn feedback_proofs(secrets: &[SecretKey]) -> Vec<ProofOfPossession> {
    fast::feedback_proofs(secrets)
}
