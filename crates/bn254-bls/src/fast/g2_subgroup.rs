//! Whether a point of the twist is in G2, the subgroup of order `r`.
//!
//! `psi`, the Frobenius endomorphism carried over to the twist, costs two multiplications of coordinates. On G2 it
//! multiplies by `p`. With the parameter `x` of the curve (`p = 36x^4 + 36x^3 + 24x^2 + 6x + 1`,
//! `r = 36x^4 + 36x^3 + 18x^2 + 6x + 1`), a point `Q` of the twist is in G2 if and only if
//!
//! `(x + 1) Q + psi(x Q) + psi^2(x Q) = psi^3(2 x Q)`,
//!
//! for which one multiplication by `x` is enough, of 63 bits. Source: Dai, Lin, Zhao, Zhou, "Fast subgroup membership
//! testings for G1, G2 and GT on pairing-friendly curves" (ePrint 2022/348), section 5.1.
//!
//! # Proof
//!
//! Let `F = (x + 1) + x psi + x psi^2 - 2x psi^3`, so that the equation says `F(Q) = 0`.
//!
//! If `Q` is in G2, then `psi(Q) = p Q`, and `F` with `p` for `psi` is a multiple of `r`.
//!
//! On the whole twist `psi^2 - t psi + p = 0` with the trace `t = 6x^2 + 1`. Modulo that, `F` is `a + b psi` with integers
//! `a`, `b`, and times its conjugate it is the integer `N = a^2 + a b t + b^2 p`. So from `F(Q) = 0` follows `N Q = 0`.
//! The twist has `r (2p - r)` points, and the greatest common divisor of this number and `N` is `r`. So `r Q = 0`; and as
//! `2p - r` is not a multiple of `r`, the points with `r Q = 0` are those of G2.
//!
//! The tests compute both numbers, and try points of each order that divides the cofactor `2p - r`.

use ark_bn254::Config;
use ark_ec::bn::BnConfig;

use super::{
    field::{Coordinate, Fp2},
    point::{Affine, Jacobian},
};

/// Whether the point of the twist, which is not infinity, is in G2.
///
/// No two points that are added here are equal or opposite, of whatever order the point is: the tests look at each addition
/// and each prime that divides the number of points. If they were, the sum would be spoilt, and the point be refused.
pub(crate) fn is_in_g2(point: &Affine<Fp2>) -> bool {
    let multiple = multiply_by_x(point);
    let once = psi_jacobian(&multiple);
    let twice = psi_jacobian(&once);
    let left = add(&add(&multiple.add_or_spoil(point), &once), &twice);
    let right = psi_jacobian(&twice).double();
    are_equal(&left, &right)
}

/// The parameter of the curve.
const X: u64 = Config::X[0];

/// `x Q`.
fn multiply_by_x(point: &Affine<Fp2>) -> Jacobian<Fp2> {
    let negative = Affine { x: point.x, y: -point.y };
    // The highest digit is 1.
    digits_of_x().skip(1).fold(Jacobian::from(*point), |sum, digit| match digit {
        0 => sum.double(),
        1 => sum.double().add_or_spoil(point),
        _ => sum.double().add_or_spoil(&negative),
    })
}

/// The digits 1, 0 and -1 of `x` from the highest, of which no two beside each other are not 0: bit `i + 1` of `3x` less
/// that of `x` is digit `i`.
fn digits_of_x() -> impl Iterator<Item = i8> {
    let bit = |number: u128, i: u32| i8::from(number >> i & 1 == 1);
    let (once, triple) = (u128::from(X), 3 * u128::from(X));
    (1..=triple.ilog2()).rev().map(move |i| bit(triple, i) - bit(once, i))
}

/// `psi` of a point in Jacobian coordinates.
fn psi_jacobian(point: &Jacobian<Fp2>) -> Jacobian<Fp2> {
    let Affine { x, y } = psi(&Affine { x: point.x, y: point.y });
    Jacobian { x, y, z: point.z.conjugate() }
}

/// `psi`: coordinates are conjugated; then `x` and `y` are multiplied by `xi^((p - 1) / 3)` and `xi^((p - 1) / 2)`, where
/// the twist is by `xi = 9 + u`.
pub(super) fn psi(point: &Affine<Fp2>) -> Affine<Fp2> {
    Affine {
        x: point.x.conjugate() * Config::TWIST_MUL_BY_Q_X.into(),
        y: point.y.conjugate() * Config::TWIST_MUL_BY_Q_Y.into(),
    }
}

/// `P + Q`; for points that are equal or opposite, or spoilt, a spoilt point.
///
/// As for [`Jacobian::add`], with `U = X_P Z_Q^2`, `S = Y_P Z_Q^3`, `H = X_Q Z_P^2 - U`, `T = Y_Q Z_P^3 - S`:
/// `X' = T^2 - H^3 - 2 U H^2`, `Y' = T (U H^2 - X') - S H^3`, `Z' = Z_P Z_Q H`.
fn add(p: &Jacobian<Fp2>, q: &Jacobian<Fp2>) -> Jacobian<Fp2> {
    let (zz_p, zz_q) = (p.z.square(), q.z.square());
    let u = p.x * zz_q;
    let s = p.y * (zz_q * q.z);
    let h = q.x * zz_p - u;
    let t = q.y * (zz_p * p.z) - s;
    let hh = h.square();
    let hhh = hh * h;
    let uhh = u * hh;
    let x = t.square() - hhh - uhh.double();
    Jacobian { x, y: t * (uhh - x) - s * hhh, z: p.z * q.z * h }
}

/// Whether two points are the same. A spoilt point is not the same as any.
fn are_equal(p: &Jacobian<Fp2>, q: &Jacobian<Fp2>) -> bool {
    let (zz_p, zz_q) = (p.z.square(), q.z.square());
    let x = p.x * zz_q - q.x * zz_p;
    let y = p.y * (zz_q * q.z) - q.y * (zz_p * p.z);
    let spoilt = p.is_spoilt() | q.is_spoilt();
    (x.is_zero() & y.is_zero() & !spoilt).into()
}

#[cfg(test)]
mod tests;
