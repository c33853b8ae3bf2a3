//! Why a command stops, and the exit status that says so.

use crate::{
    commands::{
        batch::BatchError, calldata::CalldataError, completions::ManFailure, import::ImportFailure, key::KeyFailure,
        metadata::MetadataFailure, mnemonic::MnemonicFailure, node_keystore::NodeKeystoreFailure,
        recover_check::RecoverCheckFailure, verify::VerifyFailure,
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
    Import(#[from] ImportFailure),
    /// `keygen verify`.
    #[error(transparent)]
    Verify(#[from] VerifyFailure),
    /// `keygen recover-check`.
    #[error(transparent)]
    RecoverCheck(#[from] RecoverCheckFailure),
    /// `keygen calldata`.
    #[error(transparent)]
    Calldata(#[from] CalldataError),
    /// `keygen node-keystore`.
    #[error(transparent)]
    NodeKeystore(#[from] NodeKeystoreFailure),
    /// `keygen metadata`.
    #[error(transparent)]
    Metadata(#[from] MetadataFailure),
    /// `keygen mnemonic`.
    #[error(transparent)]
    Mnemonic(#[from] MnemonicFailure),
    /// `keygen key`.
    #[error(transparent)]
    Key(#[from] KeyFailure),
    /// `keygen completions`.
    #[error(transparent)]
    Completions(#[from] ResultLost),
    /// `keygen man`.
    #[error(transparent)]
    Man(#[from] ManFailure),
}

impl Failure {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Batch(error) => error.status(),
            Self::Import(error) => error.status(),
            Self::Verify(error) => error.status(),
            Self::RecoverCheck(error) => error.status(),
            Self::Calldata(error) => error.status(),
            Self::NodeKeystore(error) => error.status(),
            Self::Metadata(error) => error.status(),
            Self::Mnemonic(error) => error.status(),
            Self::Key(error) => error.status(),
            Self::Completions(_) => SYSTEM_FAILED,
            Self::Man(error) => error.status(),
        }
    }
}
