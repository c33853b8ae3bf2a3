//! The path of a BLS key.

use std::fmt;
use std::str::FromStr;

use crate::path_text::components;
use crate::{Index, IndexError};

/// The purpose of EIP-2334. The official tool took it and the coin type over, although neither the curve nor the derivation
/// is that of EIP-2333.
const PURPOSE: &str = "12381";
/// The coin type of EIP-2334.
const COIN_TYPE: &str = "3600";

/// The path of a BLS key: `m/12381/3600/<account>/0/<address>`, or with `/<candidate>` after it.
///
/// The text is what the derivation hashes, so a path has exactly one spelling. [`BlsRule::path`](crate::BlsRule::path)
/// says which path a validator has.
///
/// ```
/// use aztec_key_derivation::{BlsPath, Index};
///
/// let path = BlsPath::new(Index::ZERO, Index::new(7)?);
/// assert_eq!(path.to_string(), "m/12381/3600/0/0/7");
/// assert_eq!("m/12381/3600/0/0/7/1".parse(), Ok(path.with_candidate(1)));
/// # Ok::<(), aztec_key_derivation::IndexError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlsPath {
    account: Index,
    address: Index,
    candidate: u8,
}

impl BlsPath {
    /// `m/12381/3600/<account>/0/<address>`: candidate 0.
    #[must_use]
    pub fn new(account: Index, address: Index) -> Self {
        Self { account, address, candidate: 0 }
    }

    /// The same path with another candidate. Candidate 0 is the path without a suffix.
    #[must_use]
    pub fn with_candidate(self, candidate: u8) -> Self {
        Self { candidate, ..self }
    }

    /// The number after `3600`.
    #[must_use]
    pub fn account(self) -> Index {
        self.account
    }

    /// The number after the `0`.
    #[must_use]
    pub fn address(self) -> Index {
        self.address
    }

    /// Which candidate of the [v6 rule](crate::BlsRule::V6) it is; 0 under the other rules.
    #[must_use]
    pub fn candidate(self) -> u8 {
        self.candidate
    }
}

impl fmt::Display for BlsPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m/{PURPOSE}/{COIN_TYPE}/{}/0/{}", self.account, self.address)?;
        if self.candidate > 0 { write!(f, "/{}", self.candidate) } else { Ok(()) }
    }
}

/// Reads exactly what `Display` writes.
impl FromStr for BlsPath {
    type Err = BlsPathError;

    fn from_str(text: &str) -> Result<Self, BlsPathError> {
        let components = components(text).ok_or(BlsPathError::Shape)?;
        let (account, address, candidate) = match components[..] {
            [PURPOSE, COIN_TYPE, account, "0", address] => (account, address, None),
            [PURPOSE, COIN_TYPE, account, "0", address, candidate] => (account, address, Some(candidate)),
            _ => return Err(BlsPathError::Shape),
        };
        let path = Self::new(account.parse()?, address.parse()?);
        let Some(candidate) = candidate else { return Ok(path) };
        match u8::try_from(candidate.parse::<Index>()?.get()) {
            Ok(candidate @ 1..) => Ok(path.with_candidate(candidate)),
            _ => Err(BlsPathError::Candidate),
        }
    }
}

/// Why a text is not a [`BlsPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BlsPathError {
    /// Other components, too few or too many, or no `0` in the fourth place.
    #[error(
        "this is not a BLS path; write m/12381/3600/<account>/0/<address>, with /<candidate> at its end if there is one"
    )]
    Shape,
    /// An index is not a number in range.
    #[error("bad index in a BLS path: {0}")]
    Index(#[from] IndexError),
    /// The candidate is 0, which is written without a suffix, or above 255.
    #[error("bad candidate in a BLS path; use 1 to 255, or leave it out for the first one")]
    Candidate,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(account: u32, address: u32) -> BlsPath {
        BlsPath::new(Index::new(account).unwrap(), Index::new(address).unwrap())
    }

    #[test]
    fn display_and_parse() {
        for (path, text) in [
            (path(0, 0), "m/12381/3600/0/0/0"),
            (path(1, 23), "m/12381/3600/1/0/23"),
            (path(1, 23).with_candidate(1), "m/12381/3600/1/0/23/1"),
            (path(0, 5).with_candidate(255), "m/12381/3600/0/0/5/255"),
            (path(2_147_483_647, 2_147_483_647), "m/12381/3600/2147483647/0/2147483647"),
        ] {
            assert_eq!(path.to_string(), text);
            assert_eq!(text.parse(), Ok(path), "{text}");
        }
        let path = path(1, 23).with_candidate(4);
        assert_eq!((path.account().get(), path.address().get(), path.candidate()), (1, 23, 4));
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in [
            "",
            "m",
            "m/",
            "m/12381/3600",
            "m/12381/3600/",
            "m/12381/3600/0/0",
            "m/12381/3600/0/0/0/1/2",
            "m/12381/3600/0/1/0",
            "m/12381/3600/0/00/0",
            "m/12381/3600//0",
            "M/12381/3600/0/0/0",
            "/m/12381/3600/0/0/0",
            " m/12381/3600/0/0/0",
            "12381/3600/0/0/0",
            "m/12381/60/0/0/0",
            "m/44'/60'/0'/0/0",
        ] {
            assert_eq!(text.parse::<BlsPath>(), Err(BlsPathError::Shape), "{text:?}");
        }
    }

    #[test]
    fn bad_indices_are_refused() {
        for (text, error) in [
            ("m/12381/3600/x/0/0", IndexError::NotANumber),
            ("m/12381/3600/0/0/", IndexError::NotANumber),
            ("m/12381/3600/0/0/0/", IndexError::NotANumber),
            ("m/12381/3600/0/0/-1", IndexError::NotANumber),
            ("m/12381/3600/0/0/01", IndexError::NotANumber),
            ("m/12381/3600/0/0/0 ", IndexError::NotANumber),
            ("m/12381/3600/0'/0/0", IndexError::NotANumber),
            ("m/12381/3600/0/0/2147483648", IndexError::OutOfRange),
            ("m/12381/3600/2147483648/0/0", IndexError::OutOfRange),
        ] {
            assert_eq!(text.parse::<BlsPath>(), Err(BlsPathError::Index(error)), "{text:?}");
        }
    }

    #[test]
    fn bad_candidates_are_refused() {
        for text in ["m/12381/3600/0/0/0/0", "m/12381/3600/0/0/0/256", "m/12381/3600/0/0/0/2147483647"] {
            assert_eq!(text.parse::<BlsPath>(), Err(BlsPathError::Candidate), "{text}");
        }
    }
}
