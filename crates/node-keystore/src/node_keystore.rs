//! The file as a whole.

use core::iter;

use crate::{EthKeySource, FieldPath, RemoteSigner, SchemaVersion, Validator};

/// The size in bytes up to which a file is read: room for 100,000 validators.
pub const MAX_BYTES: usize = 128 << 20;

/// A whole node keystore: the JSON file from which a node takes its keys, or learns where they are.
///
/// ```
/// use aztec_node_keystore::{Host, NodeKeystore};
///
/// let text = r#"{"schemaVersion": 1, "validators": [{
///     "attester": {
///         "eth": {"path": "eth/00000_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"},
///         "bls": {"path": "bls/00000_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"}
///     },
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000007"
/// }]}"#;
/// let on_host = NodeKeystore::read(text)?.for_host(&Host::new("/var/lib/keys")?)?;
/// assert!(on_host.to_json().contains("/var/lib/keys/bls/00000_0x"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct NodeKeystore {
    /// The version of the schema. All files in one key directory must have the same.
    pub schema: SchemaVersion,
    /// The validators that the node runs.
    pub validators: Vec<Validator>,
    /// The remote signer of every account that names none of its own.
    pub remote_signer: Option<RemoteSigner>,
    /// The account from which the node tops up publishers.
    pub funding_account: Option<EthKeySource>,
}

impl NodeKeystore {
    /// Every ETH key with its field: those of attesters, of their publishers, and of the funding account.
    pub fn eth_keys(&self) -> impl Iterator<Item = (FieldPath, &EthKeySource)> {
        let of_validators = self.validators.iter().enumerate().flat_map(|(entry, validator)| {
            let attester = (FieldPath::entry(entry, "attester.eth"), &validator.attester);
            let publishers = validator.publishers.iter();
            iter::once(attester).chain(publishers.map(move |key| (FieldPath::entry(entry, "publisher"), key)))
        });
        of_validators.chain(self.funding_account.iter().map(|key| (FieldPath::top("fundingAccount"), key)))
    }
}
