//! Products of pairings. Nothing here is secret.
//!
//! | step | where |
//! |---|---|
//! | a value for all pairs, from lines through multiples of the points in G2 | [`miller_loop`](mod@miller_loop), [`lines`] |
//! | a power of it, one for the whole product | [`final_exponentiation`](mod@final_exponentiation) |
//! | the field of these values, and a subgroup with quicker squares | [`fp6`], [`fp12`], [`cyclotomic`] |

mod cyclotomic;
mod final_exponentiation;
mod fp12;
mod fp6;
mod lines;
mod miller_loop;
mod steps;

use ark_bn254::{G1Affine, G2Affine};

use crate::pairing_product::PairingProduct;
use final_exponentiation::final_exponentiation;
use fp12::Fp12;
use miller_loop::miller_loop;

/// A product of pairings, before the final exponentiation.
#[derive(Clone, Copy)]
pub(crate) struct Product(Fp12);

impl PairingProduct for Product {
    fn of(pairs: &[(G1Affine, G2Affine)]) -> Self {
        Self(miller_loop(pairs))
    }

    fn times(self, other: Self) -> Self {
        Self(self.0 * other.0)
    }

    fn is_one(self) -> bool {
        final_exponentiation(self.0).is_one()
    }
}

#[cfg(test)]
mod tests;
