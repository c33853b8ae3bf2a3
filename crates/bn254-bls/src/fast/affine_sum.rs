//! Many additions of points in affine coordinates, with one inversion for all of them.
//!
//! The sum of `(x1, y1)` and `(x2, y2)` lies on the line through both, of slope `m = (y2 - y1) / (x2 - x1)`:
//! `x3 = m^2 - x1 - x2`, `y3 = m * (x1 - x3) - y1`. With the inversion shared, that is six multiplications, where an
//! addition in Jacobian coordinates takes eleven.
//!
//! Two points have the same `x` when they are opposite or equal. Opposite points, whose sum is infinity, are excluded by
//! each caller. Equal points have the tangent for their line, of slope `3 x^2 / (2 y)`; where the caller cannot exclude
//! them, [`add_or_double_all`] takes either slope without a branch.

use alloc::vec::Vec;

use subtle::ConditionallySelectable;

use super::{
    field::{Coordinate, invert_all},
    point::Affine,
    wiped::{Wiped, wiped},
};

/// One addition among points that stand in one slice: positions of the two summands and of the sum.
#[derive(Clone, Copy)]
pub(crate) struct Addition {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) sum: usize,
}

/// Carries out `count` additions of points that are neither opposite nor equal.
///
/// A sum may take the place of a summand of its own or of an earlier addition.
pub(crate) fn add_all<F: Coordinate>(points: &mut [Affine<F>], count: usize, addition: impl Fn(usize) -> Addition) {
    let difference = |i| {
        let Addition { left, right, .. } = addition(i);
        let difference = points[right].x - points[left].x;
        debug_assert!(!bool::from(difference.is_zero()), "the caller excludes equal x");
        difference
    };
    let mut inverses: Wiped<F> = wiped((0..count).map(difference).collect());
    invert_all(&mut inverses);
    for (i, inverse) in inverses.iter().enumerate() {
        let Addition { left, right, sum } = addition(i);
        let (left, right) = (points[left], points[right]);
        points[sum] = third_point(&left, &right, (right.y - left.y) * *inverse);
    }
}

/// The sums of two rows of points, of which those in one column are not opposite, but may be equal.
pub(crate) fn add_or_double_all<F: Coordinate>(left: &[Affine<F>], right: &[Affine<F>]) -> Vec<Affine<F>> {
    let pairs = || left.iter().zip(right);
    let (mut numerators, mut denominators) = (Vec::with_capacity(left.len()), Vec::with_capacity(left.len()));
    for (left, right) in pairs() {
        let (mut numerator, mut denominator) = (right.y - left.y, right.x - left.x);
        let equal = u64::conditional_select(&0, &u64::MAX, denominator.is_zero());
        let square = left.x.square();
        numerator.assign_masked(&(square.double() + square), equal);
        denominator.assign_masked(&left.y.double(), equal);
        numerators.push(numerator);
        denominators.push(denominator);
    }
    let (numerators, mut inverses) = (wiped(numerators), wiped(denominators));
    invert_all(&mut inverses);
    let slopes = numerators.iter().zip(inverses.iter()).map(|(numerator, inverse)| *numerator * *inverse);
    pairs().zip(slopes).map(|((left, right), slope)| third_point(left, right, slope)).collect()
}

/// The sum of two points on a line of this slope.
fn third_point<F: Coordinate>(left: &Affine<F>, right: &Affine<F>, slope: F) -> Affine<F> {
    let x = slope.square() - left.x - right.x;
    Affine { x, y: slope * (left.x - x) - left.y }
}

/// Points in rows of equal length. A column belongs to one key; its points are to be added up.
pub(crate) struct Rows<F: Coordinate> {
    /// The rows one after the other, and behind them what is left of earlier ones.
    points: Wiped<Affine<F>>,
    columns: usize,
    rows: usize,
}

impl<F: Coordinate> Rows<F> {
    /// Takes the points row after row.
    pub(crate) fn new(columns: usize, points: Vec<Affine<F>>) -> Self {
        let rows = points.len() / columns;
        debug_assert_eq!(points.len(), rows * columns);
        Self { points: wiped(points), columns, rows }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows
    }

