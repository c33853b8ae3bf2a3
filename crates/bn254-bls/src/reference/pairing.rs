//! The pairing of arkworks.

use alloc::vec::Vec;

use ark_bn254::{Bn254, Fq12, G1Affine, G2Affine};
use ark_ec::pairing::{MillerLoopOutput, Pairing};
use ark_ff::One;

use crate::pairing_product::PairingProduct;

/// A product of pairings, before the final exponentiation.
#[derive(Clone, Copy)]
pub(crate) struct Product(Fq12);

impl PairingProduct for Product {
    fn of(pairs: &[(G1Affine, G2Affine)]) -> Self {
        let (left, right): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
        Self(Bn254::multi_miller_loop(left, right).0)
    }

    fn times(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }

    fn is_one(self) -> bool {
        Bn254::final_exponentiation(MillerLoopOutput(self.0)).is_some_and(|result| result.0.is_one())
    }
}
