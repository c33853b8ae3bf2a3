//! How the secrets of a batch are written.

use aztec_encrypted_keystore::{EthKdf, NewPassword, Password};

/// How the secrets of a batch are written.
pub enum Protection {
    /// In encrypted files.
    Encrypted(Encryption),
    /// In plain text, for test networks.
    None,
}

/// What the files are encrypted with.
pub struct Encryption {
    /// The password of ETH keys, publishers and the mnemonic.
    pub eth_password: NewPassword,
    /// The password of BLS keys.
    pub bls_password: NewPassword,
    /// The key derivation of the ETH files. That of the BLS files is fixed by their format.
    pub eth_kdf: EthKdf,
}

impl Protection {
    /// Whether the secrets are encrypted.
    #[must_use]
    pub fn is_encrypted(&self) -> bool {
        matches!(self, Self::Encrypted(_))
    }

    /// The password of ETH keys, publishers and the mnemonic, where there is one.
    #[must_use]
    pub fn eth_password(&self) -> Option<&Password> {
        if let Self::Encrypted(encryption) = self { Some(&encryption.eth_password) } else { None }
    }

    /// The password of BLS keys, where there is one.
    #[must_use]
    pub fn bls_password(&self) -> Option<&Password> {
        if let Self::Encrypted(encryption) = self { Some(&encryption.bls_password) } else { None }
    }

    /// The memory in bytes that a thread holds while it encrypts or opens one key. It bounds how many threads are of use.
    #[must_use]
    pub fn bytes_per_thread(&self) -> u64 {
        const SMALL: u64 = 1024 * 1024;
        match self {
            // The mnemonic is always under scrypt, on one thread.
            Self::Encrypted(encryption) => encryption.eth_kdf.memory_bytes().max(SMALL),
            Self::None => SMALL,
        }
    }
}
