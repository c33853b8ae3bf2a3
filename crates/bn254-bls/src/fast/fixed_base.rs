//! Multiples of a constant point.

use alloc::vec::Vec;

use ark_bn254::Fr;
use ark_ec::{
    AdditiveGroup, AffineRepr,
    short_weierstrass::{Affine, Projective, SWCurveConfig},
};
use zeroize::Zeroizing;

use super::{
    affine_sum::Rows,
    coordinate::{Coordinate, normalize, read},
    digits::SignedDigits,
    odd_multiples::odd_multiples,
};

/// The multiples of a constant point that a scalar is put together from.
///
/// For each window of [`WIDTH`] signs there is a table of the odd multiples of `2^(WIDTH * window)` times the point. The
/// product with a scalar is the sum of one entry for each window.
pub(crate) struct FixedBase<P: SWCurveConfig>(Vec<Affine<P>>);

/// Five signs a digit: 51 windows, 16 entries each. Wider windows mean fewer additions, but the entries, all of which
/// are read for each digit, double with each sign.
const WIDTH: usize = 5;

const WINDOWS: usize = SignedDigits::SCALAR_BITS.div_ceil(WIDTH);

const ENTRIES: usize = 1 << (WIDTH - 1);

impl<P: SWCurveConfig<BaseField: Coordinate, ScalarField = Fr>> FixedBase<P> {
    /// Makes the tables of a point of order `r`.
    pub(crate) fn new(point: Affine<P>) -> Self {
        let mut base = point.into_group();
        let bases: Vec<_> = (0..WINDOWS)
            .map(|_| {
                let this = base;
                for _ in 0..WIDTH {
                    base.double_in_place();
                }
                this
            })
            .collect();
        Self(odd_multiples(&normalize(&bases), ENTRIES))
    }

    /// Each point times each scalar: first all multiples of the first point, then those of the next.
    ///
    /// # Why the additions of rows are never exceptional
    ///
    /// Two partial sums that are added belong to neighbouring ranges of windows. As integers they are
    /// `L = 2^a * odd` with `|L| < 2^b`, and `R = 2^b * odd`: digits are odd, so neither is zero, and `|L| < |R|`. Hence
    /// `L - R` and `L + R` are not zero, and below `2^254 < 2r` in size. The points are equal or opposite only if one of
    /// the two is `r` or `-r`. That is odd, so `a = 0`; and above `2^253`, so `R` has the highest window. This is the last
    /// addition, of all windows' lower part to their upper part, and only this one. There are scalars for which its two
    /// points are equal (`k = 2L` modulo `r`, for those few `L` where `L - r` or `L + r` is a possible `R`), so it is left
    /// to the group law of arkworks, which then doubles. Opposite they are never: the scalar is not zero.
    pub(crate) fn multiply(points: &[&Self], scalars: &[SignedDigits]) -> Zeroizing<Vec<Projective<P>>> {
        let parts = Self::lower_and_upper(points, scalars);
        let sums = parts.row(0).iter().zip(parts.row(1)).map(|(lower, upper)| lower.into_group() + upper);
        Zeroizing::new(sums.collect())
    }

    /// The products in two rows that remain to be added.
    fn lower_and_upper(points: &[&Self], scalars: &[SignedDigits]) -> Rows<P> {
        let mut leaves = Vec::with_capacity(WINDOWS * points.len() * scalars.len());
        for window in 0..WINDOWS {
            for Self(entries) in points {
                // The digits of the last window are shorter and use only the first entries, but all are read.
                let entries = &entries[window * ENTRIES..][..ENTRIES];
                leaves.extend(scalars.iter().map(|digits| read(entries, digits.digit(window, WIDTH))));
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
    use ark_bn254::{G1Affine, G2Affine};
    use ark_ec::CurveGroup;
    use ark_ff::{Field, PrimeField};
    use proptest::prelude::*;

    use super::*;

    fn check<P: SWCurveConfig<BaseField: Coordinate, ScalarField = Fr>>(point: Affine<P>, scalars: &[Fr]) {
        let table = FixedBase::new(point);
        let digits: Vec<_> = scalars.iter().map(SignedDigits::of).collect();
        for (product, scalar) in FixedBase::multiply(&[&table], &digits).iter().zip(scalars) {
            assert_eq!(product.into_affine(), (point * scalar).into_affine(), "{scalar}");
        }
    }

    #[test]
    fn products_of_several_points_stand_one_point_after_the_other() {
        let points = [1u64, 77, 1 << 50].map(|k| (G1Affine::generator() * Fr::from(k)).into_affine());
        let tables = points.map(FixedBase::new);
        let scalars = [Fr::ONE, -Fr::ONE];
        let products = FixedBase::multiply(&tables.each_ref(), &scalars.each_ref().map(SignedDigits::of));
        let expected = points.iter().flat_map(|point| [point.into_group(), -point.into_group()]);
        assert!(products.iter().copied().eq(expected));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20))]

        #[test]
        fn products_are_those_of_the_library(seeds in prop::collection::vec(any::<[u8; 48]>(), 20)) {
            let scalars: Vec<Fr> = seeds.iter().map(|bytes| Fr::from_be_bytes_mod_order(bytes)).collect();
            check(G1Affine::generator(), &scalars);
            check(G2Affine::generator(), &scalars);
        }
    }

    /// The scalars `2L` for which the lower part `L` and the upper part `R = L - r` or `R = L + r` are equal modulo `r`.
    fn doubling_scalars() -> Vec<Fr> {
        let rows = WINDOWS.next_power_of_two() / 2;
        let power = Fr::from(2u64).pow([(rows * WIDTH) as u64]);
        // L is r or -r modulo 2^bits, so R is a multiple of 2^bits.
        let mut low = Fr::MODULUS;
        let drop = 256 - u32::try_from(rows * WIDTH).expect("below 256");
        low <<= drop;
        low >>= drop;
        let low = Fr::from_bigint(low).expect("below r");
        [low, low - power].into_iter().flat_map(|part| [part.double(), -part.double()]).collect()
    }

    #[test]
    fn equal_parts_are_doubled() {
        let scalars = doubling_scalars();
        let digits: Vec<_> = scalars.iter().map(SignedDigits::of).collect();
        let table = FixedBase::new(G1Affine::generator());
        let parts = FixedBase::lower_and_upper(&[&table], &digits);
        let equal = parts.row(0).iter().zip(parts.row(1)).filter(|(lower, upper)| lower == upper).count();
        assert!(equal > 0, "the documentation speaks of a case that does not exist");
        check(G1Affine::generator(), &scalars);
        check(G2Affine::generator(), &scalars);
    }
}
