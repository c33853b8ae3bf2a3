//! Encrypting the keys of a batch, under one salt for all files of a kind or under one for each.

use std::sync::OnceLock;

use aztec_encrypted_keystore::{BlsSealingKey, EncryptError, EncryptedBlsKey, EncryptedEthKey, EthSealingKey};
use aztec_key_derivation::EthSecretKey;
use bn254_bls::SecretKey;
use rand::rngs::SysRng;

use crate::{Salts, protection::Encryption};

/// What encrypts the keys of one batch. Derived keys are wiped with it.
pub(super) struct Sealing<'a> {
    encryption: &'a Encryption,
    // Derived when the first file asks for it, while the threads of the others wait.
    eth: OnceLock<Result<EthSealingKey, EncryptError>>,
    bls: OnceLock<Result<BlsSealingKey, EncryptError>>,
}

impl<'a> Sealing<'a> {
    pub(super) fn new(encryption: &'a Encryption) -> Self {
        Self { encryption, eth: OnceLock::new(), bls: OnceLock::new() }
    }

    pub(super) fn eth(&self, secret: &EthSecretKey) -> Result<EncryptedEthKey, EncryptError> {
        let Encryption { eth_password, eth_kdf, salts, .. } = self.encryption;
        let derive = || EthSealingKey::derive(eth_password, *eth_kdf, &mut SysRng);
        match salts {
            Salts::PerBatch => {
                let key = self.eth.get_or_init(derive).as_ref().map_err(Clone::clone)?;
                EncryptedEthKey::seal(secret, key, &mut SysRng)
            }
            Salts::PerFile => EncryptedEthKey::seal(secret, &derive()?, &mut SysRng),
        }
    }

    pub(super) fn bls(&self, secret: &SecretKey, path: &str) -> Result<EncryptedBlsKey, EncryptError> {
        let Encryption { bls_password, salts, .. } = self.encryption;
        let derive = || BlsSealingKey::derive(bls_password, &mut SysRng);
        match salts {
            Salts::PerBatch => {
                let key = self.bls.get_or_init(derive).as_ref().map_err(Clone::clone)?;
                EncryptedBlsKey::seal(secret, path, key, &mut SysRng)
            }
            Salts::PerFile => EncryptedBlsKey::seal(secret, path, &derive()?, &mut SysRng),
        }
    }
}
