//! Encrypted key files that a node keystore of another tool names.

use std::path::Path;

use aztec_encrypted_keystore::{
    DecryptError, EncryptedBlsKey, EncryptedEthKey, OpeningKeys, ParseError, Password, PasswordError,
};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{BlsKeySource, EthKeySource, PlainKey};
use bn254_bls::{SecretKey, SecretKeyError};
use durable_files::ReadError;
use zeroize::Zeroizing;

use crate::{Account, key_addresses::read_key_file};

/// Where key files are, and what opens those whose password is not given beside their path.
///
/// [`ImportedKeys`](crate::ImportedKeys) has an example.
#[derive(Clone, Copy, Debug)]
pub struct KeyFiles<'a> {
    /// The directory from which relative paths lead.
    pub directory: &'a Path,
    /// What the password of ETH keys gives: one derivation for all files with a salt.
    pub eth_keys: Option<&'a OpeningKeys<'a>>,
    /// What the password of BLS keys gives.
    pub bls_keys: Option<&'a OpeningKeys<'a>>,
}

impl KeyFiles<'_> {
    /// The account that a node keystore, or a text like it, speaks of; its file is opened where it is in one.
    ///
    /// # Errors
    /// [`KeyFileError`].
    pub fn open_account(&self, source: &EthKeySource) -> Result<Account, KeyFileError> {
        let key = match source {
            EthKeySource::Address(address) => return Ok(Account::Address(*address)),
            EthKeySource::Remote(account) => return Ok(Account::Remote(account.clone())),
            EthKeySource::Plain(key) => read_plain_eth(key)?,
            EthKeySource::File(file) => self.open_eth(&file.path, None)?,
            EthKeySource::FileWithPassword(file) => self.open_eth(&file.path, Some(&file.password))?,
        };
        Ok(Account::Key(key))
    }

    /// The BLS key of an attester.
    pub(crate) fn open_bls_key(&self, source: &BlsKeySource) -> Result<SecretKey, KeyFileError> {
        let (path, password) = match source {
            BlsKeySource::Plain(key) => {
                return SecretKey::from_be_bytes(key.as_be_bytes()).map_err(KeyFileError::BlsKey);
            }
            BlsKeySource::File(file) => (&file.path, None),
            BlsKeySource::FileWithPassword(file) => (&file.path, Some(&file.password)),
        };
        let file = EncryptedBlsKey::from_json(&self.read(path)?).map_err(KeyFileError::Parse)?;
        with_keys(password, self.bls_keys, |keys| file.open(keys))
    }

    fn open_eth(&self, path: &str, password: Option<&Zeroizing<String>>) -> Result<EthSecretKey, KeyFileError> {
        let file = EncryptedEthKey::from_json(&self.read(path)?).map_err(KeyFileError::Parse)?;
        with_keys(password, self.eth_keys, |keys| match file.address() {
            Some(_) => file.open(keys),
            // foundry leaves the address out. The node takes whatever key is in the file, too.
            None => file.open_unconfirmed(keys),
        })
    }

    fn read(&self, path: &str) -> Result<Zeroizing<Vec<u8>>, KeyFileError> {
        read_key_file(&self.directory.join(path)).map_err(KeyFileError::Read)
    }
}

fn read_plain_eth(key: &PlainKey) -> Result<EthSecretKey, KeyFileError> {
    EthSecretKey::from_be_bytes(key.as_be_bytes()).map_err(|_| KeyFileError::EthKey)
}

/// Opens with the password beside the path, else with that of all files.
fn with_keys<K>(
    beside_path: Option<&Zeroizing<String>>,
    of_all: Option<&OpeningKeys<'_>>,
    open: impl FnOnce(&OpeningKeys<'_>) -> Result<K, DecryptError>,
) -> Result<K, KeyFileError> {
    let opened = match (beside_path, of_all) {
        (Some(text), _) => open(&OpeningKeys::of(&Password::existing(text).map_err(KeyFileError::Password)?)),
        (None, Some(keys)) => open(keys),
        (None, None) => return Err(KeyFileError::NoPassword),
    };
    opened.map_err(KeyFileError::Decrypt)
}

/// Why a key cannot be had. The path is not shown: the official tool calls a file after the beginning of the key in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// The file cannot be read.
    #[error("the key file cannot be read ({0}); check the path and its permissions")]
    Read(#[source] ReadError),
    /// The file is no encrypted key.
    #[error("the key file is none: {0}")]
    Parse(#[source] ParseError),
    /// No file has such a password.
    #[error("the password beside the path cannot be one: {0}")]
    Password(#[source] PasswordError),
    /// Nothing opens the file.
    #[error("has no password beside the path; put it there, or give it")]
    NoPassword,
    /// The file does not open, or holds another key.
    #[error("the key file: {0}")]
    Decrypt(#[source] DecryptError),
    /// Not an ETH key.
    #[error("is not a secp256k1 key (zero, or not below the group order); restore it from a copy")]
    EthKey,
    /// Not a BLS key.
    #[error("{0}")]
    BlsKey(#[source] SecretKeyError),
}
