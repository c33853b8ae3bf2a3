//! Indices in a derivation path.

use std::fmt;
use std::str::FromStr;

use crate::path_text::{NumberError, number};

/// An index in a derivation path: an account or an address, in `[0, 2^31 - 1]`.
///
/// BIP-32 keeps the numbers from 2^31 for hardened children, so ETH paths and BLS paths stop there.
///
/// ```
/// use aztec_key_derivation::{Index, IndexError};
///
/// assert_eq!(Index::new(7)?.get(), 7);
/// assert_eq!("7".parse::<Index>()?, Index::new(7)?);
/// assert_eq!(Index::new(1 << 31), Err(IndexError::OutOfRange));
/// # Ok::<(), IndexError>(())
/// ```
// Invariant: the number is at most Index::MAX.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Index(u32);

impl Index {
    /// The first index.
    pub const ZERO: Self = Self(0);
    /// The last index, 2^31 - 1.
    pub const MAX: Self = Self((1 << 31) - 1);

    /// Takes a number below 2^31.
    ///
    /// # Errors
    /// [`IndexError::OutOfRange`] from 2^31.
    pub fn new(number: u32) -> Result<Self, IndexError> {
        if number <= Self::MAX.0 { Ok(Self(number)) } else { Err(IndexError::OutOfRange) }
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }
}

impl TryFrom<u32> for Index {
    type Error = IndexError;

    fn try_from(number: u32) -> Result<Self, IndexError> {
        Self::new(number)
    }
}

impl fmt::Display for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Decimal digits only: no sign, no leading zero, no space.
impl FromStr for Index {
    type Err = IndexError;

    fn from_str(text: &str) -> Result<Self, IndexError> {
        match number(text) {
            Ok(number) => Self::new(number),
            Err(NumberError::NotDecimal) => Err(IndexError::NotANumber),
            Err(NumberError::TooLarge) => Err(IndexError::OutOfRange),
        }
    }
}

/// Why a number is not an [`Index`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The text has a character that is not a digit, a needless zero in front, or nothing.
    #[error("an index is written in decimal digits without a zero in front; use a number from 0 to 2147483647")]
    NotANumber,
    /// The number is 2^31 or more.
    #[error("the index is above 2147483647; use a number from 0 to 2147483647")]
    OutOfRange,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds() {
        assert_eq!(Index::new(0), Ok(Index::ZERO));
        assert_eq!(Index::new(2_147_483_647), Ok(Index::MAX));
        assert_eq!(Index::new(2_147_483_648), Err(IndexError::OutOfRange));
        assert_eq!(Index::new(u32::MAX), Err(IndexError::OutOfRange));
        assert_eq!(Index::try_from(7).map(Index::get), Ok(7));
        assert_eq!(Index::try_from(2_147_483_648), Err(IndexError::OutOfRange));
    }

    #[test]
    fn text() {
        assert_eq!("0".parse(), Ok(Index::ZERO));
        assert_eq!("2147483647".parse(), Ok(Index::MAX));
        for text in ["2147483648", "4294967296", "99999999999999999999"] {
            assert_eq!(text.parse::<Index>(), Err(IndexError::OutOfRange), "{text}");
        }
        for text in ["", "-1", "+1", "01", "1'"] {
            assert_eq!(text.parse::<Index>(), Err(IndexError::NotANumber), "{text:?}");
        }
    }
}
