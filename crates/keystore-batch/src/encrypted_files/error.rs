//! Why the encrypted files of a batch cannot be read, or encrypted anew.

use std::{
    io,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{DecryptError, EncryptError, ParseError};
use durable_files::ReadError;

/// Why the encrypted files of a batch cannot be read, or encrypted anew. No message quotes a file or a password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptedFilesError {
    /// A directory without any.
    #[error("{}: has no encrypted files in secret/; name a file, or the directory of an encrypted batch", directory.display())]
    None {
        /// The directory.
        directory: PathBuf,
    },
    /// A directory or a file of the batch cannot be read.
    #[error("{}: cannot be read ({source}); check the path and its permissions", path.display())]
    Unreadable {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// Not an encrypted key file.
    #[error("{}: {source}", path.display())]
    Parse {
        /// Its path.
        path: PathBuf,
        /// What is wrong with it.
        source: ParseError,
    },
    /// Nothing that would open it was given.
    #[error("{}: is encrypted, and there is no password for it; give one", path.display())]
    NoPassword {
        /// Its path.
        path: PathBuf,
    },
    /// It does not open.
    #[error("{}: {source}", path.display())]
    Decrypt {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: DecryptError,
    },
    /// A file that would be lost.
    #[error("{}: does not belong to this batch; move it elsewhere, nothing was changed", path.display())]
    Foreign {
        /// Its path.
        path: PathBuf,
    },
    /// A file that somebody changed meanwhile.
    #[error("{}: was changed by another program meanwhile", path.display())]
    Changed {
        /// Its path.
        path: PathBuf,
    },
    /// A new file cannot be written.
    #[error("{}: cannot be written anew ({source})", path.display())]
    Write {
        /// The path that it was to have.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// What was encrypted opens to something else.
    #[error("{}: what was written anew does not hold the same secret", path.display())]
    Differs {
        /// Its path.
        path: PathBuf,
    },
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(EncryptError),
}

impl EncryptedFilesError {
    pub(super) fn unreadable(path: &Path, source: impl Into<ReadError>) -> Self {
        Self::Unreadable { path: path.to_owned(), source: source.into() }
    }

    /// Whether the system refuses, so that nothing is known of the file.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, Self::Unreadable { source, .. } if source.is_refusal())
    }
}
