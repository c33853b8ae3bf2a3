//! Why a mnemonic does not restore a batch, or why that cannot be said.

use std::path::{Path, PathBuf};

use aztec_keystore_batch::{BatchFault, OpenBatchError, RecoverError, RecoverySecretsError};

use aztec_operator::{
    arguments::UnusedGasOption,
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    output::{Shown, one_line},
};

/// Why a mnemonic does not restore a batch, or why that cannot be said.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecoverCheckError {
    /// The directory cannot be opened as a batch.
    #[error("{}", one_line(&.0.to_string()))]
    Open(#[source] OpenBatchError),
    /// The public files do not agree with each other.
    #[error("{}: the public files are damaged, so nothing was compared ({}); run keygen verify on it", Shown(directory), one_line(&fault.to_string()))]
    Damaged { directory: PathBuf, fault: BatchFault },
    /// The system does not let us read the public files.
    #[error("{}; nothing was compared", one_line(&.0.to_string()))]
    Unread(BatchFault),
    /// An option for files that do not say how their keys were made.
    #[error("{option}: the manifest of {} says how its keys were made; leave the option out", Shown(path))]
    InManifest { option: &'static str, path: PathBuf },
    /// An option that would do nothing.
    #[error(transparent)]
    UnusedGasOption(UnusedGasOption),
    /// A file whose tuples cannot all be read.
    #[error("{}: {}", Shown(path), one_line(reason))]
    Tuples { path: PathBuf, reason: String },
    /// A file without any.
    #[error("{}: there are no tuples in it, so there is nothing to compare; name a staker output", Shown(path))]
    NoTuples { path: PathBuf },
    /// Nothing to derive from.
    #[error(
        "{}: nothing says what its keys come from; give the mnemonic with --mnemonic-file, or the key material with --ikm-file",
        Shown(path)
    )]
    NoSecret { path: PathBuf },
    /// What was given is not what the batch comes from.
    #[error("{}", secrets_text(source, directory))]
    Secrets { directory: PathBuf, source: RecoverySecretsError },
    /// Keys that do not come back.
    #[error("{keys} of the keys of {} {} not restored; keep the secret files of this batch, and look for the right mnemonic", Shown(directory), if *keys == 1 { "is" } else { "are" })]
    Differences { keys: usize, directory: PathBuf },
    /// The keys cannot be derived.
    #[error(transparent)]
    Recover(RecoverError),
}

/// What is wrong with what was given, with the option that mends it.
fn secrets_text(error: &RecoverySecretsError, directory: &Path) -> String {
    use RecoverySecretsError as Error;
    let directory = Shown(directory);
    match error {
        Error::MissingMnemonic => format!("{error} with --mnemonic-file"),
        Error::UnusedMnemonic => format!("--mnemonic-file: {error}"),
        Error::MissingKeyMaterial => format!("{error} with --ikm-file"),
        Error::UnusedKeyMaterial => format!("--ikm-file: {error}"),
        Error::OtherMnemonic => format!(
            "--mnemonic-file: this is not the mnemonic of {directory}, or it has a passphrase; give --passphrase-file, or \
             the other mnemonic"
        ),
        Error::OtherKeyMaterial => {
            format!("--ikm-file: this is not the key material of {directory}; give the other one")
        }
        other => other.to_string(),
    }
}

impl ExitStatus for RecoverCheckError {
    fn status(&self) -> u8 {
        use RecoverySecretsError::{OtherKeyMaterial, OtherMnemonic};
        match self {
            Self::Open(OpenBatchError::Nothing { .. } | OpenBatchError::NotABatch { .. }) => BAD_INPUT,
            Self::Open(OpenBatchError::Unreadable { .. }) | Self::Unread(_) => SYSTEM_FAILED,
            Self::Secrets { source: OtherMnemonic | OtherKeyMaterial, .. } => CHECK_FAILED,
            Self::Open(_) | Self::Damaged { .. } | Self::Differences { .. } => CHECK_FAILED,
            Self::Secrets { .. }
            | Self::Recover(_)
            | Self::InManifest { .. }
            | Self::UnusedGasOption(_)
            | Self::Tuples { .. }
            | Self::NoTuples { .. }
            | Self::NoSecret { .. } => BAD_INPUT,
        }
    }
}
