//! Why a command stops, and the exit status that says so.

use std::{error::Error, io, iter};

use crate::{
    commands::{
        batch::BatchError, calldata::CalldataError, completions::ManError, exit::ExitError, import::ImportCommandError,
        key::KeyError, metadata::MetadataError, mnemonic::MnemonicError, node_keystore::NodeKeystoreCommandError,
        recover_check::RecoverCheckError, verify::VerifyError,
    },
    exit_status::{BAD_INPUT, SYSTEM_FAILED},
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
    /// A file that cannot be read because the system refuses is no bad input, whichever verb asked for it.
    pub(crate) fn status(&self) -> u8 {
        match self.status_of_verb() {
            BAD_INPUT if is_refused_by_system(self) => SYSTEM_FAILED,
            status => status,
        }
    }

    fn status_of_verb(&self) -> u8 {
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

/// Whether a disk, a permission or a limit is behind the error, and not the name or the content of a file.
fn is_refused_by_system(error: &dyn Error) -> bool {
    use rustix::io::Errno;
    let refusals = [Errno::IO, Errno::ACCESS, Errno::PERM, Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::STALE];
    let refused = |error: &io::Error| refusals.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()));
    iter::successors(error.source(), |error| (*error).source())
        .any(|error| error.downcast_ref::<io::Error>().is_some_and(refused))
}
