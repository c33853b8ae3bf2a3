//! Why a mnemonic does not restore a batch, or why that cannot be said.

use std::path::{Path, PathBuf};

use aztec_key_derivation::IkmError;
use aztec_keystore_batch::{BatchFault, OpenBatchError, RecoverError, RecoverySecretsError};

use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    input::{InputError, PasswordError, SeedError},
    interrupt::Interrupted,
    output::{ResultLost, Shown, one_line},
};

/// Why a mnemonic does not restore a batch, or why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoverCheckError {
    /// The directory cannot be opened as a batch.
    #[error("{}", one_line(&.0.to_string()))]
    Open(OpenBatchError),
    /// The public files do not agree with each other.
    #[error("{}: the public files are damaged, so nothing was compared ({}); run keygen verify on it", Shown(directory), one_line(&fault.to_string()))]
    Damaged { directory: PathBuf, fault: BatchFault },
    /// What was given is not what the batch comes from.
    #[error("{}", secrets_text(source, directory))]
    Secrets { directory: PathBuf, source: RecoverySecretsError },
    /// Keys that do not come back.
    #[error("{keys} of the keys of {} {} not restored; keep the secret files of this batch, and look for the right mnemonic", Shown(directory), if *keys == 1 { "is" } else { "are" })]
    Differences { keys: usize, directory: PathBuf },
    /// The mnemonic gives no seed.
    #[error(transparent)]
    Seed(#[from] SeedError),
    /// The key material is refused.
    #[error("--ikm-file: {0}")]
    Ikm(IkmError),
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The keys cannot be derived.
    #[error(transparent)]
    Recover(RecoverError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

/// What is wrong with what was given, with the option that mends it.
fn secrets_text(error: &RecoverySecretsError, directory: &Path) -> String {
    use RecoverySecretsError as Error;
    let directory = Shown(directory);
    match error {
        Error::MissingMnemonic => {
            "the keys of this batch come from a mnemonic; give it with --mnemonic-file".to_owned()
        }
        Error::UnusedMnemonic => {
            "--mnemonic-file: no key of this batch comes from a mnemonic; leave the option out".to_owned()
        }
        Error::MissingKeyMaterial => {
            "the BLS keys of this batch come from raw key material; give it with --ikm-file".to_owned()
        }
        Error::UnusedKeyMaterial => {
            "--ikm-file: the BLS keys of this batch come from its mnemonic; leave the option out".to_owned()
        }
        Error::OtherMnemonic => format!(
            "--mnemonic-file: this is not the mnemonic of {directory}, or a passphrase belongs to it; give \
             --passphrase-file, or the other mnemonic"
        ),
        Error::OtherKeyMaterial => {
            format!("--ikm-file: this is not the key material of {directory}; give the other one")
        }
        other => other.to_string(),
    }
}

impl From<OpenBatchError> for RecoverCheckError {
    fn from(error: OpenBatchError) -> Self {
        Self::Open(error)
    }
}

impl From<RecoverError> for RecoverCheckError {
    fn from(error: RecoverError) -> Self {
        match error {
            RecoverError::Cancelled(_) => Self::Interrupted(Interrupted::now()),
            other => Self::Recover(other),
        }
    }
}

impl RecoverCheckError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Open(OpenBatchError::NotABatch { .. }) => BAD_INPUT,
            Self::Open(OpenBatchError::Unreadable { .. }) | Self::Lost(_) => SYSTEM_FAILED,
            Self::Open(_)
            | Self::Damaged { .. }
            | Self::Secrets {
                source: RecoverySecretsError::OtherMnemonic | RecoverySecretsError::OtherKeyMaterial,
                ..
            }
            | Self::Differences { .. } => CHECK_FAILED,
            Self::Seed(error) => error.status(),
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
