use crate::scrypt_memory::OutOfMemory;

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
    /// The derivation path is not of the form `m/1/2/3`.
    #[error(
        "the derivation path is not of the form m/12381/3600/0/0/0; correct it, or leave it empty if there is none"
    )]
    DerivationPath,
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
