//! A derivation path of any standard, as key files name it.

use std::fmt;
use std::str::FromStr;

use crate::path_text::{components, number};
use crate::{BlsPath, EthPath};

/// Longer than the path of any standard.
const MAX_BYTES: usize = 128;

/// A derivation path such as `m/12381/3600/0/0/0` or `m/44'/60'/0'/0/7`: `m`, then `/` and a number below 2^32 for each
/// level, which `'` or `h` may mark as hardened.
///
/// It is what a key file says of its key, whatever tool wrote it. The paths that this crate derives keys by are [`BlsPath`]
/// and [`EthPath`].
///
/// ```
/// use aztec_key_derivation::{BlsPath, DerivationPath, Index};
///
/// let path: DerivationPath = "m/12381/3600/0/0/7".parse()?;
/// assert_eq!(path, BlsPath::new(Index::ZERO, Index::new(7)?).into());
/// assert!("12381/3600".parse::<DerivationPath>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: the grammar above, in at most MAX_BYTES bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DerivationPath(String);

impl DerivationPath {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for DerivationPath {
    type Err = DerivationPathError;

    fn from_str(text: &str) -> Result<Self, DerivationPathError> {
        let is_level = |level: &&str| number(level.strip_suffix(['\'', 'h']).unwrap_or(level)).is_ok();
        let levels = components(text).filter(|_| text.len() <= MAX_BYTES).ok_or(DerivationPathError)?;
        if levels.iter().all(is_level) { Ok(Self(text.to_owned())) } else { Err(DerivationPathError) }
    }
}

impl From<BlsPath> for DerivationPath {
    fn from(path: BlsPath) -> Self {
        Self(path.to_string())
    }
}

impl From<EthPath> for DerivationPath {
    fn from(path: EthPath) -> Self {
        Self(path.to_string())
    }
}

/// The text is not a [`DerivationPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a derivation path; write it in the form m/12381/3600/0/0/0")]
pub struct DerivationPathError;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Index;

    #[test]
    fn paths_that_are_taken() {
        for text in ["m/0", "m/12381/3600/0/0/0", "m/44'/60'/0'/0/4294967295", "m/12381h/0"] {
            let path: DerivationPath = text.parse().unwrap();
            assert_eq!((path.as_str(), path.to_string().as_str()), (text, text));
        }
    }

    #[test]
    fn paths_that_are_refused() {
        let long = format!("m{}", "/1".repeat(64));
        for text in [
            "",
            "m",
            "m/",
            "/0",
            "0/1",
            "M/0",
            "m/-1",
            "m/+1",
            "m/01",
            "m/4294967296",
            "m/0//1",
            "m/0\n",
            "m/1''",
            &long,
        ] {
            assert_eq!(text.parse::<DerivationPath>(), Err(DerivationPathError), "{text}");
        }
    }

    #[test]
    fn the_paths_of_this_crate_are_derivation_paths() {
        let bls = DerivationPath::from(BlsPath::new(Index::MAX, Index::MAX).with_candidate(255));
        let eth = DerivationPath::from(EthPath { account: Index::MAX, address: Index::MAX });
        for path in [bls, eth] {
            assert_eq!(path.as_str().parse(), Ok(path.clone()));
        }
    }
}
