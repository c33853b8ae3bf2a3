//! What a node keystore holds that the operator must know of.

use crate::{BlsKeySource, EthKeySource, NodeKeystore};

/// Which kinds of secrets are in a node keystore, and which are not.
///
/// ```
/// use aztec_node_keystore::{Contents, NodeKeystore};
///
/// let keystore = NodeKeystore::read(r#"{"schemaVersion": 1, "validators": [{
///     "attester": {
///         "eth": {"path": "eth/0.json"},
///         "bls": {"path": "bls/0.json", "password": "a phrase"}
///     },
///     "feeRecipient": "0x0000000000000000000000000000000000000000000000000000000000000000"
/// }]}"#)?;
/// let contents = Contents::of(&keystore);
/// assert!(contents.files && contents.passwords && !contents.plain_keys);
/// assert!(contents.closed_files); // the ETH key
/// # Ok::<(), aztec_node_keystore::NodeKeystoreError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Secret keys in plain text.
    pub plain_keys: bool,
    /// Passwords of key files, or of a certificate.
    pub passwords: bool,
    /// Key files whose password is not given.
    pub closed_files: bool,
    /// Key files, with their password or without.
    pub files: bool,
}

impl Contents {
    /// Looks at every key and signer.
    #[must_use]
    pub fn of(keystore: &NodeKeystore) -> Self {
        let mut contents = Self::default();
        keystore.eth_keys().for_each(|(_, key)| contents.note_eth(key));
        for validator in &keystore.validators {
            match &validator.bls {
                None => {}
                Some(BlsKeySource::Plain(_)) => contents.plain_keys = true,
                Some(BlsKeySource::File(_)) => contents.note_file(false),
                Some(BlsKeySource::FileWithPassword(_)) => contents.note_file(true),
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

    /// What is in either of the two.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            plain_keys: self.plain_keys || other.plain_keys,
            passwords: self.passwords || other.passwords,
            closed_files: self.closed_files || other.closed_files,
            files: self.files || other.files,
        }
    }
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::{KeyFile, KeyFileWithPassword, PlainKey, SchemaVersion};

    fn of(key: EthKeySource) -> Contents {
        let funding_account = Some(key);
        let (schema, validators, remote_signer) = (SchemaVersion::V1, Vec::new(), None);
        Contents::of(&NodeKeystore { schema, validators, remote_signer, funding_account })
    }

    #[test]
    fn each_kind_is_noted() {
        let path = || "a.json".to_owned();
        let none = Contents::default();
        let plain = EthKeySource::Plain(PlainKey::from_be_bytes(&[1; 32]));
        assert_eq!(of(plain), Contents { plain_keys: true, ..none });
        let closed = EthKeySource::File(KeyFile { path: path() });
        assert_eq!(of(closed), Contents { files: true, closed_files: true, ..none });
        let password = Zeroizing::new("x".to_owned());
        let open = EthKeySource::FileWithPassword(KeyFileWithPassword { path: path(), password });
        assert_eq!(of(open), Contents { files: true, passwords: true, ..none });
    }
}
