//! The encrypted files of a batch, one for each key.

use std::path::Path;

use aztec_encrypted_keystore::EncryptedMnemonic;
use aztec_key_derivation::{BlsPath, EthSecretKey, Index, Mnemonic};
use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, PlainKey};
use aztec_staking_registry::NonZeroAddress;
use bn254_bls::SecretKey;
use durable_files::{Access, create_dir};
use rand::rngs::SysRng;
use zeroize::Zeroizing;

use super::{CreateBatchError, sealing::Sealing, write_file::write_file};
use crate::{Account, Layout, Protection, protection::Encryption};

/// Where secrets go.
pub(super) struct SecretFiles<'a> {
    layout: Layout<'a>,
    protection: &'a Protection,
    sealing: Option<Sealing<'a>>,
}

impl<'a> SecretFiles<'a> {
    pub(super) fn new(layout: Layout<'a>, protection: &'a Protection) -> Self {
        let sealing = match protection {
            Protection::Encrypted(encryption) => Some(Sealing::new(encryption)),
            Protection::None => None,
        };
        Self { layout, protection, sealing }
    }

    /// Whether secrets go into encrypted files, and not into the node keystore.
    pub(super) fn are_encrypted(&self) -> bool {
        self.protection.is_encrypted()
    }

    /// The directories that every batch has.
    pub(super) fn create_directories(&self) -> Result<(), CreateBatchError> {
        create(&self.layout.public(), Access::Public)?;
        create(&self.layout.secret(), Access::Secret)?;
        self.create_directory(Layout::BLS)
    }

    /// A directory for encrypted files; none where nothing is encrypted.
    pub(super) fn create_directory(&self, name: &str) -> Result<(), CreateBatchError> {
        if self.protection.is_encrypted() { create(&self.layout.secret_file(name), Access::Secret) } else { Ok(()) }
    }

    /// Writes the file of an attester's ETH key, or keeps the key for the node keystore where nothing is encrypted.
    pub(super) fn attester(&self, index: Index, secret: &EthSecretKey) -> Result<EthKeySource, CreateBatchError> {
        self.eth(secret, Layout::eth_key(index.get(), secret.address()))
    }

    /// The same for a publisher's.
    pub(super) fn publisher(&self, number: u32, secret: &EthSecretKey) -> Result<EthKeySource, CreateBatchError> {
        self.eth(secret, Layout::publisher_key(number, secret.address()))
    }

    /// The account from which publishers are topped up.
    pub(super) fn funding_account(&self, account: &Account) -> Result<EthKeySource, CreateBatchError> {
        match account {
            Account::Key(secret) => {
                self.create_directory(Layout::FUNDING)?;
                self.eth(secret, Layout::funding_key(secret.address()))
            }
            elsewhere => Ok(elsewhere.without_file()),
        }
    }

    fn eth(&self, secret: &EthSecretKey, name: String) -> Result<EthKeySource, CreateBatchError> {
        match &self.sealing {
            None => Ok(EthKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes()))),
            Some(sealing) => {
                let encrypted = sealing.eth(secret)?;
                write_file(&self.layout.secret_file(&name), Access::Secret, encrypted.to_json().as_bytes())?;
                Ok(EthKeySource::File(KeyFile { path: name }))
            }
        }
    }

    /// The same for the BLS key of an attester. `path` is how it was derived, where that is known.
    pub(super) fn bls(
        &self,
        index: Index,
        attester: NonZeroAddress,
        secret: &SecretKey,
        path: Option<BlsPath>,
    ) -> Result<BlsKeySource, CreateBatchError> {
        match &self.sealing {
            None => Ok(BlsKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes()))),
            Some(sealing) => {
                let path = path.map(|path| path.to_string()).unwrap_or_default();
                let encrypted = sealing.bls(secret, &path)?;
                let name = Layout::bls_key(index.get(), attester.get());
                write_file(&self.layout.secret_file(&name), Access::Secret, encrypted.to_json().as_bytes())?;
                Ok(BlsKeySource::File(KeyFile { path: name }))
            }
        }
    }

    /// A mnemonic that was made here exists nowhere else.
    pub(super) fn mnemonic(&self, mnemonic: &Mnemonic) -> Result<(), CreateBatchError> {
        let file = self.layout.mnemonic(self.protection.is_encrypted());
        match self.protection {
            Protection::Encrypted(Encryption { eth_password, .. }) => {
                let encrypted = EncryptedMnemonic::encrypt(mnemonic, eth_password, &mut SysRng)?;
                write_file(&file, Access::Secret, encrypted.to_json().as_bytes())
            }
            Protection::None => {
                let phrase = mnemonic.to_phrase();
                // The whole size from the start: growing would leave copies behind.
                let mut line = Zeroizing::new(String::with_capacity(phrase.len() + 1));
                line.push_str(&phrase);
                line.push('\n');
                write_file(&file, Access::Secret, line.as_bytes())
            }
        }
    }
}

fn create(path: &Path, access: Access) -> Result<(), CreateBatchError> {
    create_dir(path, access).map_err(|source| CreateBatchError::Write { file: path.to_owned(), source })
}
