//! Multiples of points that are new for each scalar.

use alloc::vec::Vec;

use ark_bn254::{G1Affine, G1Projective, g1};
use ark_ec::AdditiveGroup;
use zeroize::Zeroizing;

use super::{
    affine_sum::Rows,
    coordinate::read,
    glv::{SplitDigits, endomorphism},
    odd_multiples::odd_multiples,
};

/// Four signs a digit: 32 windows for each half of a scalar, and a table of 8 odd multiples for each point.
const WIDTH: usize = 4;

const WINDOWS: usize = 128 / WIDTH;

const ENTRIES: usize = 1 << (WIDTH - 1);

/// Each point of order `r` times the scalar that its digits stand for.
///
/// With the halves `k1 + lambda * k2` of the scalar in digits, the product is
/// `sum 2^(4i) * (d1_i * D + d2_i * lambda * D)`: the terms in brackets are made for all windows and points at once, and
/// then added up from the highest to the lowest, with four doublings in between.
///
/// # Why the additions in brackets are never exceptional
///
/// The two points are equal or opposite only if `d1 - lambda * d2` or `d1 + lambda * d2` is zero modulo `r`. The digits
/// are below 16 and not zero, and no point of the [lattice](super::glv) but zero has coordinates below `2^63`.
///
/// # When the other additions are
///
/// They are left to the group law of arkworks, which is right for all points, but takes another way when the two are
/// equal. Let the sum before the addition be `x * D + y * lambda * D`. As `x - d1` and `y - d2` are odd, and `A` is even,
/// `B` and `C` odd, they are a point of the lattice only if they are `(B, C)` or its negative: others of this kind are
/// longer than `2^128`. So it is the last addition, and `k = 2 * (d1 + lambda * d2)`. The test finds one such scalar,
/// with `d1 = 13` and `d2 = 5`. Opposite the two are never: the scalar is not zero.
pub(crate) fn multiply(points: &[G1Affine], scalars: &[SplitDigits]) -> Zeroizing<Vec<G1Projective>> {
    let tables = odd_multiples(points, ENTRIES);
    let mut leaves = Vec::with_capacity(2 * WINDOWS * points.len());
    for window in 0..WINDOWS {
        let keys = || tables.chunks_exact(ENTRIES).zip(scalars);
        leaves.extend(keys().map(|(table, scalar)| read(table, scalar.first.digit(window, WIDTH))));
        leaves.extend(keys().map(|(table, scalar)| endomorphism(&read(table, scalar.second.digit(window, WIDTH)))));
    }
    let mut terms = Rows::<g1::Config>::new(points.len(), leaves);
    terms.add_neighbours();
    let sum = |key: usize| {
        let mut sum = G1Projective::from(terms.row(WINDOWS - 1)[key]);
        for window in (0..WINDOWS - 1).rev() {
            for _ in 0..WIDTH {
                sum.double_in_place();
            }
            sum += terms.row(window)[key];
        }
        sum
    };
    Zeroizing::new((0..points.len()).map(sum).collect())
}

#[cfg(test)]
mod tests {
    use ark_bn254::Fr;
    use ark_ec::{AffineRepr, CurveGroup, scalar_mul::glv::GLVConfig};
    use ark_ff::{AdditiveGroup, PrimeField};
    use proptest::prelude::*;

    use super::*;
    use crate::fast::digits::SignedDigits;

    const LAMBDA: Fr = <g1::Config as GLVConfig>::LAMBDA;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[[u8; 48]; 2]>(), 1..10)) {
            let numbers = seeds.iter().map(|seeds| seeds.map(|bytes| Fr::from_be_bytes_mod_order(&bytes)));
            let (points, scalars): (Vec<_>, Vec<_>) =
                numbers.map(|[base, scalar]| ((G1Affine::generator() * base).into_affine(), scalar)).unzip();
            let digits: Vec<_> = scalars.iter().map(SplitDigits::of).collect();
            for ((product, point), scalar) in multiply(&points, &digits).iter().zip(&points).zip(&scalars) {
                prop_assert_eq!(product.into_affine(), (*point * scalar).into_affine(), "{}", scalar);
            }
        }
    }

    fn value(digits: &SignedDigits, window: usize) -> Fr {
        let digit = digits.digit(window, WIDTH);
        let value = Fr::from(2 * digit.index + 1);
        if digit.negative.into() { -value } else { value }
    }

    /// Whether an addition of the last loop, for this scalar, is one of equal points.
    fn doubles(scalar: &Fr) -> bool {
        let digits = SplitDigits::of(scalar);
        let mut sum = Fr::ZERO;
        (0..WINDOWS).rev().any(|window| {
            sum *= Fr::from(1u64 << WIDTH);
            let term = value(&digits.first, window) + LAMBDA * value(&digits.second, window);
            let doubles = sum == term;
            sum += term;
            doubles
        })
    }

    #[test]
    fn one_scalar_takes_a_doubling() {
        let odd = || (-15..=15).step_by(2);
        let pairs = odd().flat_map(|d1| odd().map(move |d2| (d1, d2)));
        let found: Vec<(i32, i32)> =
            pairs.filter(|(d1, d2)| doubles(&((Fr::from(*d1) + LAMBDA * Fr::from(*d2)).double()))).collect();
        assert_eq!(found, [(13, 5)]);

        let scalar = (Fr::from(13) + LAMBDA * Fr::from(5)).double();
        let point = G1Affine::generator();
        let product = multiply(&[point], &[SplitDigits::of(&scalar)])[0];
        assert_eq!(product.into_affine(), (point * scalar).into_affine());
    }
}
