//! The encrypted files of a batch, one for each key.

use std::{io::Write, path::Path};

use aztec_encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic};
use aztec_key_derivation::{EthSecretKey, Mnemonic};
use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, PlainKey};
use aztec_staking_registry::NonZeroAddress;
use bn254_bls::SecretKey;
use rand::rngs::SysRng;

use super::{
    NewBatchError, Protection,
    new_file::{NewFile, failed, write_text},
};
use crate::{
    batch_dir::Layout,
    output_dir::{Access, create_dir},
};

/// Where secrets go.
pub(crate) struct SecretFiles<'a> {
    layout: Layout<'a>,
    protection: &'a Protection,
}

impl<'a> SecretFiles<'a> {
    pub(super) fn new(layout: Layout<'a>, protection: &'a Protection) -> Self {
        Self { layout, protection }
    }

    /// The directories that every batch has.
    pub(super) fn create_directories(&self, layout: Layout<'_>) -> Result<(), NewBatchError> {
        create(&layout.public(), Access::Public)?;
        create(&layout.secret(), Access::Secret)?;
        self.create_directory(Layout::BLS)
    }

    /// A directory for encrypted files; none where nothing is encrypted.
    pub(crate) fn create_directory(&self, name: &str) -> Result<(), NewBatchError> {
        if self.protection.is_encrypted() { create(&self.layout.secret_file(name), Access::Secret) } else { Ok(()) }
    }

    /// Writes the file of an attester's ETH key, or keeps the key for the node keystore where nothing is encrypted.
    pub(crate) fn attester(&self, index: u32, secret: &EthSecretKey) -> Result<EthKeySource, NewBatchError> {
        self.eth(secret, Layout::eth_key(index, secret.address()))
    }

    /// The same for a publisher's.
    pub(crate) fn publisher(&self, index: u32, secret: &EthSecretKey) -> Result<EthKeySource, NewBatchError> {
        self.eth(secret, Layout::publisher_key(index, secret.address()))
    }

    fn eth(&self, secret: &EthSecretKey, name: String) -> Result<EthKeySource, NewBatchError> {
        match self.protection {
            Protection::None => Ok(EthKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes()))),
            Protection::Encrypted { passwords, eth_kdf } => {
                let encrypted = EncryptedEthKey::encrypt(&secret.to_be_bytes(), *eth_kdf, &passwords.eth, &mut SysRng)?;
                write_text(&self.layout.secret_file(&name), Access::Secret, &encrypted.to_json())?;
                Ok(EthKeySource::File(KeyFile { path: name }))
            }
        }
    }

    /// The same for the BLS key of an attester. `path` is how it was derived, or nothing.
    pub(crate) fn bls(
        &self,
        index: u32,
        attester: NonZeroAddress,
        secret: &SecretKey,
        path: &str,
    ) -> Result<BlsKeySource, NewBatchError> {
        match self.protection {
            Protection::None => Ok(BlsKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes()))),
            Protection::Encrypted { passwords, .. } => {
                let encrypted = EncryptedBlsKey::encrypt(secret, path, &passwords.bls, &mut SysRng)?;
                let name = Layout::bls_key(index, attester.get());
                write_text(&self.layout.secret_file(&name), Access::Secret, &encrypted.to_json())?;
                Ok(BlsKeySource::File(KeyFile { path: name }))
            }
        }
    }

    /// A mnemonic that was made here exists nowhere else.
    pub(crate) fn mnemonic(&self, mnemonic: &Mnemonic) -> Result<(), NewBatchError> {
        let phrase = mnemonic.to_phrase();
        let file = self.layout.mnemonic(self.protection.is_encrypted());
        match self.protection {
            Protection::Encrypted { passwords, .. } => {
                let encrypted = EncryptedMnemonic::encrypt(&phrase, &passwords.eth, &mut SysRng)?;
                write_text(&file, Access::Secret, &encrypted.to_json())?;
            }
            Protection::None => {
                let mut out = NewFile::create(&file, Access::Secret)?;
                writeln!(out, "{}", *phrase).map_err(|source| failed(&file, source))?;
                out.close()?;
            }
        }
        Ok(())
    }
}

fn create(path: &Path, access: Access) -> Result<(), NewBatchError> {
    create_dir(path, access).map_err(|source| failed(path, source))
}
