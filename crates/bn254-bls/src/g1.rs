//! Points in G1.

use core::{cmp::Ordering, fmt};

use ark_bn254::{Fq, G1Affine, G1Projective};
use ark_ec::AffineRepr;
use ark_ff::{BigInteger, PrimeField};

use crate::{
    PointError,
    word::{self, Hex},
};

/// A point of BN254's G1, `y^2 = x^3 + 3` over the base field, that is not infinity.
///
/// G1 has prime order, so each point on the curve is in the right group. Points are ordered by their words, `x` before
/// `y`, and `Debug` shows these in hexadecimal.
///
/// # Examples
/// ```
/// use bn254_bls::{G1Point, SecretKey};
///
/// let point = *SecretKey::from_be_bytes(&[7; 32])?.public_key().g1();
/// assert_eq!(G1Point::from_words(&point.to_words())?, point);
/// assert_eq!(G1Point::from_compressed(&point.to_compressed())?, point);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: on the curve and not infinity.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct G1Point(G1Affine);

impl G1Point {
    /// Reads `[x, y]`, each a 32-byte big-endian word, as Solidity's `G1Point` holds them.
    ///
    /// # Errors
    /// [`PointError`] when a coordinate is not below `p`, or the point is infinity or not on the curve.
    pub fn from_words(words: &[[u8; 32]; 2]) -> Result<Self, PointError> {
        let x = word::to_element(&words[0]).ok_or(PointError::NotCanonical { coordinate: "x" })?;
        let y = word::to_element(&words[1]).ok_or(PointError::NotCanonical { coordinate: "y" })?;
        // (0, 0) is how the precompiles spell infinity; it does not satisfy the equation.
        if words.iter().flatten().all(|byte| *byte == 0) {
            return Err(PointError::Infinity);
        }
        let point = G1Affine::new_unchecked(x, y);
        if point.is_on_curve() { Ok(Self(point)) } else { Err(PointError::NotOnCurve) }
    }

    /// `[x, y]`, each a 32-byte big-endian word.
    #[must_use]
    pub fn to_words(&self) -> [[u8; 32]; 2] {
        [word::from_element(&self.0.x), word::from_element(&self.0.y)]
    }

    /// Reads the compressed form: `x` as 32 bytes, big-endian, with the top bit set when `y` is odd.
    ///
    /// # Errors
    /// [`PointError`] when `x` is not below `p`, or no point has this `x`.
    pub fn from_compressed(bytes: &[u8; 32]) -> Result<Self, PointError> {
        let odd = bytes[0] & ODD_Y != 0;
        let mut x = *bytes;
        x[0] &= !ODD_Y;
        let x = word::to_element(&x).ok_or(PointError::NotCanonical { coordinate: "x" })?;
        let (a, b) = G1Affine::get_ys_from_x_unchecked(x).ok_or(PointError::NotOnCurve)?;
        Ok(Self(G1Affine::new_unchecked(x, if is_odd(&a) == odd { a } else { b })))
    }

    /// The compressed form: `x` as 32 bytes, big-endian, with the top bit set when `y` is odd.
    ///
    /// `p` has 254 bits, so the top bit of `x` is free.
    #[must_use]
    pub fn to_compressed(&self) -> [u8; 32] {
        let mut bytes = word::from_element(&self.0.x);
        if is_odd(&self.0.y) {
            bytes[0] |= ODD_Y;
        }
        bytes
    }

    /// The caller knows that the point is on the curve and not infinity.
    pub(crate) fn from_affine(point: G1Affine) -> Self {
        debug_assert!(!point.is_zero() && point.is_on_curve());
        Self(point)
    }

    pub(crate) fn affine(&self) -> &G1Affine {
        &self.0
    }

    pub(crate) fn projective(&self) -> G1Projective {
        self.0.into_group()
    }
}

impl fmt::Debug for G1Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [x, y] = &self.to_words();
        f.debug_struct("G1Point").field("x", &Hex(x)).field("y", &Hex(y)).finish()
    }
}

impl Ord for G1Point {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_words().cmp(&other.to_words())
    }
}

impl PartialOrd for G1Point {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

const ODD_Y: u8 = 0x80;

fn is_odd(element: &Fq) -> bool {
    element.into_bigint().is_odd()
}
