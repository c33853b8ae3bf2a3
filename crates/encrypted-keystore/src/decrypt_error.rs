use alloy_primitives::Address;

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
    #[error("the file holds the key of {found}, not of {expected}; restore the file from a backup")]
    AddressMismatch {
        /// The address that the file or the caller names.
        expected: Address,
        /// The address of the key.
        found: Address,
    },
    /// The decrypted ETH key is zero or not below the order of secp256k1.
    #[error("the decrypted ETH key is not a secp256k1 secret key; restore the file from a backup")]
    EthSecretOutOfRange,
    /// The decrypted BLS key is zero or not below the group order.
    #[error("the decrypted BLS key is not a BN254 secret key; restore the file from a backup")]
    BlsSecretOutOfRange,
    /// The decrypted BLS key does not have the public key that the file names.
    #[error("the decrypted BLS key does not belong to the file's public key; restore the file from a backup")]
    PublicKeyMismatch,
    /// What was decrypted is not text.
    #[error("the decrypted mnemonic is not text; restore the file from a backup")]
    NotText,
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
