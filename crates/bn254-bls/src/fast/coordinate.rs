//! What the fast paths need of a coordinate beyond field arithmetic.

use alloc::vec::Vec;

use ark_bn254::{Fq, Fq2};
use ark_ec::short_weierstrass::{Affine, Projective, SWCurveConfig};
use ark_ff::Field;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::{Zeroize, Zeroizing};

use super::{digits::Digit, power::inverse};

/// A coordinate of a point: an element of Fp in G1, of Fp2 in G2.
pub(crate) trait Coordinate: Field + Zeroize {
    /// Becomes `other` when `choice` is true, in the same time as when it is not.
    fn conditional_assign(&mut self, other: &Self, choice: Choice);

    /// `1 / self` for a number that is not zero, by a fixed sequence of multiplications.
    fn invert(&self) -> Self;
}

impl Coordinate for Fq {
    fn conditional_assign(&mut self, other: &Self, choice: Choice) {
        for (limb, other) in self.0.0.iter_mut().zip(&other.0.0) {
            limb.conditional_assign(other, choice);
        }
    }

    fn invert(&self) -> Self {
        inverse(self)
    }
}

impl Coordinate for Fq2 {
    fn conditional_assign(&mut self, other: &Self, choice: Choice) {
        self.c0.conditional_assign(&other.c0, choice);
        self.c1.conditional_assign(&other.c1, choice);
    }

    /// `1 / (a + b * u) = (a - b * u) / (a^2 + b^2)`, as `u^2 = -1`.
    fn invert(&self) -> Self {
        let norm = inverse(&(self.c0.square() + self.c1.square()));
        Self::new(self.c0 * norm, -(self.c1 * norm))
    }
}

/// The multiple of a point for this digit, from the table of its odd multiples `P, 3P, 5P, ...`.
///
/// The whole table is read, whatever the digit is.
pub(crate) fn read<P: SWCurveConfig<BaseField: Coordinate>>(odd_multiples: &[Affine<P>], digit: Digit) -> Affine<P> {
    let Affine { mut x, mut y, .. } = odd_multiples[0];
    for (index, entry) in (1u64..).zip(&odd_multiples[1..]) {
        let chosen = index.ct_eq(&digit.index);
        x.conditional_assign(&entry.x, chosen);
        y.conditional_assign(&entry.y, chosen);
    }
    y.conditional_assign(&-y, digit.negative);
    Affine::new_unchecked(x, y)
}

/// Inverts numbers that are not zero, with one inversion for all of them.
///
/// With the products `a, ab, abc, ...` at hand, the inverse of the last one gives, walking back, the inverse of each
/// factor for three multiplications.
pub(crate) fn invert_all<F: Coordinate>(numbers: &mut [F]) {
    let mut product = F::ONE;
    let products: Zeroizing<Vec<F>> = Zeroizing::new(
        numbers
            .iter()
            .map(|number| {
                let before = product;
                product *= number;
                before
            })
            .collect(),
    );
    let mut inverse = product.invert();
    for (number, before) in numbers.iter_mut().zip(products.iter()).rev() {
        let next = inverse * *number;
        *number = inverse * before;
        inverse = next;
    }
}

/// The affine coordinates of points that are not infinity: `(X / Z^2, Y / Z^3)`.
pub(crate) fn normalize<P: SWCurveConfig<BaseField: Coordinate>>(points: &[Projective<P>]) -> Vec<Affine<P>> {
    let mut inverses: Zeroizing<Vec<_>> = Zeroizing::new(points.iter().map(|point| point.z).collect());
    invert_all(&mut inverses);
    let affine = |(point, inverse): (&Projective<P>, &P::BaseField)| {
        let square = inverse.square();
        Affine::new_unchecked(point.x * square, point.y * square * inverse)
    };
    points.iter().zip(inverses.iter()).map(affine).collect()
}
