//! Why coordinates are refused.

use core::fmt;

/// Why coordinates do not describe a usable point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PointError {
    /// The named coordinate is not below the field modulus `p`, so it is a second spelling of another number.
    NotCanonical {
        /// `x` or `y` in G1; `x0`, `x1`, `y0` or `y1` in G2.
        coordinate: &'static str,
    },
    /// All coordinates are zero: the point at infinity, the public key of the secret zero.
    Infinity,
    /// The coordinates do not satisfy the curve's equation.
    NotOnCurve,
    /// The point is on the curve, but not in the subgroup of order `r`. Only G2 has such points.
    NotInSubgroup,
}

impl fmt::Display for PointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCanonical { coordinate } => {
                write!(f, "coordinate {coordinate} is not below the field modulus; make the point anew")
            }
            Self::Infinity => f.write_str("the point is infinity, which no key may be; make the point anew"),
            Self::NotOnCurve => f.write_str("the point is not on the curve; compare its digits with the original"),
            Self::NotInSubgroup => f.write_str("the point is not in the subgroup of order r; make the point anew"),
        }
    }
}

impl core::error::Error for PointError {}
