//! Points in G2.

use core::{cmp::Ordering, fmt};

use ark_bn254::{Fq2, G2Affine};
use ark_ec::AffineRepr;

use crate::{
    PointError, fast,
    word::{self, Hex},
};

/// A point of BN254's G2, the subgroup of order `r` of the sextic twist over `Fp2 = Fp[u] / (u^2 + 1)`, that is not
/// infinity.
///
/// Points are ordered by their words, `x0` first, and `Debug` shows these in hexadecimal.
///
/// # Examples
/// ```
/// use bn254_bls::{G2Point, PointError, SecretKey};
///
/// let point = *SecretKey::from_be_bytes(&[7; 32])?.public_key().g2();
/// let [x0, x1, y0, y1] = point.to_words();
/// assert_eq!(G2Point::from_words(&[x0, x1, y0, y1])?, point);
/// // With the imaginary parts first, as the pairing precompile wants them, it is no point.
/// assert_eq!(G2Point::from_words(&[x1, x0, y1, y0]), Err(PointError::NotOnCurve));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: on the twist, in the subgroup, not infinity.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct G2Point(G2Affine);

impl G2Point {
    /// Reads `[x0, x1, y0, y1]`, each a 32-byte big-endian word, as Solidity's `G2Point` holds them: the real parts are
    /// `x0` and `y0`, so that `x = x0 + x1 * u`. (The precompile at address 8 wants the imaginary parts first.)
    ///
    /// # Errors
    /// [`PointError`] when a coordinate is not below `p`, or the point is infinity, not on the twist, or not in the
    /// subgroup.
    pub fn from_words(words: &[[u8; 32]; 4]) -> Result<Self, PointError> {
        let element =
            |i: usize| word::to_element(&words[i]).ok_or(PointError::NotCanonical { coordinate: COORDINATES[i] });
        let x = Fq2::new(element(0)?, element(1)?);
        let y = Fq2::new(element(2)?, element(3)?);
        if words.iter().flatten().all(|byte| *byte == 0) {
            return Err(PointError::Infinity);
        }
        let point = G2Affine::new_unchecked(x, y);
        if !point.is_on_curve() {
            return Err(PointError::NotOnCurve);
        }
        if !fast::is_in_g2(&(&point).into()) {
            return Err(PointError::NotInSubgroup);
        }
        Ok(Self(point))
    }

    /// `[x0, x1, y0, y1]`, each a 32-byte big-endian word, real parts first.
    #[must_use]
    pub fn to_words(&self) -> [[u8; 32]; 4] {
        [&self.0.x.c0, &self.0.x.c1, &self.0.y.c0, &self.0.y.c1].map(word::from_element)
    }

    /// The caller knows that the point is in the subgroup and not infinity.
    pub(crate) fn from_affine(point: G2Affine) -> Self {
        debug_assert!(!point.is_zero() && point.is_on_curve());
        Self(point)
    }

    pub(crate) fn affine(&self) -> &G2Affine {
        &self.0
    }
}

impl fmt::Debug for G2Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = self.to_words();
        let mut shown = f.debug_struct("G2Point");
        for (name, word) in COORDINATES.iter().zip(&words) {
            shown.field(name, &Hex(word));
        }
        shown.finish()
    }
}

impl Ord for G2Point {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_words().cmp(&other.to_words())
    }
}

impl PartialOrd for G2Point {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

const COORDINATES: [&str; 4] = ["x0", "x1", "y0", "y1"];
