//! Ethereum addresses as text, with the checksum of EIP-55.

use core::fmt;

use alloy_primitives::Address;

use crate::word::bytes_of;

/// Whether the letters of an address carry the checksum of EIP-55.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checksum {
    /// They do, and it is right.
    Valid,
    /// All letters have one case, so there is nothing to check.
    Absent,
}

/// Reads an address from `0x` and 40 hexadecimal digits, and says whether it carried a checksum.
///
/// ```
/// use aztec_staking_registry::{AddressError, Checksum, parse_address};
///
/// let (address, checksum) = parse_address("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266")?;
/// assert_eq!(checksum, Checksum::Absent);
/// assert_eq!(parse_address(&address.to_string())?, (address, Checksum::Valid));
/// # Ok::<(), AddressError>(())
/// ```
///
/// # Errors
/// [`AddressError`] says what is wrong with the text; a checksum that is there must be right.
pub fn parse_address(text: &str) -> Result<(Address, Checksum), AddressError> {
    let digits = text.strip_prefix("0x").ok_or(AddressError::NoPrefix)?;
    if let Some(position) = digits.bytes().position(|digit| !digit.is_ascii_hexdigit()) {
        return Err(AddressError::NotHex { position: position + 3 });
    }
    if digits.len() != 40 {
        return Err(AddressError::WrongLength { digits: digits.len() });
    }
    let address = Address::from(bytes_of::<20>(digits));
    let one_case = !digits.bytes().any(|d| d.is_ascii_lowercase()) || !digits.bytes().any(|d| d.is_ascii_uppercase());
    if address.to_checksum(None) == text {
        Ok((address, Checksum::Valid))
    } else if one_case {
        Ok((address, Checksum::Absent))
    } else {
        Err(AddressError::WrongChecksum)
    }
}

/// An address that is not zero: the contract refuses the zero address wherever one is expected.
///
/// ```
/// use aztec_staking_registry::{AddressError, NonZeroAddress};
///
/// let address = NonZeroAddress::parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266")?;
/// assert_eq!(address.to_string(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// // One letter in the other case: a digit may be wrong, too.
/// let refused = NonZeroAddress::parse("0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
/// assert_eq!(refused, Err(AddressError::WrongChecksum));
/// # Ok::<(), AddressError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NonZeroAddress(Address);

impl NonZeroAddress {
    /// Takes any address but zero.
    ///
    /// # Errors
    /// [`AddressError::Zero`].
    pub fn new(address: Address) -> Result<Self, AddressError> {
        if address.is_zero() { Err(AddressError::Zero) } else { Ok(Self(address)) }
    }

    /// Reads an address that a person wrote: it must carry its checksum and must not be zero.
    ///
    /// # Errors
    /// [`AddressError`] says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        match parse_address(text)? {
            (address, Checksum::Valid) => Self::new(address),
            (_, Checksum::Absent) => Err(AddressError::NoChecksum),
        }
    }

    /// The address.
    #[must_use]
    pub fn get(self) -> Address {
        self.0
    }
}

/// `0x` and 40 digits with the checksum of EIP-55.
impl fmt::Display for NonZeroAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_checksum(None))
    }
}

/// Why a text is not the address that is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AddressError {
    /// The text does not begin with `0x`.
    #[error("the address does not begin with 0x; write it as 0x and 40 hexadecimal digits")]
    NoPrefix,
    /// A character that is not a hexadecimal digit.
    #[error("character {position} of the address is not a hexadecimal digit; write it as 0x and 40 of them")]
    NotHex {
        /// Its position in the text, from 1, the `0x` included.
        position: usize,
    },
    /// Not 40 digits.
    #[error("the address has {digits} hexadecimal digits; write all 40")]
    WrongLength {
        /// How many digits there are.
        digits: usize,
    },
    /// Upper and lower case are mixed, but not as EIP-55 has it, so a character is likely wrong.
    #[error("the checksum (EIP-55) of the address is wrong; copy the address again from its source")]
    WrongChecksum,
    /// The letters all have one case, so a wrong character would go unnoticed.
    #[error("the address carries no checksum; write it with upper and lower case letters as EIP-55 has them")]
    NoChecksum,
    /// The zero address, which nobody owns.
    #[error("the zero address is not accepted here; give an address that somebody owns")]
    Zero,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Source: the test cases of EIP-55.
    const EIP_55: [&str; 8] = [
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
        "0xde709f2102306220921060314715629080e2fb77",
        "0x27b1fdb04752bbc536007a920d24acb045561c26",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
    ];

    #[test]
    fn cases_of_eip_55() {
        for text in EIP_55 {
            let (address, checksum) = parse_address(text).unwrap();
            assert_eq!(checksum, Checksum::Valid, "{text}");
            assert_eq!(address.to_checksum(None), text);
            assert_eq!(NonZeroAddress::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn one_case_is_no_checksum() {
        let lower = EIP_55[4].to_lowercase();
        assert_eq!(parse_address(&lower).unwrap().1, Checksum::Absent);
        assert_eq!(NonZeroAddress::parse(&lower), Err(AddressError::NoChecksum));
        let upper = format!("0x{}", lower[2..].to_uppercase());
        assert_eq!(parse_address(&upper).unwrap().1, Checksum::Absent);
    }

    #[test]
    fn refused() {
        assert_eq!(parse_address(&EIP_55[4].replace("aAe", "aae")), Err(AddressError::WrongChecksum));
        assert_eq!(parse_address(&EIP_55[4][2..]), Err(AddressError::NoPrefix));
        assert_eq!(parse_address(&EIP_55[4][..41]), Err(AddressError::WrongLength { digits: 39 }));
        assert_eq!(parse_address(&format!("{}0", EIP_55[4])), Err(AddressError::WrongLength { digits: 41 }));
        assert_eq!(parse_address("0xg"), Err(AddressError::NotHex { position: 3 }));
        assert_eq!(parse_address(""), Err(AddressError::NoPrefix));
        assert_eq!(NonZeroAddress::parse(&format!("0x{:040}", 0)), Err(AddressError::Zero));
        assert_eq!(NonZeroAddress::new(Address::ZERO), Err(AddressError::Zero));
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(bytes: [u8; 20]) {
            let address = Address::from(bytes);
            prop_assert_eq!(parse_address(&address.to_checksum(None)), Ok((address, Checksum::Valid)));
        }

        #[test]
        fn any_text_gets_an_answer(text in ".{0,60}") {
            let _ = parse_address(&text);
        }
    }
}
