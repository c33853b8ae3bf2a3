//! The keys that a node keystore holds or names.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES, Password};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{EthKeySource, NodeKeystore, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{open_regular_following_links, read_secret};

use super::{AttesterKeys, AttesterKeysError, KeyPlace};

impl AttesterKeys {
    /// The keys of the attesters in a node keystore with this text. Key files are looked for beside `file`.
    ///
    /// # Errors
    /// [`AttesterKeysError`], which names the entry, from 0.
    pub fn of_node_keystore(file: &Path, text: &str) -> Result<Self, AttesterKeysError> {
        let keystore = NodeKeystore::read(text)
            .map_err(|source| AttesterKeysError::NodeKeystore { file: file.to_owned(), source })?;
        let keys =
            keystore.validators.iter().enumerate().map(|(entry, validator)| key(file, entry, &validator.attester));
        Self::new(keys.collect::<Result<_, _>>()?, None)
    }
}

fn key(file: &Path, entry: usize, source: &EthKeySource) -> Result<(NonZeroAddress, KeyPlace), AttesterKeysError> {
    let fault = || AttesterKeysError::Unnamed { file: file.to_owned(), entry };
    match source {
        EthKeySource::Plain(plain) => {
            let secret = EthSecretKey::from_be_bytes(plain.as_be_bytes());
            let secret = secret.map_err(|_| AttesterKeysError::NotAKey { file: file.to_owned(), entry })?;
            let attester = NonZeroAddress::new(secret.address()).map_err(|_| fault())?;
            Ok((attester, KeyPlace::Plain(secret)))
        }
        EthKeySource::Address(address) => Ok((*address, KeyPlace::Elsewhere)),
        EthKeySource::Remote(account) => Ok((account.address, KeyPlace::Elsewhere)),
        EthKeySource::File(key) => file_key(file, &key.path, None).ok_or_else(fault),
        EthKeySource::FileWithPassword(key) => {
            let password = Password::existing(&key.password).map_err(|source| AttesterKeysError::PasswordRefused {
                file: file.to_owned(),
                entry,
                source,
            })?;
            file_key(file, &key.path, Some(password)).ok_or_else(fault)
        }
    }
}

/// A key file, and whose key it is: what its name says, else what the file says.
fn file_key(node_keystore: &Path, path: &str, password: Option<Password>) -> Option<(NonZeroAddress, KeyPlace)> {
    let place = node_keystore.parent().unwrap_or(Path::new("")).join(path);
    let attester = address_in_file_name(path).or_else(|| {
        let file = open_regular_following_links(&place).ok()?;
        let encrypted = EncryptedEthKey::from_json(&read_secret(&file, MAX_FILE_BYTES as u64).ok()?).ok()?;
        NonZeroAddress::new(encrypted.address()?).ok()
    })?;
    Some((attester, KeyPlace::File { path: place, password }))
}
