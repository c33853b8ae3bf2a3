use crate::MAX_PHRASE_BYTES;

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
}

impl EncryptError {
    pub(crate) fn randomness(error: &impl std::error::Error) -> Self {
        Self::Randomness { reason: error.to_string() }
    }
}
