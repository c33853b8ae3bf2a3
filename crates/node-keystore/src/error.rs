//! Why a text is not a node keystore.

use strict_json::NotJson;

use crate::{FieldFault, FieldPath, MAX_BYTES};

/// Why a text is not a node keystore that is handled here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NodeKeystoreError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; a node keystore has at most {MAX_BYTES}, so check that it is the right one")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// A field is not as the schema has it.
    #[error("{path} {fault}")]
    Field {
        /// Which field.
        path: FieldPath,
        /// What is wrong with it.
        #[source]
        fault: FieldFault,
    },
}

impl NodeKeystoreError {
    pub(crate) fn at(path: FieldPath, fault: FieldFault) -> Self {
        Self::Field { path, fault }
    }

    pub(crate) fn not_a(path: FieldPath, expected: &'static str) -> Self {
        Self::at(path, FieldFault::NotA { expected })
    }

    pub(crate) fn unsupported(path: FieldPath, what: &'static str) -> Self {
        Self::at(path, FieldFault::Unsupported { what })
    }
}
