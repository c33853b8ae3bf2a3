//! Why keys were not imported.

use std::path::PathBuf;

use aztec_keystore_batch::{BatchPlanError, EarlierBatchError, ImportError, KeyFileError};
use aztec_node_keystore::NodeKeystoreError;

use crate::{earlier::earlier_text, new_batch::NewBatchError};
use aztec_operator::{
    destination::OtherNetwork,
    exit_status::{BAD_INPUT, ExitStatus, INTERRUPTED, SYSTEM_FAILED},
    files::key_file_status,
    input::{InputError, OldPasswordsError, PasswordError, ProtectionError},
    output::{ResultLost, Shown},
};

/// Why keys were not imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportCommandError {
    /// The file is no node keystore.
    #[error("{}: {source}", Shown(path))]
    NodeKeystore { path: PathBuf, source: NodeKeystoreError },
    /// The old files cannot be opened.
    #[error(transparent)]
    OldPasswords(#[from] OldPasswordsError),
    /// The file is not one that can be imported.
    #[error("{}: {}", Shown(path), source_text(source))]
    Source { path: PathBuf, source: ImportError },
    /// Calls that would add keys which cannot register.
    #[error("--provider-id: the contract refuses feedback proofs, so there is nothing to add; leave --proof out")]
    FeedbackCalls,
    /// An option that contradicts the name of the network.
    #[error(transparent)]
    Destination(#[from] OtherNetwork),
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// It is not known how the secrets are written.
    #[error(transparent)]
    Protection(#[from] ProtectionError),
    /// The batch shares a key with one before it, or those cannot be read.
    #[error("{}", earlier_text(.0))]
    Earlier(#[from] EarlierBatchError),
    /// The directory is not written.
    #[error(transparent)]
    NewBatch(#[from] NewBatchError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

/// What is wrong, with what this program does about it.
fn source_text(error: &ImportError) -> String {
    match error {
        ImportError::Size(error) => format!("{error}, from a part of the file each"),
        ImportError::NoBlsKey { entry } => format!(
            "entry {entry}, attester: has no BLS key, and every key of a batch is one; make one with keygen batch \
             --attesters"
        ),
        ImportError::Key { path, source: KeyFileError::NoPassword } => {
            format!("{path}: has no password beside the path; give --old-password-file")
        }
        other => other.to_string(),
    }
}

impl From<BatchPlanError> for ImportCommandError {
    fn from(error: BatchPlanError) -> Self {
        match error {
            BatchPlanError::Earlier(error) => Self::Earlier(error),
            _ => Self::FeedbackCalls,
        }
    }
}

impl ExitStatus for ImportCommandError {
    fn status(&self) -> u8 {
        match self {
            Self::NewBatch(error) => error.status(),
            Self::Lost(_) => SYSTEM_FAILED,
            Self::Source { source: ImportError::Key { source, .. }, .. } => key_file_status(source),
            Self::Source { source: ImportError::Cancelled(_), .. }
            | Self::OldPasswords(OldPasswordsError::Password(PasswordError::Interrupted(_))) => INTERRUPTED,
            Self::Protection(ProtectionError::Password(PasswordError::Interrupted(_))) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
