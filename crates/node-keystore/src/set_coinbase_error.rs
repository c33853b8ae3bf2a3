//! Why a coinbase is not set.

use aztec_staking_registry::NonZeroAddress;

use crate::NodeKeystoreError;

/// Why the coinbase was not set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SetCoinbaseError {
    /// The file is not a node keystore.
    #[error(transparent)]
    File(#[from] NodeKeystoreError),
    /// The changes give two coinbases for one attester.
    #[error("attester {attester} is given two different coinbases; remove one")]
    Contradiction {
        /// The attester.
        attester: NonZeroAddress,
    },
    /// No entry is known to be that of the attester.
    #[error(
        "no entry has the attester {attester} ({unknown} have an address that is not known); check address and file"
    )]
    NotThere {
        /// The attester.
        attester: NonZeroAddress,
        /// How many attesters of the file have an address that is not known.
        unknown: usize,
    },
    /// Two entries have the same attester, which the node refuses.
    #[error("entries {first} and {second} have the same attester {attester}; remove one")]
    Repeated {
        /// The attester.
        attester: NonZeroAddress,
        /// The earlier entry.
        first: usize,
        /// The later entry.
        second: usize,
    },
    /// The entry has other attesters too, whose coinbase would change with it.
    #[error("entry {entry} has one coinbase for {attester} and others; give the attester an entry of its own")]
    Shared {
        /// The attester.
        attester: NonZeroAddress,
        /// The entry.
        entry: usize,
    },
}
