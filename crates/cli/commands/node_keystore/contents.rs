//! What a node keystore holds that the operator must know of.

use aztec_staking_registry::node_keystore::{BlsKeySource, EthKeySource, NodeKeystore};

/// Which kinds of secrets are in a node keystore, and which are not.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Contents {
    /// Secret keys in plain text.
    pub(super) plain_keys: bool,
    /// Passwords of key files, or of a certificate.
    pub(super) passwords: bool,
    /// Key files whose password is not told.
    pub(super) closed_files: bool,
    /// Key files, with or without.
    pub(super) files: bool,
}

impl Contents {
    pub(super) fn of(keystore: &NodeKeystore) -> Self {
        let mut contents = Self::default();
        keystore.eth_keys().for_each(|(_, key)| contents.note_eth(key));
        for validator in &keystore.validators {
            match &validator.bls {
                BlsKeySource::Plain(_) => contents.plain_keys = true,
                BlsKeySource::File(_) => contents.note_file(false),
                BlsKeySource::FileWithPassword(_) => contents.note_file(true),
            }
        }
        contents.passwords |= keystore.remote_signer.as_ref().is_some_and(|signer| signer.cert_pass.is_some());
        contents
    }

    fn note_eth(&mut self, key: &EthKeySource) {
        match key {
            EthKeySource::Plain(_) => self.plain_keys = true,
            EthKeySource::Address(_) => {}
            EthKeySource::Remote(account) => self.passwords |= account.signer.cert_pass.is_some(),
            EthKeySource::File(_) => self.note_file(false),
            EthKeySource::FileWithPassword(_) => self.note_file(true),
        }
    }

    fn note_file(&mut self, open: bool) {
        self.files = true;
        self.passwords |= open;
        self.closed_files |= !open;
    }
}
