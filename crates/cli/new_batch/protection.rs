//! How the secrets of a batch are written.

use aztec_encrypted_keystore::{EthKdf, NewPassword, Password, ScryptCost};

use super::NewBatchError;
use crate::{
    cli::{self, EncryptionArgs, PasswordArgs},
    input::{Passwords, StdinOnce, passwords_for_writing},
};

/// How secrets are written.
pub(crate) enum Protection {
    Encrypted {
        passwords: Passwords<NewPassword>,
        eth_kdf: EthKdf,
    },
    /// In plain text, for test networks.
    None,
}

impl Protection {
    /// Reads the passwords, or asks for them.
    pub(crate) fn resolve(
        encryption: &EncryptionArgs,
        passwords: &PasswordArgs,
        stdin: &mut StdinOnce,
    ) -> Result<Self, NewBatchError> {
        if encryption.unencrypted {
            return Ok(Self::None);
        }
        let eth_kdf = match (encryption.eth_kdf, encryption.scrypt_log_n) {
            (cli::EthKdf::Scrypt, None) => EthKdf::Scrypt(ScryptCost::DEFAULT),
            (cli::EthKdf::Scrypt, Some(log_n)) => {
                EthKdf::Scrypt(ScryptCost::new(log_n).expect("clap has checked the range"))
            }
            (cli::EthKdf::Pbkdf2, None) => EthKdf::Pbkdf2,
            (cli::EthKdf::Pbkdf2, Some(_)) => return Err(NewBatchError::UnusedScryptCost),
        };
        Ok(Self::Encrypted { passwords: passwords_for_writing(passwords, stdin)?, eth_kdf })
    }

    pub(crate) fn is_encrypted(&self) -> bool {
        matches!(self, Self::Encrypted { .. })
    }

    /// The passwords for ETH and BLS files, where there are any.
    pub(crate) fn passwords(&self) -> (Option<&Password>, Option<&Password>) {
        match self {
            Self::Encrypted { passwords, .. } => (Some(&passwords.eth), Some(&passwords.bls)),
            Self::None => (None, None),
        }
    }

    /// The memory that encrypting one key takes while it runs.
    pub(super) fn bytes_per_thread(&self) -> u64 {
        const SMALL: u64 = 1024 * 1024;
        match self {
            // The mnemonic is always under scrypt, on one thread.
            Self::Encrypted { eth_kdf, .. } => eth_kdf.memory_bytes().max(SMALL),
            Self::None => SMALL,
        }
    }
}
