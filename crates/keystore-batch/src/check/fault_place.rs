//! Which entry a fault is about.

use aztec_node_keystore::FieldPath;

use super::BatchFault;

impl BatchFault {
    /// The entry and the field that it is about, and a name for machines; none where it is about a whole file.
    #[must_use]
    pub fn about(&self) -> Option<(usize, &'static str, &'static str)> {
        match self {
            Self::Disagrees { entry, field, .. } => Some((*entry, field, "manifest-disagrees")),
            Self::OtherProof { entry, field, .. } => Some((*entry, field, "manifest-proof")),
            Self::WrongKey { entry, field, .. } => Some((*entry, field, "wrong-key-file")),
            Self::NodeEntry { entry, field, .. }
            | Self::Elsewhere { entry, field, .. }
            | Self::Unexpected { entry, field, .. } => Some((*entry, field, "node-keystore-entry")),
            Self::NotWritten { at: FieldPath { entry: Some(entry), field }, .. } => {
                Some((*entry, field, "node-keystore-entry"))
            }
            Self::PlainKey { entry, field, .. } => Some((*entry, field, "plain-key")),
            _ => None,
        }
    }
}
