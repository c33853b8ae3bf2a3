//! Versions of the schema.

/// A version of the schema that a node keystore follows.
///
/// ```
/// use aztec_node_keystore::{NodeKeystore, SchemaVersion};
///
/// let text = r#"{"schemaVersion": 1, "validators": [{
///     "attester": {"eth": {"path": "eth/0.json"}, "bls": {"path": "bls/0.json"}},
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#;
/// let mut keystore = NodeKeystore::read(text)?;
/// assert_eq!(keystore.schema, SchemaVersion::V1);
/// keystore.schema = SchemaVersion::V2;
/// assert!(keystore.to_json().contains(r#""schemaVersion": 2"#));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
