//! Scalars in signed odd digits.
//!
//! A number whose bits are all +1 or -1 in place of 1 or 0 has no zero anywhere: what is done for a digit need not be
//! skipped for another. If `u = b_0 + 2 b_1 + 4 b_2 + ...` has `n` bits `b_i`, then with the signs `s_i = 2 b_i - 1`
//!
//! `s_0 + 2 s_1 + 4 s_2 + ... = 2u - (2^n - 1)`.
//!
//! So `k` has the signs of the bits of `u = (k + 2^n - 1) / 2`, where the division by two is one modulo the odd number
//! `r`, and the sum is congruent to `k`. A window of `w` signs is an odd digit between `-(2^w - 1)` and `2^w - 1`, its
//! highest sign that of the digit, and there are `2^(w - 1)` digits up to their sign.

use ark_bn254::Fr;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop};

use super::{
    field::{Modulus, ScalarField, add_modulo, half_modulo},
    scalar::to_integer,
};

/// The signs of a scalar: bit `i` is set when the sign of `2^i` is plus.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct SignedDigits {
    bits: [u64; 4],
    length: usize,
}

/// An odd digit: `2 * index + 1`, or that negated.
#[derive(Clone, Copy)]
pub(crate) struct Digit {
    pub(crate) index: u64,
    pub(crate) negative: Choice,
}

/// `(2^254 - 1) / 2` modulo `r`: `(2^254 - 1 - r) / 2`, least significant limb first.
const HALF_OF_ALL_ONES: [u64; 4] =
    [0x5e0f_0536_07ff_ffff, 0x6be6_0bdb_c323_47b7, 0x23d7_dd24_bf3f_53d1, 0x07cd_d8c6_8f67_2feb];

/// `k / 2 + constant` modulo `r`, as an integer below `r`. The steps do not depend on `k`.
pub(crate) fn half_plus(k: &Fr, constant: &[u64; 4]) -> [u64; 4] {
    let mut k = to_integer(k);
    let mut half = half_modulo(&k, &ScalarField::LIMBS);
    let sum = add_modulo(&half, constant, &ScalarField::LIMBS);
    k.zeroize();
    half.zeroize();
    sum
}

impl SignedDigits {
    /// The number of signs of a scalar of full length: `r` has 254 bits, so `u < r` has as many.
    pub(crate) const SCALAR_BITS: usize = 254;

    /// The digits of a scalar.
    pub(crate) fn of(scalar: &Fr) -> Self {
        Self { bits: half_plus(scalar, &HALF_OF_ALL_ONES), length: Self::SCALAR_BITS }
    }

    /// The digits whose signs are the bits of `u`: those of the integer `2u - (2^128 - 1)`.
    pub(crate) fn from_signs(u: u128) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        let bits = [u as u64, (u >> 64) as u64, 0, 0];
        Self { bits, length: 128 }
    }

    /// The digits whose signs are the bits of `u`: those of the integer `2u - (2^64 - 1)`.
    pub(crate) fn from_short_signs(u: u64) -> Self {
        Self { bits: [u, 0, 0, 0], length: 64 }
    }

    /// The number of windows of this width.
    pub(crate) fn windows(&self, width: usize) -> usize {
        self.length.div_ceil(width)
    }

    /// The digit of the window with this index. The last window has the signs that are left.
    pub(crate) fn digit(&self, window: usize, width: usize) -> Digit {
        let start = window * width;
        let width = width.min(self.length - start);
        let bits = self.window(start, width);
        let sign = bits >> (width - 1);
        // With the highest sign plus, the digit is 2 * bits - (2^width - 1), else it is the negative of what it would
        // be with all signs turned.
        let turn = sign.wrapping_sub(1);
        Digit { index: (bits ^ turn) & ((1 << (width - 1)) - 1), negative: sign.ct_eq(&0) }
    }

    /// The `width` bits from `start`. Which bits these are is no secret.
    fn window(&self, start: usize, width: usize) -> u64 {
        let (limb, shift) = (start / 64, start % 64);
        let mut bits = self.bits[limb] >> shift;
        if shift + width > 64 {
            bits |= self.bits[limb + 1] << (64 - shift);
        }
        bits & ((1 << width) - 1)
    }
}

#[cfg(test)]
impl SignedDigits {
    /// What the digits of one sign add up to, modulo `r`.
    pub(crate) fn value(&self) -> Fr {
        tests::sum(self, 1)
    }
}

#[cfg(test)]
mod tests {
    use ark_ff::{AdditiveGroup, BigInt, Field, PrimeField};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn constants() {
        let half = Fr::from_bigint(BigInt(HALF_OF_ALL_ONES)).expect("below r");
        assert_eq!(half.double(), Fr::from(2u64).pow([254]) - Fr::ONE);
    }

    /// What the digits add up to, modulo `r`.
    pub(super) fn sum(digits: &SignedDigits, width: usize) -> Fr {
        let windows = digits.length.div_ceil(width);
        let term = |window| {
            let Digit { index, negative } = digits.digit(window, width);
            assert!(index < 1 << (width - 1), "a digit of {width} signs");
            let digit = Fr::from(2 * index + 1) * Fr::from(2u64).pow([(window * width) as u64]);
            if negative.into() { -digit } else { digit }
        };
        (0..windows).map(term).sum()
    }

    #[test]
    fn digits_of_edge_scalars_add_up() {
        let two = Fr::from(2u64);
        let half = two.inverse().expect("not zero");
        let edges = [Fr::ZERO, Fr::ONE, two, -Fr::ONE, -two, half, -half];
        for scalar in edges.into_iter().chain((0..254).map(|bit| two.pow([bit]))) {
            for width in 1..=10 {
                assert_eq!(sum(&SignedDigits::of(&scalar), width), scalar, "width {width}");
            }
        }
    }

    proptest! {
        #[test]
        fn digits_add_up_to_the_scalar(bytes in any::<[u8; 48]>(), width in 1usize..=10) {
            let scalar = Fr::from_be_bytes_mod_order(&bytes);
            prop_assert_eq!(sum(&SignedDigits::of(&scalar), width), scalar);
        }

        #[test]
        fn signs_add_up_to_the_integer(u in any::<u128>(), width in 1usize..=10) {
            let all_ones = Fr::from(u128::MAX);
            prop_assert_eq!(sum(&SignedDigits::from_signs(u), width), Fr::from(u).double() - all_ones);
        }
    }
}
