//! How the secrets of a new batch are written, from what the operator says.

use aztec_encrypted_keystore::{EthKdf, ScryptCost};
use aztec_keystore_batch::{Encryption, Protection, Salts};

use super::{
    password::{Passwords, passwords_for_writing},
    password_error::PasswordError,
    stdin_once::StdinOnce,
};
use crate::arguments::{self, EncryptionArgs, PasswordArgs};

/// How the secrets of a new batch are written; reads the passwords, or asks for them.
///
/// # Errors
///
/// Fails where there is no usable password, or a cost is given that has no effect.
///
/// # Panics
///
/// Never: the costs that the command line takes are those that there are.
pub fn protection(
    encryption: &EncryptionArgs,
    passwords: &PasswordArgs,
    stdin: &mut StdinOnce,
) -> Result<Protection, ProtectionError> {
    if encryption.unencrypted {
        return Ok(Protection::None);
    }
    let eth_kdf = match (encryption.eth_kdf, encryption.scrypt_log_n) {
        (arguments::EthKdf::Scrypt, None) => EthKdf::Scrypt(ScryptCost::DEFAULT),
        (arguments::EthKdf::Scrypt, Some(log_n)) => {
            EthKdf::Scrypt(ScryptCost::new(log_n).expect("clap has checked the range"))
        }
        (arguments::EthKdf::Pbkdf2, None) => EthKdf::Pbkdf2,
        (arguments::EthKdf::Pbkdf2, Some(_)) => return Err(ProtectionError::UnusedScryptCost),
    };
    let Passwords { eth, bls } = passwords_for_writing(passwords, stdin)?;
    let salts = if encryption.salt_per_file { Salts::PerFile } else { Salts::PerBatch };
    Ok(Protection::Encrypted(Encryption { eth_password: eth, bls_password: bls, eth_kdf, salts }))
}

/// Why it is not known how the secrets are written.
#[derive(Debug, thiserror::Error)]
pub enum ProtectionError {
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A cost of scrypt where scrypt is not used.
    #[error("--scrypt-log-n: with --eth-kdf pbkdf2 no ETH file is under scrypt; leave one of the two out")]
    UnusedScryptCost,
}
