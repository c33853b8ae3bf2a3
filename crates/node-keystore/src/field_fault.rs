//! What can be wrong with a field.

use crate::SignerUrlError;

/// What is wrong with a field. No value is quoted: it may be a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FieldFault {
    /// It is not there.
    #[error("is missing; put it there")]
    Missing,
    /// A member occurs twice, so it is unclear which one counts.
    #[error("has {name} twice; remove the wrong one")]
    Repeated {
        /// The member.
        name: String,
    },
    /// A member that the node's schema does not have; the node would refuse the file.
    #[error("has the member {name}, which the node refuses; remove it")]
    Unknown {
        /// Its name, shortened, with what would change the line escaped.
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
    Url(#[source] SignerUrlError),
    /// The node takes it, but it is not handled here.
    #[error("holds {what}, which is not handled here; give each validator its own keys in their place")]
    Unsupported {
        /// What it holds.
        what: &'static str,
    },
}
