//! How the secrets of a batch are written.

use aztec_encrypted_keystore::{EthKdf, NewPassword, Password};

/// How the secrets of a batch are written.
///
/// The [crate](crate)'s page has an example with passwords, [`BatchPlan`](crate::BatchPlan) one without.
#[derive(Debug)]
pub enum Protection {
    /// In encrypted files.
    Encrypted(Encryption),
    /// In plain text, for test networks.
    None,
}

/// What the files are encrypted with. The [crate](crate)'s page has an example.
#[derive(Debug)]
pub struct Encryption {
    /// The password of ETH keys, publishers and the mnemonic.
    pub eth_password: NewPassword,
    /// The password of BLS keys.
    pub bls_password: NewPassword,
    /// The key derivation of the ETH files. That of the BLS files is fixed by their format.
    pub eth_kdf: EthKdf,
    /// Which files share a salt.
    pub salts: Salts,
}

/// Which files of a batch share a salt, and with it the key that their password gives. Every file has an initialisation
/// vector of its own, and the mnemonic always a salt of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Salts {
    /// All ETH files, publishers' too, have one, and all BLS files another: two derivations, whatever the size of the batch.
    #[default]
    PerBatch,
    /// Each file has its own: one derivation a file, and a derived key that leaks opens one file.
    PerFile,
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
    ///
    /// What is derived once for the whole batch does not count: derivations wait for each other where memory is short.
    #[must_use]
    pub fn bytes_per_thread(&self) -> u64 {
        const SMALL: u64 = 1024 * 1024;
        match self {
            Self::Encrypted(Encryption { salts: Salts::PerFile, eth_kdf, .. }) => eth_kdf.memory_bytes().max(SMALL),
            Self::Encrypted(_) | Self::None => SMALL,
        }
    }
}
