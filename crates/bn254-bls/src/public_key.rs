//! The public key in both groups.

use ark_bn254::{Bn254, G1Affine, G2Affine};
use ark_ec::{AffineRepr, pairing::Pairing};
use ark_ff::One;

use crate::{G1Point, G2Point, SecretKey, fast};

/// A public key in both groups.
///
/// Each point is valid in its own group. A key made by [`SecretKey::public_key`] has one secret behind both points; of
/// a key that came from elsewhere, [`PublicKey::shares_secret`] and [`pop_verify`](crate::pop_verify) say whether it
/// does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey {
    /// `sk * G1`.
    pub g1: G1Point,
    /// `sk * G2`.
    pub g2: G2Point,
}

impl PublicKey {
    pub(crate) fn of(secret: &SecretKey) -> Self {
        fast::public_keys(core::slice::from_ref(secret))[0]
    }

    /// Whether one secret stands behind both points: `e(pk1, G2) = e(G1, pk2)`.
    #[must_use]
    pub fn shares_secret(&self) -> bool {
        let left = [*self.g1.affine(), -G1Affine::generator()];
        let right = [G2Affine::generator(), *self.g2.affine()];
        Bn254::multi_pairing(left, right).0.is_one()
    }
}

/// [`SecretKey::public_key`].
impl From<&SecretKey> for PublicKey {
    fn from(secret: &SecretKey) -> Self {
        Self::of(secret)
    }
}
