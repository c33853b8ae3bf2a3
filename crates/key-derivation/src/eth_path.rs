//! The path of an ETH key.

use std::fmt;
use std::str::FromStr;

use crate::path_text::components;
use crate::{Index, IndexError};

/// The purpose of BIP-44, hardened.
const PURPOSE: &str = "44'";
/// The coin type of Ethereum (SLIP-44), hardened.
const COIN_TYPE: &str = "60'";

/// The path of an ETH key: `m/44'/60'/<account>'/0/<address>` (BIP-44).
///
/// ```
/// use aztec_key_derivation::{EthPath, Index};
///
/// let path = EthPath { account: Index::ZERO, address: Index::new(7)? };
/// assert_eq!(path.to_string(), "m/44'/60'/0'/0/7");
/// assert_eq!("m/44'/60'/0'/0/7".parse::<EthPath>()?, path);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EthPath {
    /// The account, hardened in the path.
    pub account: Index,
    /// The address within the account.
    pub address: Index,
}

impl fmt::Display for EthPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m/{PURPOSE}/{COIN_TYPE}/{}'/0/{}", self.account, self.address)
    }
}

/// Reads exactly what `Display` writes.
impl FromStr for EthPath {
    type Err = EthPathError;

    fn from_str(text: &str) -> Result<Self, EthPathError> {
        let components = components(text).ok_or(EthPathError::Shape)?;
        let [PURPOSE, COIN_TYPE, account, "0", address] = components[..] else { return Err(EthPathError::Shape) };
        let account = account.strip_suffix('\'').ok_or(EthPathError::Shape)?;
        Ok(Self { account: account.parse()?, address: address.parse()? })
    }
}

/// Why a text is not an [`EthPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EthPathError {
    /// Other components, or too few or too many.
    #[error("this is not the path of an ETH key; write m/44'/60'/<account>'/0/<address>")]
    Shape,
    /// An index is not a number in range.
    #[error("bad index in the path of an ETH key: {0}")]
    Index(#[from] IndexError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_and_parse() {
        for (account, address, text) in
            [(0, 0, "m/44'/60'/0'/0/0"), (3, 7, "m/44'/60'/3'/0/7"), (0, 2_147_483_647, "m/44'/60'/0'/0/2147483647")]
        {
            let path = EthPath { account: Index::new(account).unwrap(), address: Index::new(address).unwrap() };
            assert_eq!(path.to_string(), text);
            assert_eq!(text.parse(), Ok(path), "{text}");
        }
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in
            ["", "m/44'/60'/0'/0", "m/44'/60'/0/0/0", "m/44'/60'/0'/1/0", "m/44'/60'/0'/0/0/0", "m/44h/60h/0h/0/0"]
        {
            assert_eq!(text.parse::<EthPath>(), Err(EthPathError::Shape), "{text:?}");
        }
    }

    #[test]
    fn bad_indices_are_refused() {
        for (text, error) in [
            ("m/44'/60'/x'/0/0", IndexError::NotANumber),
            ("m/44'/60'/0'/0/0'", IndexError::NotANumber),
            ("m/44'/60'/0'/0/", IndexError::NotANumber),
            ("m/44'/60'/0'/0/01", IndexError::NotANumber),
            ("m/44'/60'/2147483648'/0/0", IndexError::OutOfRange),
            ("m/44'/60'/0'/0/2147483648", IndexError::OutOfRange),
        ] {
            assert_eq!(text.parse::<EthPath>(), Err(EthPathError::Index(error)), "{text:?}");
        }
    }
}
