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

/// The cost that wallets choose for the files of this format: 128 MiB and under a second.
const SCRYPT_LOG_N: u8 = 17;

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
            (cli::EthKdf::Scrypt, log_n) => {
                EthKdf::Scrypt(ScryptCost::new(log_n.unwrap_or(SCRYPT_LOG_N)).expect("clap has checked the range"))
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
            // scrypt holds 128 * r * n bytes, with r = 8. The mnemonic is always under scrypt, on one thread.
            Self::Encrypted { eth_kdf: EthKdf::Scrypt(cost), .. } => 1024 << cost.log_n(),
            _ => SMALL,
        }
    }
}
