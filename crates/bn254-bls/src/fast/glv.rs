//! Scalars cut in two halves by the curve's endomorphism (Gallant, Lambert, Vanstone 2001).
//!
//! `(x, y) -> (beta * x, y)` with `beta^3 = 1` maps the curve `y^2 = x^3 + 3` to itself, and a point `D` of order `r` to
//! `lambda * D` with `lambda^3 = 1` modulo `r`. If `k = k1 + lambda * k2` with `k1`, `k2` of half the length, then
//! `k * D = k1 * D + k2 * (beta * x, y)` takes half the doublings.
//!
//! # The split
//!
//! The pairs `(x, y)` with `x + lambda * y = 0` modulo `r` form a lattice. A short basis of it is
//! `(A, -B)` and `(B, C)`, and `A * C + B * B = r`. `A` and `C` have 127 bits, `B` has 64, so each point
//! `(i * A + j * B, j * C - i * B)` but zero has a coordinate above `2^126`: the first if `|i| >= |j|`, else the second.
//!
//! For an integer `t` let
//!
//! `c1 = round(t * C / r)`, `c2 = round(t * B / r)`, `x = t - c1 * A - c2 * B`, `y = c1 * B - c2 * C`.
//!
//! Then `x + lambda * y = t`, because a lattice vector was taken off `(t, 0)`; and `x`, `y` are small, because the
//! vector is close. The quotients come from a multiplication by `C / r` in fixed point. With an error below 1/8 there,
//! each rounding is off by at most 5/8, so `|x| <= 5/8 * (A + B)` and `|y| <= 5/8 * (B + C)`, both below `2^127`.
//!
//! # The digits
//!
//! Signed digits want an odd number of the form `2u - (2^128 - 1)` with `0 <= u < 2^128`. Therefore not `k` is split but
//!
//! `t = k / 2 + (1 + lambda) * ((2^128 - 1) / 2 - 2^127)` modulo `r`, and `u1 = x + 2^127`, `u2 = y + 2^127`.
//!
//! Then `k1 = 2 * u1 - (2^128 - 1)` and `k2 = 2 * u2 - (2^128 - 1)` have `k1 + lambda * k2 = k`. As `(2^128 - 1) / 2 -
//! 2^127 = -1/2`, the constant is simply `-(1 + lambda) / 2`. No step looks at the scalar but to compute with it.

mod constants;

use ark_bn254::{Fq, Fr, g1};
use ark_ec::{AdditiveGroup, scalar_mul::glv::GLVConfig};
use zeroize::Zeroize;

use super::{
    digits::{SignedDigits, half_plus},
    field::Fp,
    point::Affine,
};
// The script beside them computes them; the tests check all that is said of them above.
use constants::{A, B, B_BY_R, C, C_BY_R, OFFSET};

/// The digits of `k1` and `k2` with `k1 + lambda * k2 = k`.
pub(crate) struct SplitDigits {
    pub(crate) first: SignedDigits,
    pub(crate) second: SignedDigits,
}

impl SplitDigits {
    /// Splits a scalar.
    pub(crate) fn of(scalar: &Fr) -> Self {
        let mut t = half_plus(scalar, &OFFSET);
        let c1 = quotient(&t, &C_BY_R);
        let c2 = quotient(&t, &B_BY_R);
        // Both results are known to lie between 0 and 2^128, so they may be computed modulo 2^128.
        let low = u128::from(t[0]) | u128::from(t[1]) << 64;
        let u1 = low.wrapping_sub(c1.wrapping_mul(A)).wrapping_sub(c2.wrapping_mul(B)).wrapping_add(1 << 127);
        let u2 = c1.wrapping_mul(B).wrapping_sub(c2.wrapping_mul(C)).wrapping_add(1 << 127);
        t.zeroize();
        Self { first: SignedDigits::from_signs(u1), second: SignedDigits::from_signs(u2) }
    }

    /// The digits of `k1 = 2 * u1 - (2^64 - 1)` and `k2 = 2 * u2 - (2^64 - 1)`.
    ///
    /// The scalars of two different pairs are different: `2 * (u1 - v1) + lambda * 2 * (u2 - v2)` is too short for the
    /// lattice. So random pairs are random scalars of 128 bits, at half the doublings.
    pub(crate) fn from_short_signs(u1: u64, u2: u64) -> Self {
        Self { first: SignedDigits::from_short_signs(u1), second: SignedDigits::from_short_signs(u2) }
    }

    /// The scalar `k1 + lambda * k2`, for digits from [`Self::from_short_signs`].
    pub(crate) fn short_value(u1: u64, u2: u64) -> Fr {
        let value = |u| Fr::from(u).double() - Fr::from(u64::MAX);
        value(u1) + LAMBDA * value(u2)
    }
}

/// `lambda * D` for the point `D`.
pub(crate) fn endomorphism(point: &Affine<Fp>) -> Affine<Fp> {
    Affine { x: point.x * Fp::from(BETA), y: point.y }
}

