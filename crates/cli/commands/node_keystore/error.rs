//! Why a node keystore was not written.

use std::{io, path::PathBuf};

use encrypted_keystore::{DecryptError, ParseError, PasswordError as Refused};
use staking_registry::node_keystore::{HostError, NodeKeystoreError, RemoteSignerError, SetCoinbaseError};

use super::changes::ChangesError;
use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    input::{InputError, PasswordError},
    output_dir::StagingError,
    output_file::OutputFileError,
};

/// Why a node keystore was not written. No message quotes a value of the file: it may be a secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NodeKeystoreFailure {
    /// The file cannot be read.
    #[error("{}: cannot be read as text ({source}); check the path and its permissions", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// The file is not one that a node would read.
    #[error("{}: {source}", path.display())]
    NodeKeystore { path: PathBuf, source: NodeKeystoreError },
    /// The coinbase cannot be set.
    #[error("{}: {source}; nothing was changed", path.display())]
    SetCoinbase { path: PathBuf, source: SetCoinbaseError },
    /// The list of coinbases is refused.
    #[error("--from {}: {source}", path.display())]
    Changes { path: PathBuf, source: ChangesError },
    /// The directory on the host.
    #[error("--prefix: {0}")]
    Prefix(HostError),
    /// Addresses whose keys nobody has.
    #[error(
        "--publisher and --funding-account name accounts at a remote signer, and there is none; give --remote-signer"
    )]
    NoSigner,
    /// A key whose address is not known.
    #[error(transparent)]
    RemoteSigner(#[from] RemoteSignerError),
    /// A password cannot be had.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A password that cannot open any file.
    #[error(transparent)]
    PasswordRefused(Refused),
    /// A key file that is none.
    #[error("{}: {source}", path.display())]
    KeyFile { path: PathBuf, source: ParseError },
    /// The password is not that of the key files.
    #[error("{}: {source}", path.display())]
    Decrypt { path: PathBuf, source: DecryptError },
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The directory for the signer cannot be had.
    // The message speaks of the option by which `keygen batch` knows its directory.
    #[error("{}", .0.to_string().replacen("--out", "--web3signer-out", 1))]
    Staging(#[from] StagingError),
    /// A file for the signer cannot be written.
    #[error("{}: cannot be written ({source}); nothing was kept", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// The file cannot be written.
    #[error(transparent)]
    Output(#[from] OutputFileError),
}

impl NodeKeystoreFailure {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Decrypt { .. } | Self::KeyFile { .. } => CHECK_FAILED,
            Self::Write { .. } | Self::Staging(StagingError::Create { .. } | StagingError::Commit { .. }) => {
                SYSTEM_FAILED
            }
            Self::Output(error) => error.status(),
            Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
