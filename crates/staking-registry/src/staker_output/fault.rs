//! What can be wrong with staker output, and with one entry of it.

use strict_json::NotJson;

use crate::{AddressError, Field, WordError};

/// The size in bytes up to which a file is read: room for 100,000 entries.
pub const MAX_BYTES: usize = 128 << 20;

/// Why a text is not staker output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StakerOutputError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; staker output has at most {MAX_BYTES}, so split it")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// JSON, but neither an array nor an object.
    #[error("staker output is a JSON array of entries; this file holds something else")]
    NotAList,
    /// An array without entries.
    #[error("the file holds no entries; check that it is the right one")]
    Empty,
    /// An entry is not as the format has it.
    #[error("entry {entry}: {fault}")]
    Entry {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        #[source]
        fault: EntryFault,
    },
}

/// What is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryFault {
    /// The entry is not an object.
    #[error("not an object; each entry has attester, publicKeyG1, publicKeyG2 and proofOfPossession")]
    NotAnObject,
    /// A field is not there.
    #[error("{field} is missing; export the entry again")]
    Missing {
        /// The field.
        field: Field,
    },
    /// A field occurs twice, so it is unclear which one counts.
    #[error("{field} occurs twice; remove the wrong one")]
    Repeated {
        /// The field.
        field: Field,
    },
    /// A field that the format does not have.
    #[error("{name} is not a field of the format; remove it")]
    Unknown {
        /// Its name, shortened, with what would change the line escaped.
        name: String,
    },
    /// A point is not an object of coordinates.
    #[error("{field} is not an object of coordinates; export the entry again")]
    NotAPoint {
        /// The field.
        field: Field,
    },
    /// A value is not text.
    #[error("{field} is not text; write the value as 0x and hexadecimal digits in quotes")]
    NotText {
        /// The field.
        field: Field,
    },
    /// A coordinate is not a word.
    #[error("{field}: {reason}")]
    Word {
        /// The field.
        field: Field,
        /// What is wrong with it.
        #[source]
        reason: WordError,
    },
    /// The attester is not an address, or its checksum is wrong.
    #[error("attester: {0}")]
    Attester(#[source] AddressError),
}

impl EntryFault {
    /// The field that has the fault; none where it is the entry as a whole, or a field that the format does not have.
    #[must_use]
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::NotAnObject | Self::Unknown { .. } => None,
            Self::Missing { field }
            | Self::Repeated { field }
            | Self::NotAPoint { field }
            | Self::NotText { field }
            | Self::Word { field, .. } => Some(*field),
            Self::Attester(_) => Some(Field::Attester),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_its_field_where_it_has_one() {
        let field = Field::PublicKeyG2X1;
        let word = EntryFault::Word { field, reason: WordError::TooLarge };
        for fault in
            [EntryFault::Missing { field }, EntryFault::Repeated { field }, EntryFault::NotText { field }, word]
        {
            assert_eq!(fault.field(), Some(field), "{fault}");
        }
        assert_eq!(EntryFault::NotAPoint { field: Field::PublicKeyG1 }.field(), Some(Field::PublicKeyG1));
        assert_eq!(EntryFault::Attester(AddressError::NoPrefix).field(), Some(Field::Attester));
        assert_eq!(EntryFault::NotAnObject.field(), None);
        assert_eq!(EntryFault::Unknown { name: "z".to_owned() }.field(), None);
    }
}
