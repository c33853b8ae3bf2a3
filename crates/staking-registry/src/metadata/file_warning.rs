//! What a person should look at in a file that the dashboard takes.

use crate::NonZeroAddress;

/// What the dashboard takes, though somebody should look at it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileWarning {
    /// A field without a value.
    #[error("{field} is empty, and the dashboard shows nothing there; fill it in if you can")]
    EmptyField {
        /// The field.
        field: &'static str,
    },
    /// The name is not one of the dashboard's list.
    #[error("files of the dashboard's list are called <providerId>-<name>.json; rename this one to {expected}")]
    Name {
        /// A name that would do.
        expected: String,
    },
    /// An attester of the own stake whose letters have one case.
    #[error(
        "providerSelfStake, entry {entry}: the address carries no checksum; compare it with its source, and write {expected}"
    )]
    SelfStakeNoChecksum {
        /// Its position, from 0.
        entry: usize,
        /// The same with the checksum of EIP-55.
        expected: NonZeroAddress,
    },
    /// A web address that browsers mend.
    #[error("{field} is read as {read_as}; if that is meant, write it so")]
    UrlSpelling {
        /// The field.
        field: &'static str,
        /// What comes out.
        read_as: String,
    },
    /// A web address whose host has no dot.
    #[error("{field} names a host that is found from nearby alone; write the whole name")]
    UrlNearby {
        /// The field.
        field: &'static str,
    },
}
