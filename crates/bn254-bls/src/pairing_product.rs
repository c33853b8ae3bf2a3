//! What a verifier needs of a pairing.

use ark_bn254::{G1Affine, G2Affine};

/// A product of pairings. Those of [`crate::fast`] and of [`crate::reference`] give the same verdicts.
pub(crate) trait PairingProduct: Copy + Send + Sync {
    /// The product of the pairings of these pairs; without any, it is 1.
    fn of(pairs: &[(G1Affine, G2Affine)]) -> Self;

    fn times(self, other: Self) -> Self;

    fn is_one(self) -> bool;
}
