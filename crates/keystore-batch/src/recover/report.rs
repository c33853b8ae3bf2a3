//! What a comparison of a batch with its secrets says, as data.

use aztec_key_derivation::{EthKeyError, MasterFingerprint};
use serde::Serialize;

use super::{KeyDifference, RecoverySecrets};
use crate::Batch;

/// Which keys of a batch come back from its secrets. For serde, names are in camel case and fingerprints are text.
///
/// [`RecoverySecrets`](crate::RecoverySecrets) has an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryReport {
    /// The directory of the batch, its manifest, or a staker output.
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
    /// Whether there were tuples to compare with; without them, the half of the keys in G2 was not compared.
    pub tuples_compared: bool,
    /// Whether there was a manifest to compare with; without one, nobody says that there are no more keys.
    pub manifest_compared: bool,
    /// The keys that do not come back.
    pub differences: Vec<KeyDifference>,
}

impl RecoveryReport {
    pub(super) fn of_batch(batch: &Batch, tuples_compared: bool, differences: Vec<KeyDifference>) -> Self {
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
            tuples_compared,
            manifest_compared: true,
            differences,
        }
    }

    pub(super) fn of_staker_output(
        name: &str,
        keys: usize,
        secrets: &RecoverySecrets,
        differences: Vec<KeyDifference>,
    ) -> Result<Self, EthKeyError> {
        let mnemonic = secrets.seed().map(MasterFingerprint::of_seed).transpose()?;
        Ok(Self {
            directory: name.to_owned(),
            keys,
            restored: keys - differences.len(),
            not_restored: differences.len(),
            master_fingerprint: mnemonic.map(|fingerprint| fingerprint.to_string()),
            ikm_fingerprint: secrets.ikm().map(|ikm| MasterFingerprint::of_ikm(ikm).to_string()),
            eth_keys_compared: secrets.seed().is_some(),
            tuples_compared: true,
            manifest_compared: false,
            differences,
        })
    }
}
