use crate::{MAX_PHRASE_BYTES, scrypt_memory::OutOfMemory};

/// Why nothing was encrypted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptError {
    /// The random generator failed. Nothing is made up in its place.
    #[error("the random generator failed ({reason}); encrypt nothing on this machine until it works")]
    Randomness {
        /// What the generator reported.
        reason: String,
    },
    /// The ETH secret key is zero or not below the order of secp256k1.
    #[error("the ETH secret key is not within 1 and the order of secp256k1; derive it again")]
    EthSecretOutOfRange,
    /// The derivation path is not of the form `m/1/2/3`.
    #[error(
        "the derivation path is not of the form m/12381/3600/0/0/0; correct it, or leave it empty if there is none"
    )]
    DerivationPath,
    /// The mnemonic is empty, longer than [`MAX_PHRASE_BYTES`], or holds a control character.
    #[error("the mnemonic is empty, longer than {MAX_PHRASE_BYTES} bytes or not one line; give the words alone")]
    Mnemonic,
    /// The system does not give the memory that scrypt takes.
    #[error(
        "the system does not give the {bytes} bytes of memory that scrypt takes; close other programs, lift the limit, or use a machine with more memory"
    )]
    Memory {
        /// What was asked for, see [`Kdf::memory_bytes`](crate::Kdf::memory_bytes).
        bytes: u64,
    },
}

impl From<OutOfMemory> for EncryptError {
    fn from(OutOfMemory { bytes }: OutOfMemory) -> Self {
        Self::Memory { bytes }
    }
}

impl EncryptError {
    pub(crate) fn randomness(error: &impl std::error::Error) -> Self {
        Self::Randomness { reason: error.to_string() }
    }
}
