//! Where in a node keystore something stands.

use core::fmt;

/// Which field of a node keystore an error is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldPath {
    /// The position of the validator, from 0; none for a field at the top.
    pub entry: Option<usize>,
    /// The field, with points between the names of members: `attester.eth`. Empty for the whole.
    pub field: &'static str,
}

impl FieldPath {
    pub(crate) fn top(field: &'static str) -> Self {
        Self { entry: None, field }
    }

    pub(crate) fn entry(entry: usize, field: &'static str) -> Self {
        Self { entry: Some(entry), field }
    }
}

/// `entry 3, attester.eth`, or the field alone.
impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.entry, self.field) {
            (Some(entry), "") => write!(f, "entry {entry}"),
            (Some(entry), field) => write!(f, "entry {entry}, {field}"),
            (None, "") => f.write_str("the file"),
            (None, field) => f.write_str(field),
        }
    }
}
