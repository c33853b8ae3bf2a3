//! Why the past of a provider is not known.

use alloy_primitives::Address;

use crate::chain::ChainError;

/// Why the delegations of a provider are not known.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HistoryError {
    /// The chain could not be read.
    #[error(transparent)]
    Chain(#[from] ChainError),
    /// Not the file of a history.
    #[error("not a file of this program, or a damaged one; remove it, and all is read again")]
    NotAHistory,
    /// That of another chain, registry or provider.
    #[error("the file is about another chain, registry or provider; name another file")]
    Other,
    /// The chain changed while it was read.
    #[error("the chain was reorganised while it was read; run again, or read at the finalized block")]
    Reorganised,
    /// More or fewer keys have left the provider's queue than the events tell.
    #[error(
        "{expected} keys have left the queue, and the node gave the events of {actual}: use another node, or begin before the registration"
    )]
    Missing {
        /// How many the events tell of.
        actual: u64,
        /// How many there were.
        expected: u64,
    },
    /// Events are missing.
    #[error(
        "the events of attester {attester} do not fit together, so some are missing; begin at an earlier block, or use another node"
    )]
    Incomplete {
        /// The attester.
        attester: Address,
    },
}
