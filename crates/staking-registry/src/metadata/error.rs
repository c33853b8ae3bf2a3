//! What can be wrong with the metadata of a provider.

use super::WebAddressError;
use crate::{AddressError, NotJson};

/// The size in bytes up to which a file is read.
pub const MAX_BYTES: usize = 1 << 20;

/// Why a text is not the metadata of a provider, or not one that the dashboard can use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; metadata has at most {MAX_BYTES}, so check that it is the right file")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// JSON, but not an object.
    #[error("not an object with the fields of a provider; compare the file with the dashboard's template")]
    NotAnObject,
    /// A field that the dashboard does not know, and would ignore.
    #[error("{name} is not a field of the dashboard; correct its name, or remove it")]
    Unknown {
        /// Its name, shortened, with control characters escaped.
        name: String,
    },
    /// A field occurs twice, so it is unclear which one counts.
    #[error("{field} occurs twice; remove the wrong one")]
    Repeated {
        /// The field.
        field: &'static str,
    },
    /// A field is not text.
    #[error("{field} is not text; write it in quotes")]
    NotText {
        /// The field.
        field: &'static str,
    },
    /// The provider id is missing, is 0, or is not a whole number.
    #[error("providerId is not a whole number from 1 on, without quotes; put the one in the event ProviderRegistered")]
    Id,
    /// The name is missing or empty.
    #[error("providerName is missing or empty, and the dashboard would show a provider without a name; fill it in")]
    NoName,
    /// Not the outline of a mail address.
    #[error("providerEmail is not a mail address; write it as name@example.org")]
    Email,
    /// Not a web address that the dashboard takes.
    #[error("{field} {reason}")]
    Url {
        /// The field.
        field: &'static str,
        /// Why not.
        reason: WebAddressError,
    },
    /// The own stake is not an array.
    #[error("providerSelfStake is not a list; write the attesters in square brackets, each in quotes")]
    NotAList,
    /// An attester of the own stake is not text.
    #[error("providerSelfStake, entry {entry}: not text; write the address in quotes")]
    SelfStakeNotText {
        /// Its position, from 0.
        entry: usize,
    },
    /// An attester of the own stake is not an address with a right checksum.
    #[error("providerSelfStake, entry {entry}: {reason}")]
    SelfStake {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        reason: AddressError,
    },
    /// An attester of the own stake occurs twice.
    #[error("providerSelfStake, entry {entry}: the attester occurs twice; remove one")]
    SelfStakeTwice {
        /// The later position, from 0.
        entry: usize,
    },
}

impl MetadataError {
    /// The field that it is about; none where it is about the whole file, or about a field that the dashboard does not
    /// have.
    #[must_use]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::TooLarge { .. } | Self::NotJson(_) | Self::NotAnObject | Self::Unknown { .. } => None,
            Self::Repeated { field } | Self::NotText { field } | Self::Url { field, .. } => Some(field),
            Self::Id => Some("providerId"),
            Self::NoName => Some("providerName"),
            Self::Email => Some("providerEmail"),
            Self::NotAList | Self::SelfStakeNotText { .. } | Self::SelfStake { .. } | Self::SelfStakeTwice { .. } => {
                Some("providerSelfStake")
            }
        }
    }
}
