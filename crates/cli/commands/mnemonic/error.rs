//! Why there is no mnemonic.

use std::path::PathBuf;

use aztec_encrypted_keystore::EncryptError;
use aztec_key_derivation::{EthKeyError, GenerateError};
use aztec_keystore_batch::{ManifestError, SelfTestError};
use rand::rngs::SysError;

use aztec_operator::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    input::RefusedInput,
    output::Shown,
};

/// Why there is no mnemonic. No error holds a word.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MnemonicError {
    /// The file holds none, or does not open.
    #[error("{}: {source}", Shown(path))]
    Refused { path: PathBuf, source: RefusedInput },
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(EncryptError),
    /// What was encrypted opens to something else.
    #[error("{}: what was encrypted does not hold the mnemonic; nothing was written, check the machine", Shown(path))]
    Differs { path: PathBuf },
    /// The batch has another mnemonic.
    #[error(
        "{} is not the mnemonic of {}, or has a passphrase; give --passphrase-file, or the other mnemonic",
        Shown(path),
        Shown(manifest)
    )]
    OtherMnemonic { path: PathBuf, manifest: PathBuf },
    /// Not a manifest.
    #[error("--manifest {}: {source}", Shown(path))]
    Manifest { path: PathBuf, source: ManifestError },
    /// The machine fails its self-test.
    #[error(transparent)]
    SelfTest(#[from] SelfTestError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// The generator of the operating system failed.
    #[error(transparent)]
    Randomness(GenerateError<SysError>),
}

impl ExitStatus for MnemonicError {
    fn status(&self) -> u8 {
        match self {
            Self::Refused { source, .. } if source.lacks_memory() => SYSTEM_FAILED,
            Self::Refused { .. } | Self::OtherMnemonic { .. } => CHECK_FAILED,
            Self::Encrypt(_) | Self::Differs { .. } | Self::Randomness(_) | Self::SelfTest(_) => SYSTEM_FAILED,
            Self::Manifest { .. } | Self::EthKey(_) => BAD_INPUT,
        }
    }
}
