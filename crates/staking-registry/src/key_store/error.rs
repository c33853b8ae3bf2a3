//! Why something is not a KeyStore.

use core::fmt;

use bn254_bls::VerifyError;

use crate::{AddressError, PointFault};

/// Why something is not a [`KeyStore`](crate::KeyStore).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyStoreError {
    /// The attester is the zero address.
    #[error("attester: {0}")]
    Attester(#[source] AddressError),
    /// A field does not hold a usable point.
    #[error(transparent)]
    Point(PointFault),
    /// The two points of the key differ, or the proof is not one of the key over the stated message.
    #[error("proofOfPossession: {0}")]
    Proof(#[source] VerifyError),
}

/// Why a batch was refused. `E` is the error of the random generator.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyStoreBatchError<E> {
    /// The entries at these positions (from 0, ascending) fail, each for its own reason.
    Entries(Vec<(usize, KeyStoreError)>),
    /// The random generator failed, so nothing was verified.
    Rng(E),
}

impl<E> fmt::Display for KeyStoreBatchError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entries(failures) => {
                write!(f, "{} of the entries do not verify", failures.len())?;
                failures.first().map_or(Ok(()), |(index, error)| write!(f, ", the first at position {index}: {error}"))
            }
            Self::Rng(_) => f.write_str("the random generator failed, so nothing was verified; try again"),
        }
    }
}

impl<E: core::error::Error + 'static> core::error::Error for KeyStoreBatchError<E> {
    /// That of the generator, or of the first entry.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Entries(failures) => failures.first().map(|(_, error)| error as _),
            Self::Rng(error) => Some(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use core::error::Error;

    use super::*;

    #[test]
    fn a_batch_says_how_many_and_which_first() {
        let first = KeyStoreError::Proof(VerifyError::WrongProof);
        let zero = KeyStoreError::Attester(AddressError::Zero);
        let entries = KeyStoreBatchError::<fmt::Error>::Entries(vec![(1, first), (4, zero)]);
        let expected = format!("2 of the entries do not verify, the first at position 1: {first}");
        assert_eq!(entries.to_string(), expected);
        assert_eq!(entries.source().unwrap().downcast_ref(), Some(&first));
        let rng = KeyStoreBatchError::Rng(fmt::Error);
        assert_eq!(rng.to_string(), "the random generator failed, so nothing was verified; try again");
        assert_eq!(rng.source().unwrap().downcast_ref(), Some(&fmt::Error));
    }
}
