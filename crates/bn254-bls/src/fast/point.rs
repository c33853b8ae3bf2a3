//! Points that are not infinity, in two kinds of coordinates.

use alloc::vec::Vec;

use ark_bn254::{G1Affine, G2Affine};
use subtle::Choice;
use zeroize::Zeroize;

use super::{
    field::{Coordinate, Fp, Fp2, invert_all},
    wiped::{Wiped, wiped},
};

/// A point of `y^2 = x^3 + b`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Affine<F> {
    pub(crate) x: F,
    pub(crate) y: F,
}

/// A point in Jacobian coordinates, `(X / Z^2, Y / Z^3)`, in which nothing need be divided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Jacobian<F> {
    pub(super) x: F,
    pub(super) y: F,
    pub(super) z: F,
}

impl<F: Coordinate> From<Affine<F>> for Jacobian<F> {
    fn from(point: Affine<F>) -> Self {
        Self { x: point.x, y: point.y, z: F::ONE }
    }
}

impl<F: Coordinate> Jacobian<F> {
    /// `2P`. There is no point of order two, so it is never infinity.
    ///
    /// The tangent has the slope `3 x^2 / (2 y)`. With `M = 3/2 X^2` and `S = X Y^2`:
    /// `X' = M^2 - 2 S`, `Y' = M (S - X') - Y^4`, `Z' = Y Z`.
    pub(crate) fn double(&self) -> Self {
        let m = self.numerator_of_tangent();
        let yy = self.y.square();
        let s = self.x * yy;
        let x = m.square() - s.double();
        Self { x, y: m * (s - x) - yy.square(), z: self.y * self.z }
    }

    /// `P + Q`, for points that are neither equal nor opposite.
    ///
    /// The line has the slope `(y_Q - y_P) / (x_Q - x_P)`. With `H = x_Q Z^2 - X` and `T = y_Q Z^3 - Y`:
    /// `X' = T^2 - H^3 - 2 X H^2`, `Y' = T (X H^2 - X') - Y H^3`, `Z' = Z H`.
    pub(crate) fn add(&self, other: &Affine<F>) -> Self {
        let sum = self.add_or_spoil(other);
        debug_assert!(!bool::from(sum.is_spoilt()), "the caller excludes equal x");
        sum
    }

    /// `P + Q` as by [`Self::add`]; for points that are equal or opposite, a spoilt point.
    pub(crate) fn add_or_spoil(&self, other: &Affine<F>) -> Self {
        let zz = self.z.square();
        let h = other.x * zz - self.x;
        let t = other.y * (zz * self.z) - self.y;
        let hh = h.square();
        let hhh = hh * h;
        let xhh = self.x * hh;
        let x = t.square() - hhh - xhh.double();
        Self { x, y: t * (xhh - x) - self.y * hhh, z: self.z * h }
    }

    /// The `M` of [`Self::double`]: the slope of the tangent times `Z'`.
    pub(crate) fn numerator_of_tangent(&self) -> F {
        let square = self.x.square();
        (square.double() + square).half()
    }

    /// The `T` of [`Self::add`]: the slope of the line times `Z'`.
    pub(crate) fn numerator_of_chord(&self, other: &Affine<F>) -> F {
        other.y * (self.z.square() * self.z) - self.y
    }

    /// Whether `z` is zero: an addition was one of equal or opposite points, and what came after it means nothing. As `z`
    /// is a factor of all that follow, it stays so.
    pub(crate) fn is_spoilt(&self) -> Choice {
        self.z.is_zero()
    }
}

/// The affine coordinates of many points, with one inversion.
pub(crate) fn normalize<F: Coordinate>(points: &[Jacobian<F>]) -> Vec<Affine<F>> {
    let mut inverses: Wiped<F> = wiped(points.iter().map(|point| point.z).collect());
    invert_all(&mut inverses);
    let affine = |(point, inverse): (&Jacobian<F>, &F)| {
        let square = inverse.square();
        Affine { x: point.x * square, y: point.y * (square * *inverse) }
    };
    points.iter().zip(inverses.iter()).map(affine).collect()
}

impl<F: Zeroize> Zeroize for Affine<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
    }
}

impl<F: Zeroize> Zeroize for Jacobian<F> {
    fn zeroize(&mut self) {
        self.x.zeroize();
        self.y.zeroize();
        self.z.zeroize();
    }
}

impl From<&G1Affine> for Affine<Fp> {
    fn from(point: &G1Affine) -> Self {
        Self { x: point.x.into(), y: point.y.into() }
    }
}

impl From<&Affine<Fp>> for G1Affine {
    fn from(point: &Affine<Fp>) -> Self {
        Self::new_unchecked(point.x.into(), point.y.into())
    }
}

impl From<&G2Affine> for Affine<Fp2> {
    fn from(point: &G2Affine) -> Self {
        Self { x: point.x.into(), y: point.y.into() }
    }
}

impl From<&Affine<Fp2>> for G2Affine {
    fn from(point: &Affine<Fp2>) -> Self {
        Self::new_unchecked(point.x.into(), point.y.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_wiped() {
        let mut affine = Affine { x: Fp::ONE, y: Fp::ONE };
        let mut jacobian = Jacobian::from(affine);
        affine.zeroize();
        jacobian.zeroize();
        for coordinate in [affine.x, affine.y, jacobian.x, jacobian.y, jacobian.z] {
            assert!(bool::from(coordinate.is_zero()));
        }
    }
}
