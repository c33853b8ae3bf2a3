//! The keys of a batch, derived once more from its mnemonic. The secret files are not needed.

use aztec_key_derivation::{EthAccount, MasterFingerprint, Seed};

use super::{AttesterKeys, AttesterKeysError, KeyPlace};
use crate::Batch;

impl AttesterKeys {
    /// The keys of a batch below the account of its allocation, at the indices of its manifest. The public part of the
    /// directory is enough.
    ///
    /// # Errors
    /// [`AttesterKeysError::NotDerived`] or [`AttesterKeysError::OtherMnemonic`].
    pub fn derived(batch: &Batch, seed: &Seed) -> Result<Self, AttesterKeysError> {
        Self::check_derived(batch)?;
        let manifest = batch.manifest();
        let allocation = manifest.origin().allocation().ok_or(AttesterKeysError::NotDerived)?;
        if manifest.origin().mnemonic_fingerprint() != Some(MasterFingerprint::of_seed(seed)?) {
            return Err(AttesterKeysError::OtherMnemonic);
        }
        let account = EthAccount::new(seed, allocation.account())?;
        let keys = manifest.keys().iter().map(|key| (key.attester, KeyPlace::Derived(key.index))).collect();
        Self::new(keys, Some(account))
    }

    /// Whether the ETH keys of a batch come from a mnemonic, before anybody is asked for one.
    ///
    /// # Errors
    /// [`AttesterKeysError::NotDerived`] where they were imported, or the attesters were given by their addresses.
    pub fn check_derived(batch: &Batch) -> Result<(), AttesterKeysError> {
        let manifest = batch.manifest();
        let derived = manifest.origin().mnemonic_fingerprint().is_some() && !manifest.given_attesters();
        if derived { Ok(()) } else { Err(AttesterKeysError::NotDerived) }
    }
}
