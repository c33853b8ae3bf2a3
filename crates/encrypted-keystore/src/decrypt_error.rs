use alloy_primitives::Address;
use aztec_key_derivation::MnemonicError;

use crate::scrypt_memory::OutOfMemory;

/// Why an encrypted file did not give its secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecryptError {
    /// The checksum does not fit. A wrong password and a damaged file look the same.
    #[error("the password does not open this file; check the password, then compare the file with a backup")]
    WrongPassword,
    /// The file does not say which address it belongs to, so nothing shows that its key is right.
    #[error("the file names no address; state the address that its key must have")]
    AddressMissing,
    /// The key in the file is the key of another address.
    #[error(
        "the file holds the key of {actual}, not of {expected}; check that it is the right file, and compare it with a backup"
    )]
    AddressMismatch {
        /// The address that the file or the caller names.
        expected: Address,
        /// The address of the key, or the one that the file names where the caller names another.
        actual: Address,
    },
    /// The decrypted number is zero or not below the order of secp256k1.
    #[error(
        "the password opens this file, but what it holds is not an ETH key; check which program wrote it, and compare it \
         with a backup"
    )]
    EthSecretOutOfRange,
    /// The decrypted number is zero or not below the order of the BN254 groups.
    #[error(
        "the password opens this file, but what it holds is not a BLS key on BN254; check which program wrote it, and \
         compare it with a backup"
    )]
    BlsSecretOutOfRange,
    /// The decrypted BLS key does not have the public key that the file names.
    #[error(
        "the password opens this file, but its BLS key does not belong to its public key; compare the file with a backup"
    )]
    PublicKeyMismatch,
    /// What was decrypted is not text, so it is no mnemonic.
    #[error("the password opens this file, but what it holds is not text; compare the file with a backup")]
    NotText,
    /// What was decrypted is text, but no mnemonic.
    #[error("the password opens this file, but it holds no mnemonic: {0}")]
    NotMnemonic(#[source] MnemonicError),
    /// The system does not give the memory that the file's scrypt takes.
    #[error(
        "the system does not give the {bytes} bytes of memory that this file takes; close other programs, lift the limit, or use a machine with more memory"
    )]
    Memory {
        /// What was asked for, see [`Kdf::memory_bytes`](crate::Kdf::memory_bytes).
        bytes: u64,
    },
}

impl From<OutOfMemory> for DecryptError {
    fn from(OutOfMemory { bytes }: OutOfMemory) -> Self {
        Self::Memory { bytes }
    }
}
