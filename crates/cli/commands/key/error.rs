//! Why a key file was not opened or written.

use std::{io, path::PathBuf};

use aztec_encrypted_keystore::{DecryptError, EncryptError, ParseError};
use aztec_keystore_batch::EncryptedFilesError;

use aztec_operator::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    files::encrypted_files,
    jobs::NoThreads,
    output::Shown,
};

/// Why a key file was not opened or written. No message quotes the file or the password.
#[derive(Debug, thiserror::Error)]
pub(crate) enum KeyError {
    /// Not an encrypted key file.
    #[error("{}: {source}", Shown(path))]
    Parse { path: PathBuf, source: ParseError },
    /// It does not open.
    #[error("{}: {}", Shown(path), decrypt_text(source))]
    Decrypt { path: PathBuf, source: DecryptError },
    /// Some of the files cannot be read, or do not open.
    #[error("not every file can be read and opened\n{}", .0.join("\n"))]
    Closed(Vec<String>),
    /// The encrypted files of a batch cannot be read, or not be encrypted anew.
    #[error("{}", encrypted_files::explain(.0))]
    Files(#[source] EncryptedFilesError),
    /// An address for a key that has none.
    #[error("{}: this holds no ETH key, and --address is for those; leave it out", Shown(path))]
    NoAddress { path: PathBuf },
    /// An address for many keys.
    #[error("{}: --address is for the key of one file, and this is a directory; leave it out", Shown(path))]
    AddressOfBatch { path: PathBuf },
    /// A directory or a file of the batch cannot be read.
    #[error("{}: cannot be read ({source}); check the path and its permissions", Shown(path))]
    Directory { path: PathBuf, source: io::Error },
    /// The threads cannot be started.
    #[error("the threads cannot be started ({}); nothing was changed, try again", .0.0)]
    Threads(NoThreads),
    /// A mnemonic is not a key.
    #[error("{}: this is a mnemonic; use keygen mnemonic show", Shown(path))]
    Mnemonic { path: PathBuf },
    /// Standard input cannot be replaced.
    #[error("there is no file to replace; name one instead of -")]
    NoFile,
    /// What was encrypted opens to something else.
    #[error(
        "{}: what was written anew does not hold the same secret; nothing was changed, check the machine",
        Shown(path)
    )]
    Differs { path: PathBuf },
    /// There is nobody to ask for the new password.
    #[error("there is no terminal to ask for the new password; give --new-password-file")]
    NoNewPassword,
    /// It cannot be encrypted.
    #[error(transparent)]
    Encrypt(EncryptError),
}

/// What is wrong, with the option that mends it.
fn decrypt_text(error: &DecryptError) -> String {
    match error {
        DecryptError::AddressMissing => "the file names no address; give the one of its key with --address".to_owned(),
        other => other.to_string(),
    }
}

impl ExitStatus for KeyError {
    fn status(&self) -> u8 {
        match self {
            Self::Decrypt { source: DecryptError::Memory { .. }, .. }
            | Self::Encrypt(_)
            | Self::Differs { .. }
            | Self::Threads(_) => SYSTEM_FAILED,
            Self::Files(error) => encrypted_files::status(error),
            Self::Parse { .. } | Self::Decrypt { .. } | Self::Closed(_) => CHECK_FAILED,
            Self::NoAddress { .. }
            | Self::AddressOfBatch { .. }
            | Self::Directory { .. }
            | Self::Mnemonic { .. }
            | Self::NoFile
            | Self::NoNewPassword => BAD_INPUT,
        }
    }
}
