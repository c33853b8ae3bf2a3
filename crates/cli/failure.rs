//! Why a command stops, and the exit status that says so.

use crate::{
    commands::{
        batch::BatchError, calldata::CalldataError, completions::ManError, exit::ExitError, import::ImportCommandError,
        key::KeyError, metadata::MetadataError, mnemonic::MnemonicError, node_keystore::NodeKeystoreCommandError,
        recover_check::RecoverCheckError, verify::VerifyError,
    },
    exit_status::SYSTEM_FAILED,
    output::ResultLost,
};

/// Why a command stops.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// `keygen batch`.
    #[error(transparent)]
    Batch(#[from] BatchError),
    /// `keygen import`.
    #[error(transparent)]
    Import(#[from] ImportCommandError),
    /// `keygen verify`.
    #[error(transparent)]
    Verify(#[from] VerifyError),
    /// `keygen recover-check`.
    #[error(transparent)]
    RecoverCheck(#[from] RecoverCheckError),
    /// `keygen calldata`.
    #[error(transparent)]
    Calldata(#[from] CalldataError),
    /// `keygen exit`.
    #[error(transparent)]
    Exit(#[from] ExitError),
    /// `keygen node-keystore`.
    #[error(transparent)]
    NodeKeystore(#[from] NodeKeystoreCommandError),
    /// `keygen metadata`.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// `keygen mnemonic`.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicError),
    /// `keygen key`.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// `keygen completions`.
    #[error(transparent)]
    Completions(#[from] ResultLost),
    /// `keygen man`.
    #[error(transparent)]
    Man(#[from] ManError),
}

impl Failure {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Batch(error) => error.status(),
            Self::Import(error) => error.status(),
            Self::Verify(error) => error.status(),
            Self::RecoverCheck(error) => error.status(),
            Self::Calldata(error) => error.status(),
            Self::Exit(error) => error.status(),
            Self::NodeKeystore(error) => error.status(),
            Self::Metadata(error) => error.status(),
            Self::Mnemonic(error) => error.status(),
            Self::Key(error) => error.status(),
            Self::Completions(_) => SYSTEM_FAILED,
            Self::Man(error) => error.status(),
        }
    }
}
