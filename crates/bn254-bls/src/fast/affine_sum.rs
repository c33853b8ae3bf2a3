//! Many additions of points in affine coordinates, with one inversion for all of them.
//!
//! The sum of `(x1, y1)` and `(x2, y2)` with `x1 != x2` lies on the line through both, of slope
//! `m = (y2 - y1) / (x2 - x1)`: `x3 = m^2 - x1 - x2`, `y3 = m * (x1 - x3) - y1`. With the inversion shared, that is six
//! multiplications, where an addition in Jacobian coordinates takes eleven.
//!
//! The formula knows neither doubling nor infinity. Each caller shows that the two points never have the same `x`, which
//! means that they are never equal and never each other's negative.

use alloc::vec::Vec;

use ark_ec::short_weierstrass::{Affine, SWCurveConfig};
use ark_ff::{AdditiveGroup, Field};
use zeroize::Zeroizing;

use super::coordinate::{Coordinate, invert_all};

/// One addition among points that stand in one slice: positions of the two summands and of the sum.
#[derive(Clone, Copy)]
pub(crate) struct Addition {
    pub(crate) left: usize,
    pub(crate) right: usize,
    pub(crate) sum: usize,
}

/// Carries out `count` additions. A sum may take the place of a summand of its own or of an earlier addition.
pub(crate) fn add_all<P: SWCurveConfig<BaseField: Coordinate>>(
    points: &mut [Affine<P>],
    count: usize,
    addition: impl Fn(usize) -> Addition,
) {
    let difference = |i| {
        let Addition { left, right, .. } = addition(i);
        let difference = points[right].x - points[left].x;
        debug_assert!(difference != P::BaseField::ZERO, "the caller excludes equal x");
        difference
    };
    let mut inverses: Zeroizing<Vec<_>> = Zeroizing::new((0..count).map(difference).collect());
    invert_all(&mut inverses);
    for (i, inverse) in inverses.iter().enumerate() {
        let Addition { left, right, sum } = addition(i);
        let (left, right) = (points[left], points[right]);
        let slope = (right.y - left.y) * inverse;
        let x = slope.square() - left.x - right.x;
        let y = slope * (left.x - x) - left.y;
        points[sum] = Affine::new_unchecked(x, y);
    }
}

/// Points in rows of equal length. A column belongs to one key; its points are to be added up.
pub(crate) struct Rows<P: SWCurveConfig> {
    points: Zeroizing<Vec<Affine<P>>>,
    columns: usize,
}

impl<P: SWCurveConfig<BaseField: Coordinate>> Rows<P> {
    /// Takes the points row after row.
    pub(crate) fn new(columns: usize, points: Vec<Affine<P>>) -> Self {
        debug_assert!(columns > 0 && points.len().is_multiple_of(columns));
        Self { points: Zeroizing::new(points), columns }
    }

    pub(crate) fn len(&self) -> usize {
        self.points.len() / self.columns
    }

    pub(crate) fn row(&self, row: usize) -> &[Affine<P>] {
        &self.points[row * self.columns..][..self.columns]
    }

    /// Adds rows 0 and 1, rows 2 and 3, and so on, which makes half as many rows. A last row without a partner stays.
    ///
    /// In each column, the two points that are added must differ in `x`.
    pub(crate) fn add_neighbours(&mut self) {
        let (columns, pairs) = (self.columns, self.len() / 2);
        add_all(&mut self.points, pairs * columns, |i| {
            let (pair, column) = (i / columns, i % columns);
            let left = 2 * pair * columns + column;
            Addition { left, right: left + columns, sum: i }
        });
        let single = 2 * pairs * columns..self.points.len();
        let length = pairs * columns + single.len();
        self.points.copy_within(single, pairs * columns);
        self.points.truncate(length);
    }
}

#[cfg(test)]
mod tests {
    use ark_bn254::{Fr, G1Affine, G1Projective, G2Affine, G2Projective};
    use ark_ec::CurveGroup;

    use super::*;

    /// Small multiples of a generator, no two of them equal or opposite, nor sums of neighbours.
    fn multiples<G: CurveGroup<ScalarField = Fr>>(count: u64) -> Vec<G::Affine> {
        let points: Vec<G> = (0..count).map(|i| G::generator() * Fr::from(1u64 << (2 * i))).collect();
        G::normalize_batch(&points)
    }

    #[test]
    fn sums_are_those_of_the_library() {
        let mut g1: Vec<G1Affine> = multiples::<G1Projective>(4);
        let mut g2: Vec<G2Affine> = multiples::<G2Projective>(4);
        let (expected1, expected2) = ((g1[0] + g1[3]).into_affine(), (g2[1] + g2[2]).into_affine());
        add_all(&mut g1, 1, |_| Addition { left: 0, right: 3, sum: 3 });
        add_all(&mut g2, 1, |_| Addition { left: 1, right: 2, sum: 0 });
        assert_eq!(g1[3], expected1);
        assert_eq!(g2[0], expected2);
    }

    #[test]
    fn no_additions_are_none() {
        let mut points: Vec<G1Affine> = multiples::<G1Projective>(2);
        let before = points.clone();
        add_all(&mut points, 0, |_| unreachable!("there is none"));
        assert_eq!(points, before);
    }

    #[test]
    fn neighbouring_rows_are_added_and_a_single_one_stays() {
        for (rows, columns) in [(1, 3), (2, 1), (3, 2), (4, 3), (7, 3)] {
            let points: Vec<G1Affine> = multiples::<G1Projective>(rows * columns);
            let (row_count, columns) =
                (points.len() / usize::try_from(columns).unwrap(), usize::try_from(columns).unwrap());
            let mut sums = Rows::new(columns, points.clone());
            sums.add_neighbours();
            assert_eq!(sums.len(), row_count.div_ceil(2));
            for row in 0..sums.len() {
                for column in 0..columns {
                    let of = |row: usize| points.get(row * columns + column).copied();
                    let single = of(2 * row).expect("a row of points");
                    let expected = of(2 * row + 1).map_or(single, |right| (single + right).into_affine());
                    assert_eq!(sums.row(row)[column], expected, "row {row} of {row_count}, column {column}");
                }
            }
        }
    }
}
