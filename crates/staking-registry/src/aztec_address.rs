//! Addresses on Aztec, as text.

use core::fmt;

use crate::word::bytes_of;
use crate::word_to_text;

/// The order of the groups of BN254, 32 bytes, big-endian: an address on Aztec is an element of the field with so many
/// elements. Source: npm `@aztec/foundation` 4.1.2, `src/curves/bn254/field.ts`, `Fr.MODULUS`; the same number is in
/// EIP-197, where it is not named.
const FIELD_ORDER: [u8; 32] = [
    0x30, 0x64, 0x4e, 0x72, 0xe1, 0x31, 0xa0, 0x29, 0xb8, 0x50, 0x45, 0xb6, 0x81, 0x81, 0x58, 0x5d, 0x28, 0x33, 0xe8,
    0x48, 0x79, 0xb9, 0x70, 0x91, 0x43, 0xe1, 0xf5, 0x93, 0xf0, 0x00, 0x00, 0x01,
];

/// An address on Aztec: a number below the order of the field, 32 bytes, big-endian.
///
/// Source: npm `@aztec/stdlib` 4.1.2, `src/aztec-address/index.ts`: the node refuses a file with any other.
///
/// ```
/// use aztec_staking_registry::{AztecAddress, AztecAddressError};
///
/// let text = "0x0000000000000000000000000000000000000000000000000000000000000007";
/// let address = AztecAddress::parse(text)?;
/// assert_eq!(address.to_be_bytes()[31], 7);
/// assert_eq!(AztecAddress::new([0xff; 32]), Err(AztecAddressError::NotBelowOrder));
/// # Ok::<(), AztecAddressError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AztecAddress([u8; 32]);

impl AztecAddress {
    /// The address zero, for those who want no fees.
    pub const ZERO: Self = Self([0; 32]);

    /// Takes 32 bytes, big-endian.
    ///
    /// # Errors
    /// [`AztecAddressError::NotBelowOrder`].
    pub fn new(bytes: [u8; 32]) -> Result<Self, AztecAddressError> {
        if bytes < FIELD_ORDER { Ok(Self(bytes)) } else { Err(AztecAddressError::NotBelowOrder) }
    }

    /// Reads `0x` and 64 hexadecimal digits. Fewer are not padded: they are what is left of a text that was cut off.
    ///
    /// # Errors
    /// [`AztecAddressError`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, AztecAddressError> {
        let digits = text.strip_prefix("0x").ok_or(AztecAddressError::NoPrefix)?;
        if let Some(position) = digits.bytes().position(|digit| !digit.is_ascii_hexdigit()) {
            return Err(AztecAddressError::NotHex { position: position + 3 });
        }
        if digits.len() != 64 {
            return Err(AztecAddressError::WrongLength { digits: digits.len() });
        }
        Self::new(bytes_of(digits))
    }

    /// 32 bytes, big-endian.
    #[must_use]
    pub fn to_be_bytes(self) -> [u8; 32] {
        self.0
    }
}

/// `0x` and 64 lower-case digits.
impl fmt::Display for AztecAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&word_to_text(&self.0))
    }
}

/// Why a text or number is not an address on Aztec.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AztecAddressError {
    /// The text does not begin with `0x`.
    #[error("the address does not begin with 0x; write it as 0x and 64 hexadecimal digits")]
    NoPrefix,
    /// A character that is not a hexadecimal digit.
    #[error("character {position} of the address is not a hexadecimal digit; write it as 0x and 64 of them")]
    NotHex {
        /// Its position in the text, from 1, the `0x` included.
        position: usize,
    },
    /// Not 64 digits.
    #[error("the address has {digits} hexadecimal digits; write all 64")]
    WrongLength {
        /// How many digits there are.
        digits: usize,
    },
    /// The field has no such element.
    #[error("the address is not below the order of the field (0x30644e72…), so the node refuses it; copy it again")]
    NotBelowOrder,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `Fr.MODULUS` of the official code, in decimal digits there.
    const ORDER: &str = "0x30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001";

    #[test]
    fn the_order_and_above_are_refused() {
        assert_eq!(word_to_text(&FIELD_ORDER), ORDER);
        assert_eq!(AztecAddress::parse(ORDER), Err(AztecAddressError::NotBelowOrder));
        assert_eq!(AztecAddress::parse(&format!("0x{}", "f".repeat(64))), Err(AztecAddressError::NotBelowOrder));
        let last = ORDER.replace("0000001", "0000000");
        assert_eq!(AztecAddress::parse(&last).unwrap().to_string(), last);
        assert_eq!(AztecAddress::parse(&format!("0x{:064}", 0)), Ok(AztecAddress::ZERO));
    }

    /// The keys of the groups are below the same number.
    #[test]
    fn the_order_is_that_of_the_secret_keys() {
        assert!(bn254_bls::SecretKey::from_be_bytes(&FIELD_ORDER).is_err());
        let mut last = FIELD_ORDER;
        last[31] -= 1;
        assert!(bn254_bls::SecretKey::from_be_bytes(&last).is_ok());
    }

    #[test]
    fn nothing_is_padded() {
        assert_eq!(AztecAddress::parse("0x12"), Err(AztecAddressError::WrongLength { digits: 2 }));
        assert_eq!(AztecAddress::parse(&ORDER[..65]), Err(AztecAddressError::WrongLength { digits: 63 }));
        assert_eq!(AztecAddress::parse(&format!("0x{:065}", 0)), Err(AztecAddressError::WrongLength { digits: 65 }));
        assert_eq!(AztecAddress::parse("0x"), Err(AztecAddressError::WrongLength { digits: 0 }));
        assert_eq!(AztecAddress::parse(&ORDER[2..]), Err(AztecAddressError::NoPrefix));
        assert_eq!(AztecAddress::parse("0xzz"), Err(AztecAddressError::NotHex { position: 3 }));
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(mut bytes: [u8; 32]) {
            bytes[0] &= 0x1f;
            let address = AztecAddress::new(bytes).unwrap();
            prop_assert_eq!(AztecAddress::parse(&address.to_string()), Ok(address));
            prop_assert_eq!(address.to_be_bytes(), bytes);
        }

        #[test]
        fn any_text_gets_an_answer(text in ".{0,80}") {
            let _ = AztecAddress::parse(&text);
        }
    }
}