    pub(crate) fn row(&self, row: usize) -> &[Affine<F>] {
        &self.points[row * self.columns..][..self.columns]
    }

    /// Adds rows 0 and 1, rows 2 and 3, and so on, which makes half as many rows. A last row without a partner stays.
    ///
    /// In each column, the two points that are added must be neither opposite nor equal.
    pub(crate) fn add_neighbours(&mut self) {
        let (columns, pairs) = (self.columns, self.rows / 2);
        add_all(&mut self.points, pairs * columns, |i| {
            let (pair, column) = (i / columns, i % columns);
            let left = 2 * pair * columns + column;
            Addition { left, right: left + columns, sum: i }
        });
        let single = 2 * pairs * columns..self.rows * columns;
        self.points.copy_within(single, pairs * columns);
        self.rows = self.rows.div_ceil(2);
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, G2Affine};
    use ark_ec::{AffineRepr, CurveGroup};

    use super::*;
    use crate::fast::field::{Fp, Fp2};

    /// Small multiples of a generator, no two of them equal or opposite, nor sums of neighbours.
    fn multiples<A: AffineRepr<ScalarField = Fr>>(count: usize) -> Vec<A> {
        (0..count).map(|i| (A::generator() * Fr::from(1u64 << (2 * i))).into_affine()).collect()
    }

    fn points<'a, F, A>(points: &'a [A]) -> Vec<Affine<F>>
    where
        Affine<F>: From<&'a A>,
    {
        points.iter().map(Affine::from).collect()
    }

    #[test]
    fn sums_are_those_of_the_library() {
        let (g1, g2) = (multiples::<G1Affine>(4), multiples::<G2Affine>(4));
        let (mut p1, mut p2): (Vec<Affine<Fp>>, Vec<Affine<Fp2>>) = (points(&g1), points(&g2));
        add_all(&mut p1, 1, |_| Addition { left: 0, right: 3, sum: 3 });
        add_all(&mut p2, 1, |_| Addition { left: 1, right: 2, sum: 0 });
        assert_eq!(G1Affine::from(&p1[3]), (g1[0] + g1[3]).into_affine());
        assert_eq!(G2Affine::from(&p2[0]), (g2[1] + g2[2]).into_affine());
    }

    #[test]
    fn equal_points_are_doubled_beside_others_that_are_added() {
        let (g1, g2) = (multiples::<G1Affine>(3), multiples::<G2Affine>(3));
        for (left, right) in [([0, 1, 2], [0, 2, 1]), ([2, 2, 0], [1, 2, 0]), ([0, 1, 2], [0, 1, 2])] {
            let sums = add_or_double_all::<Fp>(&points(&left.map(|i| g1[i])), &points(&right.map(|i| g1[i])));
            let sums2 = add_or_double_all::<Fp2>(&points(&left.map(|i| g2[i])), &points(&right.map(|i| g2[i])));
            for i in 0..3 {
                assert_eq!(G1Affine::from(&sums[i]), (g1[left[i]] + g1[right[i]]).into_affine());
                assert_eq!(G2Affine::from(&sums2[i]), (g2[left[i]] + g2[right[i]]).into_affine());
            }
        }
    }

    #[test]
    fn no_additions_are_none() {
        add_all::<Fp>(&mut [], 0, |_| unreachable!("there is none"));
        assert!(add_or_double_all::<Fp>(&[], &[]).is_empty());
    }

    #[test]
    fn neighbouring_rows_are_added_and_a_single_one_stays() {
        for (count, columns) in [(1, 3), (2, 1), (3, 2), (4, 3), (7, 3)] {
            let g1 = multiples::<G1Affine>(count * columns);
            let mut sums: Rows<Fp> = Rows::new(columns, points(&g1));
            sums.add_neighbours();
            assert_eq!(sums.len(), count.div_ceil(2));
            for row in 0..sums.len() {
                for column in 0..columns {
                    let of = |row: usize| g1.get(row * columns + column).copied();
                    let single = of(2 * row).expect("a row of points");
                    let expected = of(2 * row + 1).map_or(single, |right| (single + right).into_affine());
                    assert_eq!(G1Affine::from(&sums.row(row)[column]), expected, "{row} of {count}, {column}");
                }
            }
        }
    }
}
