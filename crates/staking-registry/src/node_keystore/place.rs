//! Where in a node keystore something is wrong, and what.

use core::fmt;

use super::SignerUrlError;

/// A field of a node keystore.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The position of the validator, from 0; none for a field at the top.
    pub entry: Option<usize>,
    /// The field, with points between the names of members: `attester.eth`. Empty for the whole.
    pub field: &'static str,
}

impl Place {
    pub(super) fn top(field: &'static str) -> Self {
        Self { entry: None, field }
    }

    pub(super) fn entry(entry: usize, field: &'static str) -> Self {
        Self { entry: Some(entry), field }
    }
}

/// `entry 3, attester.eth`, or the field alone.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.entry, self.field) {
            (Some(entry), "") => write!(f, "entry {entry}"),
            (Some(entry), field) => write!(f, "entry {entry}, {field}"),
            (None, "") => f.write_str("the file"),
            (None, field) => f.write_str(field),
        }
    }
}

/// What is wrong with a field. No value is quoted: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldFault {
    /// It is not there.
    #[error("is missing; put it there")]
    Missing,
    /// A member is there twice, so it is unclear which one counts.
    #[error("has {name} twice; remove the wrong one")]
    Repeated {
        /// The member.
        name: &'static str,
    },
    /// A member that the node's schema does not have; the node would refuse the file.
    #[error("has the member {name}, which the node refuses; remove it")]
    Unknown {
        /// Its name, shortened, with control characters escaped.
        name: String,
    },
    /// It is of another type, or its text is not what it should be.
    #[error("is not {expected}; correct it")]
    NotA {
        /// What it should be.
        expected: &'static str,
    },
    /// It is not the address of a remote signer.
    #[error("{0}")]
    Url(SignerUrlError),
    /// The node takes it, but this program does not handle it.
    #[error("holds {what}, which this program does not handle; give each validator its own keys in their place")]
    Unsupported {
        /// What it holds.
        what: &'static str,
    },
}