/// `beta`, the cube root of one that belongs to `lambda`. Source of both: arkworks, `curves/g1.rs` of `ark-bn254`.
const BETA: Fq = <g1::Config as GLVConfig>::ENDO_COEFFS[0];

/// `lambda`.
const LAMBDA: Fr = <g1::Config as GLVConfig>::LAMBDA;

/// `round(t * fraction / 2^256)` for `t` below `2^254`.
fn quotient(t: &[u64; 4], fraction: &[u64; 3]) -> u128 {
    let mut product = [0u64; 7];
    for (i, factor) in fraction.iter().enumerate() {
        let mut carry = 0;
        for (j, limb) in t.iter().enumerate() {
            (product[i + j], carry) = factor.carrying_mul_add(*limb, product[i + j], carry);
        }
        product[i + 4] = carry;
    }
    let rounded = u128::from(product[4]) | u128::from(product[5]) << 64;
    let half = u128::from(product[3] >> 63);
    product.zeroize();
    rounded + half
}

#[cfg(test)]
mod tests {
    use ark_bn254::G1Affine;
    use ark_ec::{AffineRepr, CurveGroup};
    use ark_ff::{BigInt as Limbs, Field, PrimeField};
    use num_bigint::{BigInt, BigUint};
    use proptest::prelude::*;

    use super::*;

    fn order() -> BigInt {
        BigUint::from(Fr::MODULUS).into()
    }

    /// `numerator / denominator`, rounded.
    fn round(numerator: &BigInt, denominator: &BigInt) -> BigInt {
        (BigInt::from(2) * numerator + denominator) / (BigInt::from(2) * denominator)
    }

    #[test]
    fn the_basis_is_one_of_the_lattice() {
        let (a, b, c) = (Fr::from(A), Fr::from(B), Fr::from(C));
        assert_eq!(a - LAMBDA * b, Fr::ZERO);
        assert_eq!(b + LAMBDA * c, Fr::ZERO);
        assert_eq!(BigInt::from(A) * C + BigInt::from(B) * B, order());
    }

    #[test]
    fn the_fixed_point_fractions_are_rounded() {
        let integer = |limbs: &[u64]| limbs.iter().rev().fold(BigInt::ZERO, |sum, limb| (sum << 64) + *limb);
        assert_eq!(integer(&C_BY_R), round(&(BigInt::from(C) << 256), &order()));
        assert_eq!(integer(&B_BY_R), round(&(BigInt::from(B) << 256), &order()));
    }

    #[test]
    fn the_offset_is_minus_half_of_one_plus_lambda() {
        let offset = Fr::from_bigint(Limbs(OFFSET)).expect("below r");
        assert_eq!(offset.double(), -(Fr::ONE + LAMBDA));
    }

    /// `5/8 * (A + B)` and `5/8 * (B + C)` are below `2^127`.
    #[test]
    fn the_halves_are_short() {
        assert!(BigInt::from(5) * (BigInt::from(A) + B) < BigInt::from(8) << 127);
        assert!(BigInt::from(5) * (BigInt::from(C) + B) < BigInt::from(8) << 127);
    }

    #[test]
    fn the_endomorphism_multiplies_by_lambda() {
        for k in [1u64, 2, 12_345] {
            let point = (G1Affine::generator() * Fr::from(k)).into_affine();
            assert_eq!(G1Affine::from(&endomorphism(&(&point).into())), (point * LAMBDA).into_affine(), "{k}");
        }
    }

    /// The scalar that the digits stand for.
    fn joined(digits: &SplitDigits) -> Fr {
        digits.first.value() + LAMBDA * digits.second.value()
    }

    #[test]
    fn edge_scalars_are_split() {
        let two = Fr::from(2u64);
        let half = two.inverse().expect("not zero");
        let edges = [Fr::ZERO, Fr::ONE, two, half, LAMBDA, LAMBDA + Fr::ONE, LAMBDA.square(), LAMBDA * half];
        let basis = [Fr::from(A), Fr::from(B), Fr::from(C)];
        for scalar in edges.into_iter().chain(basis).chain((0..254).map(|bit| two.pow([bit]))) {
            for scalar in [scalar, -scalar, scalar - Fr::ONE] {
                assert_eq!(joined(&SplitDigits::of(&scalar)), scalar, "{scalar}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn short_signs_are_a_short_scalar(u1 in any::<u64>(), u2 in any::<u64>()) {
            let digits = SplitDigits::from_short_signs(u1, u2);
            prop_assert_eq!(joined(&digits), SplitDigits::short_value(u1, u2));
        }

        #[test]
        fn scalars_are_split(bytes in any::<[u8; 48]>()) {
            let scalar = Fr::from_be_bytes_mod_order(&bytes);
            prop_assert_eq!(joined(&SplitDigits::of(&scalar)), scalar);
        }
    }
}
