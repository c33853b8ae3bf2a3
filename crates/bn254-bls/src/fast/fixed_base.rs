//! Multiples of a constant point.

use alloc::vec::Vec;

use super::{
    affine_sum::{Rows, add_or_double_all},
    digits::SignedDigits,
    field::Coordinate,
    odd_multiples::{odd_multiples, read},
    point::{Affine, Jacobian, normalize},
};

/// The multiples of a constant point that a product is put together from.
///
/// For each window of [`WIDTH`] signs there is a table of the odd multiples of `2^(WIDTH * window)` times the point. The
/// product with a scalar is the sum of one entry for each window.
pub(crate) struct FixedBase<F>(Vec<[Affine<F>; ENTRIES]>);

/// Five signs a digit: 51 windows, 16 entries each. Wider windows mean fewer additions, but the entries, all of which
/// are read for each digit, double with each sign.
const WIDTH: usize = 5;

const WINDOWS: usize = SignedDigits::SCALAR_BITS.div_ceil(WIDTH);

const ENTRIES: usize = 16;

const _: () = assert!(2 * ENTRIES == 1 << WIDTH, "an entry for each odd digit up to its sign");

impl<F: Coordinate> FixedBase<F> {
    /// Makes the tables of a point of order `r`.
    pub(crate) fn new(point: Affine<F>) -> Self {
        let mut base = Jacobian::from(point);
        let bases: Vec<_> = (0..WINDOWS)
            .map(|_| {
                let this = base;
                for _ in 0..WIDTH {
                    base = base.double();
                }
                this
            })
            .collect();
        Self(odd_multiples(&normalize(&bases)))
    }

    /// Each point times each scalar, which are not zero: all multiples of the first point, then those of the next.
    ///
    /// # Why only the last addition may be one of equal points
    ///
    /// Two partial sums that are added belong to neighbouring ranges of windows. As integers they are `L = 2^a * odd`
    /// with `|L| < 2^b`, and `R = 2^b * odd`: digits are odd, so neither is zero, and `|L| < |R|`. Hence `L - R` and
    /// `L + R` are not zero, and below `2^254 < 2r` in size. The points are equal or opposite only if one of the two is
    /// `r` or `-r`. That is odd, so `a = 0`; and it is above `2^253`, so `R` has the highest window. This is the last
    /// addition, of the lower part of all windows to the upper, and only this one. Opposite the two are not, as the
    /// scalar is not zero; but there are scalars `k = 2L` for which they are equal.
    pub(crate) fn multiply(points: &[&Self], scalars: &[SignedDigits]) -> Vec<Affine<F>> {
        if points.is_empty() || scalars.is_empty() {
            return Vec::new();
        }
        let parts = Self::lower_and_upper(points, scalars);
        add_or_double_all(parts.row(0), parts.row(1))
    }

    /// The terms whose sum is the point times this scalar.
    pub(crate) fn terms(&self, digits: &SignedDigits) -> impl Iterator<Item = Affine<F>> {
        self.0.iter().enumerate().map(|(window, table)| read(table, digits.digit(window, WIDTH)))
    }

    /// The products in two rows that remain to be added.
    fn lower_and_upper(points: &[&Self], scalars: &[SignedDigits]) -> Rows<F> {
        let mut leaves = Vec::with_capacity(WINDOWS * points.len() * scalars.len());
        for window in 0..WINDOWS {
            for Self(tables) in points {
                // The digits of the last window are shorter and use only the first entries, but all are read.
                leaves.extend(scalars.iter().map(|digits| read(&tables[window], digits.digit(window, WIDTH))));
            }
        }
        let mut rows = Rows::new(points.len() * scalars.len(), leaves);
        while rows.len() > 2 {
            rows.add_neighbours();
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, G2Affine};
    use ark_ec::{AffineRepr, CurveGroup};
    use ark_ff::{AdditiveGroup, Field, PrimeField};
    use proptest::prelude::*;

    use super::*;
    use crate::fast::field::Fp;

    fn digits(scalars: &[Fr]) -> Vec<SignedDigits> {
        scalars.iter().map(SignedDigits::of).collect()
    }

    fn check<F: Coordinate, A>(scalars: &[Fr])
    where
        Affine<F>: for<'a> From<&'a A>,
        A: AffineRepr<ScalarField = Fr> + for<'a> From<&'a Affine<F>>,
    {
        let table = FixedBase::new(Affine::from(&A::generator()));
        for (product, scalar) in FixedBase::multiply(&[&table], &digits(scalars)).iter().zip(scalars) {
            assert_eq!(A::from(product), (A::generator() * scalar).into_affine(), "{scalar}");
        }
    }

    #[test]
    fn products_of_several_points_stand_one_point_after_the_other() {
        let points = [1u64, 77, 1 << 50].map(|k| (G1Affine::generator() * Fr::from(k)).into_affine());
        let tables = points.map(|point| FixedBase::new(Affine::from(&point)));
        let products = FixedBase::multiply(&tables.each_ref(), &digits(&[Fr::ONE, -Fr::ONE]));
        let expected: Vec<G1Affine> = points.iter().flat_map(|point| [*point, -*point]).collect();
        assert_eq!(products.iter().map(G1Affine::from).collect::<Vec<_>>(), expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[u8; 48]>(), 20)) {
            let scalars: Vec<Fr> = seeds.iter().map(|bytes| Fr::from_be_bytes_mod_order(bytes)).collect();
            check::<_, G1Affine>(&scalars);
            check::<_, G2Affine>(&scalars);
        }
    }

    /// The scalars `2L` for which the lower part `L` and the upper part `R = L - r` or `R = L + r` are equal modulo `r`.
    fn doubling_scalars() -> Vec<Fr> {
        let bits = WINDOWS.next_power_of_two() / 2 * WIDTH;
        let power = Fr::from(2u64).pow([bits as u64]);
        // L is r or -r modulo 2^bits, so R is a multiple of 2^bits.
        let drop = u32::try_from(256 - bits).expect("below 256");
        let low = Fr::from_bigint(Fr::MODULUS << drop >> drop).expect("below r");
        [low, low - power].into_iter().flat_map(|part| [part.double(), -part.double()]).collect()
    }

    #[test]
    fn equal_parts_are_doubled() {
        let scalars = doubling_scalars();
        let table: FixedBase<Fp> = FixedBase::new(Affine::from(&G1Affine::generator()));
        let parts = FixedBase::lower_and_upper(&[&table], &digits(&scalars));
        let pairs = parts.row(0).iter().zip(parts.row(1));
        let equal = pairs.filter(|(lower, upper)| G1Affine::from(*lower) == G1Affine::from(*upper)).count();
        assert!(equal > 0, "the documentation speaks of a case that does not exist");
        check::<_, G1Affine>(&scalars);
        check::<_, G2Affine>(&scalars);
    }
}
