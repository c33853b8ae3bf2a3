//! The keys of a batch directory.

use super::{AttesterKeys, AttesterKeysError, KeyPlace};
use crate::{Batch, Layout, ManifestKey, regular_file::read_regular};

impl AttesterKeys {
    /// The keys of a batch, in the order of its manifest: in encrypted files, or in the node keystore where nothing is
    /// encrypted.
    ///
    /// # Errors
    /// [`AttesterKeysError`], where the node keystore of a batch that is not encrypted cannot be read, or has another attester
    /// than the manifest.
    pub fn of_batch(batch: &Batch) -> Result<Self, AttesterKeysError> {
        let (layout, manifest) = (batch.layout(), batch.manifest());
        if !manifest.is_encrypted() && !manifest.given_attesters() {
            return Self::of_plain_batch(batch);
        }
        let place = |key: &ManifestKey| match manifest.given_attesters() {
            true => KeyPlace::Elsewhere,
            false => {
                let path = layout.secret_file(&Layout::eth_key(key.index.get(), key.attester.get()));
                KeyPlace::File { path, password: None }
            }
        };
        Self::new(manifest.keys().iter().map(|key| (key.attester, place(key))).collect(), None)
    }

    fn of_plain_batch(batch: &Batch) -> Result<Self, AttesterKeysError> {
        let file = batch.layout().node_keystore();
        let content = read_regular(&file, aztec_node_keystore::MAX_BYTES)
            .map_err(|source| AttesterKeysError::Read { file: file.clone(), source })?;
        let text = str::from_utf8(&content).map_err(|_| AttesterKeysError::NotText { file: file.clone() })?;
        let attesters: Vec<_> = batch.manifest().keys().iter().map(|key| key.attester).collect();
        Self::of_node_keystore(&file, text)?.only(&attesters)
    }
}
