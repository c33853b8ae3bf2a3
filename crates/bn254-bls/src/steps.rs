//! The steps of [`derive_batch`](crate::derive_batch), one by one, so that they can be measured. This is no part of the
//! interface and may change at any time.

use alloc::vec::Vec;

use crate::{G1Point, G2Point, HashToPoint, ProofOfPossession, SecretKey, fast};

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

/// `sk * H(pk1)` for each secret and its digest.
#[must_use]
pub fn registration_proofs(secrets: &[SecretKey], digests: &[HashToPoint]) -> Vec<ProofOfPossession> {
    fast::proofs(secrets, digests)
}

/// `sk * H("feedback")` for each secret.
#[must_use]
pub fn feedback_proofs(secrets: &[SecretKey]) -> Vec<ProofOfPossession> {
    fast::feedback_proofs(secrets)
}
