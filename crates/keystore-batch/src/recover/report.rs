//! What a comparison of a batch with its secrets says, as data.

use serde::Serialize;

use super::KeyDifference;
use crate::Batch;

/// Which keys of a batch come back from its secrets. For serde, names are in camel case and fingerprints are text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryReport {
    /// The directory of the batch.
    pub directory: String,
    /// How many keys it has.
    pub keys: usize,
    /// How many of them come back.
    pub restored: usize,
    /// How many do not.
    pub not_restored: usize,
    /// The fingerprint of the mnemonic that the batch comes from.
    pub master_fingerprint: Option<String>,
    /// The fingerprint of the key material that its BLS keys come from.
    pub ikm_fingerprint: Option<String>,
    /// Whether ETH keys were compared: not where the attesters were given.
    pub eth_keys_compared: bool,
    /// The keys that do not come back.
    pub differences: Vec<KeyDifference>,
}

impl RecoveryReport {
    pub(super) fn new(batch: &Batch, differences: Vec<KeyDifference>) -> Self {
        let (manifest, origin) = (batch.manifest(), batch.manifest().origin());
        let keys = manifest.keys().len();
        Self {
            directory: batch.root().display().to_string(),
            keys,
            restored: keys - differences.len(),
            not_restored: differences.len(),
            master_fingerprint: origin.mnemonic_fingerprint().map(|fingerprint| fingerprint.to_string()),
            ikm_fingerprint: origin.ikm_fingerprint().map(|fingerprint| fingerprint.to_string()),
            eth_keys_compared: !manifest.given_attesters(),
            differences,
        }
    }
}
