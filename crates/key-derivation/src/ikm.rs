//! Raw key material.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};
use zeroize::{ZeroizeOnDrop, Zeroizing};

/// The fewest bytes that the official tool takes, and that EIP-2333 asks of input key material.
const MIN_BYTES: usize = 32;
/// More than any source of key material gives; a longer file is the wrong file.
const MAX_BYTES: usize = 1024;

/// Raw key material (IKM) of 32 to 1024 bytes, from which BLS keys can be derived without a mnemonic.
///
/// It is wiped when dropped, its `Debug` shows nothing of it, and it can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::{Ikm, IkmError};
///
/// let ikm = Ikm::from_hex(&"ab".repeat(32))?;
/// assert_eq!(format!("{ikm:?}"), "Ikm { .. }");
/// assert_eq!(Ikm::from_hex("abcd").unwrap_err(), IkmError::TooShort { bytes: 2 });
/// # Ok::<(), IkmError>(())
/// ```
pub struct Ikm(Zeroizing<Vec<u8>>);

impl Ikm {
    /// Reads hexadecimal digits of either case, with or without `0x` in front and white space around.
    ///
    /// The official tool (npm `@aztec/cli` 4.1.2) puts a `0` before an odd number of digits. Here that is an error: a
    /// digit may have been lost.
    ///
    /// # Errors
    /// See [`IkmError`]. No error holds a digit.
    pub fn from_hex(text: &str) -> Result<Self, IkmError> {
        let text = text.trim();
        let digits = text.strip_prefix("0x").unwrap_or(text).as_bytes();
        if !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err(IkmError::NotHex);
        }
        check_length(digits.len() / 2)?;
        if !digits.len().is_multiple_of(2) {
            return Err(IkmError::OddDigits);
        }
        let mut bytes = Zeroizing::new(vec![0; digits.len() / 2]);
        base16ct::mixed::decode(digits, &mut bytes).map_err(|_| IkmError::NotHex)?;
        Ok(Self(bytes))
    }

    /// Takes bytes.
    ///
    /// # Errors
    /// [`IkmError::TooShort`], [`IkmError::TooLong`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, IkmError> {
        check_length(bytes.len())?;
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

fn check_length(bytes: usize) -> Result<(), IkmError> {
    match bytes {
        ..MIN_BYTES => Err(IkmError::TooShort { bytes }),
        MIN_BYTES..=MAX_BYTES => Ok(()),
        _ => Err(IkmError::TooLong),
    }
}

/// The length is not hidden.
impl ConstantTimeEq for Ikm {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.as_bytes().ct_eq(other.as_bytes())
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for Ikm {}

impl fmt::Debug for Ikm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ikm").finish_non_exhaustive()
    }
}

/// Why a text is not an [`Ikm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IkmError {
    /// A character is not a hexadecimal digit.
    #[error("the key material is not hexadecimal; write it with the digits 0 to 9 and a to f alone, on one line")]
    NotHex,
    /// The number of digits is odd.
    #[error(
        "the key material has an odd number of hexadecimal digits; look for a lost one, or put a 0 in front to read it \
         as the official tool does"
    )]
    OddDigits,
    /// Below 32 bytes.
    #[error("the key material has {bytes} bytes; use at least 32, which are 64 hexadecimal digits")]
    TooShort {
        /// How many whole bytes there are.
        bytes: usize,
    },
    /// Above 1024 bytes.
    #[error("the key material has more than 1024 bytes; check that it is the right file")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> IkmError {
        Ikm::from_hex(text).unwrap_err()
    }

    #[test]
    fn hex_of_either_case_with_or_without_prefix() {
        let bytes = [0xab; 32];
        for text in ["ab".repeat(32), "AB".repeat(32), "aB".repeat(32), format!("0x{}", "Ab".repeat(32))] {
            assert_eq!(Ikm::from_hex(&text).unwrap().as_bytes(), bytes, "{text}");
            assert_eq!(Ikm::from_hex(&format!(" {text}\r\n")).unwrap().as_bytes(), bytes, "{text}");
        }
    }

    #[test]
    fn lengths() {
        assert_eq!(error(""), IkmError::TooShort { bytes: 0 });
        assert_eq!(error("0x"), IkmError::TooShort { bytes: 0 });
        assert_eq!(error(&"ab".repeat(31)), IkmError::TooShort { bytes: 31 });
        assert!(Ikm::from_hex(&"ab".repeat(1024)).is_ok());
        assert_eq!(error(&"ab".repeat(1025)), IkmError::TooLong);
        assert_eq!(Ikm::from_bytes(&[1; 31]).unwrap_err(), IkmError::TooShort { bytes: 31 });
        assert_eq!(Ikm::from_bytes(&[1; 1025]).unwrap_err(), IkmError::TooLong);
    }

    #[test]
    fn odd_digits_are_refused() {
        assert_eq!(error(&"a".repeat(65)), IkmError::OddDigits);
    }

    #[test]
    fn other_characters_are_refused() {
        for text in ["ab".repeat(31) + "ag", "0X".to_owned() + &"ab".repeat(32), ["ab"; 32].join(" "), "é".repeat(64)]
        {
            assert_eq!(error(&text), IkmError::NotHex, "{text}");
        }
    }

    #[test]
    fn equal_bytes_are_equal_key_material() {
        let ikm = |byte, length| Ikm::from_bytes(&vec![byte; length]).unwrap();
        assert!(bool::from(ikm(7, 32).ct_eq(&ikm(7, 32))));
        assert!(!bool::from(ikm(7, 32).ct_eq(&ikm(8, 32))));
        assert!(!bool::from(ikm(7, 32).ct_eq(&ikm(7, 33))));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Ikm::from_bytes(&[7; 32]).unwrap()), "Ikm { .. }");
    }
}
