//! Multiples of points that are new for each scalar.

use alloc::vec::Vec;

use super::{
    affine_sum::{Rows, add_or_double_all},
    field::Fp,
    glv::{SplitDigits, endomorphism},
    odd_multiples::{odd_multiples, read},
    point::{Affine, Jacobian, normalize},
    wiped::{Wiped, wiped},
};

/// Four signs a digit: 32 windows for each half of a scalar of full length, and a table of 8 odd multiples for each
/// point.
const WIDTH: usize = 4;

const ENTRIES: usize = 8;

const _: () = assert!(2 * ENTRIES == 1 << WIDTH, "an entry for each odd digit up to its sign");

/// Each point of order `r` times the scalar that its digits stand for, which is not zero. All scalars have the same
/// number of digits.
///
/// With the halves `k1 + lambda * k2` of the scalar in digits, the product is
/// `sum 2^(4i) * (d1_i * D + d2_i * lambda * D)`: the terms in brackets are made for all windows and points at once, and
/// then added up from the highest to the lowest, with four doublings in between.
///
/// # Why only the last addition may be one of equal points
///
/// In the brackets, two points are equal or opposite only if `d1 - lambda * d2` or `d1 + lambda * d2` is zero modulo
/// `r`. The digits are below 16 and not zero, and the [lattice](super::glv) has no points as short as that.
///
/// Then, let the sum before an addition be `x * D + y * lambda * D`. The points are equal or opposite only if
/// `(x - d1, y - d2)` or `(x + d1, y + d2)` is in the lattice. These are not zero, as `x` and `y` are multiples of 16 and
/// the digits are odd, so a coordinate must be above `2^126`. The halves are below `2^128`, and before the last addition
/// a sixteenth of that. So it is the last one. Opposite its points are not, as the scalar is not zero; but there is a
/// scalar for which they are equal: the test finds `2 * (13 + 5 * lambda)`.
pub(crate) fn multiply(points: &[Affine<Fp>], scalars: &[SplitDigits]) -> Vec<Affine<Fp>> {
    let windows = scalars.first().map_or(0, |scalar| scalar.first.windows(WIDTH));
    if windows == 0 {
        return Vec::new();
    }
    let tables: Vec<[Affine<Fp>; ENTRIES]> = odd_multiples(points);
    let mut leaves = Vec::with_capacity(2 * windows * points.len());
    for window in 0..windows {
        let keys = || tables.iter().zip(scalars);
        leaves.extend(keys().map(|(table, scalar)| read(table, scalar.first.digit(window, WIDTH))));
        leaves.extend(keys().map(|(table, scalar)| endomorphism(&read(table, scalar.second.digit(window, WIDTH)))));
    }
    let mut terms = Rows::new(points.len(), leaves);
    terms.add_neighbours();
    let all_but_the_last = |key: usize| {
        let highest = Jacobian::from(terms.row(windows - 1)[key]);
        let sum = (1..windows - 1).rev().fold(highest, |sum, window| times_16(&sum).add(&terms.row(window)[key]));
        times_16(&sum)
    };
    let sums: Wiped<_> = wiped((0..points.len()).map(all_but_the_last).collect());
    // But for one addition, these are the proofs without the last digits of the secrets.
    let sums: Wiped<_> = wiped(normalize(&sums));
    add_or_double_all(&sums, terms.row(0))
}

fn times_16(point: &Jacobian<Fp>) -> Jacobian<Fp> {
    point.double().double().double().double()
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, g1};
    use ark_ec::{AffineRepr, CurveGroup, scalar_mul::glv::GLVConfig};
    use ark_ff::{AdditiveGroup, PrimeField};
    use proptest::prelude::*;

    use super::*;
    use crate::fast::digits::SignedDigits;

    const LAMBDA: Fr = <g1::Config as GLVConfig>::LAMBDA;

    fn products(points: &[G1Affine], scalars: &[Fr]) -> Vec<G1Affine> {
        let points: Vec<_> = points.iter().map(Affine::from).collect();
        let digits: Vec<_> = scalars.iter().map(SplitDigits::of).collect();
        multiply(&points, &digits).iter().map(G1Affine::from).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[[u8; 48]; 2]>(), 1..10)) {
            let numbers = seeds.iter().map(|seeds| seeds.map(|bytes| Fr::from_be_bytes_mod_order(&bytes)));
            let (points, scalars): (Vec<_>, Vec<_>) =
                numbers.map(|[base, scalar]| ((G1Affine::generator() * base).into_affine(), scalar)).unzip();
            for ((product, point), scalar) in products(&points, &scalars).iter().zip(&points).zip(&scalars) {
                prop_assert_eq!(*product, (*point * scalar).into_affine(), "{}", scalar);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(50))]

        #[test]
        fn products_with_short_scalars_are_those_of_the_library(base in any::<[u8; 48]>(), u1 in any::<u64>(), u2 in any::<u64>()) {
            let point = (G1Affine::generator() * Fr::from_be_bytes_mod_order(&base)).into_affine();
            let product = multiply(&[(&point).into()], &[SplitDigits::from_short_signs(u1, u2)])[0];
            prop_assert_eq!(G1Affine::from(&product), (point * SplitDigits::short_value(u1, u2)).into_affine());
        }
    }

    fn value(digits: &SignedDigits, window: usize) -> Fr {
        let digit = digits.digit(window, WIDTH);
        let value = Fr::from(2 * digit.index + 1);
        if digit.negative.into() { -value } else { value }
    }

    /// The windows at which, for this scalar, equal or opposite points are added.
    fn exceptions(scalar: &Fr) -> Vec<usize> {
        let digits = SplitDigits::of(scalar);
        let windows = digits.first.windows(WIDTH);
        let term = |window| value(&digits.first, window) + LAMBDA * value(&digits.second, window);
        let mut sum = term(windows - 1);
        let mut is_exception = |window: usize| {
            sum *= Fr::from(1u64 << WIDTH);
            let exception = sum == term(window) || sum == -term(window);
            sum += term(window);
            exception
        };
        (0..windows - 1).rev().filter(|window| is_exception(*window)).collect()
    }

    #[test]
    fn one_scalar_takes_a_doubling_at_the_end() {
        let odd = || (-15..=15).step_by(2);
        let pairs = odd().flat_map(|d1| odd().map(move |d2| (d1, d2)));
        let scalar = |(d1, d2): &(i32, i32)| (Fr::from(*d1) + LAMBDA * Fr::from(*d2)).double();
        let (found, others): (Vec<_>, Vec<_>) = pairs.partition(|pair| !exceptions(&scalar(pair)).is_empty());
        assert_eq!(found, [(13, 5)]);
        assert_eq!(exceptions(&scalar(&found[0])), [0]);

        let point = G1Affine::generator();
        for pair in found.iter().chain(&others) {
            let expected = (point * scalar(pair)).into_affine();
            assert_eq!(products(&[point], &[scalar(pair)]), [expected], "{pair:?}");
        }
    }
}
