//! Versions of the schema.

/// A version of the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SchemaVersion {
    /// Every validator has its own fee recipient and publishers.
    V1,
    /// What all validators share may stand once, at the top.
    V2,
}

impl SchemaVersion {
    /// The number in the file: 1 or 2.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::V1 => 1,
            Self::V2 => 2,
        }
    }
}
