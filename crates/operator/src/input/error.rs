//! Why something that the operator named cannot be used.

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{DecryptError, MnemonicFileError};
use aztec_key_derivation::{IkmError, OperatorEntropyError, PassphraseError};
use aztec_keystore_batch::PublisherListError;
use aztec_staking_registry::AddressListError;
use durable_files::{ReadError, is_refusal};

use crate::{
    counted::Counted,
    exit_status::{BAD_INPUT, ExitStatus, SYSTEM_FAILED},
    output::Shown,
};

/// Why what an option names cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// What stands at the path cannot be used, whatever its content.
    #[error("{}: {fault}", Named(option, path))]
    Path {
        /// The option that named it.
        option: &'static str,
        /// The path, as it was given.
        path: PathBuf,
        /// What was wrong.
        #[source]
        fault: PathFault,
    },
    /// Nothing has the name that should be of a file with a secret. The name is not shown.
    #[error("{}there is no such file; give the name of a file here, never the secret itself", prefix(option))]
    NoSecretFile {
        /// The option that named it.
        option: &'static str,
    },
    /// Standard input is asked for, and the program was started without one.
    #[error("{}: standard input is closed; pipe the text in, or name a file", Named(option, path))]
    StdinClosed {
        /// The option that asked for it.
        option: &'static str,
        /// By which name.
        path: PathBuf,
    },
    /// Two options ask for standard input.
    #[error("{} and {} both read standard input; give one of them a file", argument(first), argument(second))]
    StdinTwice {
        /// The option that came first.
        first: &'static str,
        /// The other one.
        second: &'static str,
    },
    /// It was read, and is not what it should be.
    #[error("{option}: {source}")]
    Refused {
        /// The option that named it.
        option: &'static str,
        /// What was wrong.
        source: RefusedInput,
    },
}

/// An option as it is typed, and its path; of an argument without one, such as FILE, the path alone.
pub(super) struct Named<'a>(pub(super) &'a str, pub(super) &'a Path);

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let option = if is_option(self.0) { format!("{} ", self.0) } else { String::new() };
        write!(f, "{option}{}", Shown(self.1))
    }
}

fn is_option(name: &str) -> bool {
    name.starts_with("--")
}

fn prefix(option: &str) -> String {
    if is_option(option) { format!("{option}: ") } else { String::new() }
}

fn argument(option: &'static str) -> &'static str {
    if is_option(option) { option } else { "the file" }
}

/// Why what stands at a path cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PathFault {
    /// The system refused.
    #[error("cannot be read ({0}); check the path and its permissions")]
    Read(#[source] io::Error),
    /// Nothing has that name.
    #[error("there is no such file; check the path")]
    Missing,
    /// A directory stands where a file should.
    #[error("this is a directory; name a file in it")]
    Directory,
    /// The file is too large to be what it should be.
    #[error("the file is too large to be the right one; check the path")]
    TooLarge,
    /// The file is not UTF-8.
    #[error("the file is not plain text (UTF-8); check the path")]
    NotText,
}

impl PathFault {
    /// Whether a disk, a permission or a limit is behind it, so that nothing is known of the file.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Read(error) if is_refusal(error))
    }
}

/// What is wrong with an input that was read. No error quotes a secret.
#[derive(Debug, thiserror::Error)]
pub enum RefusedInput {
    /// The mnemonic's passphrase.
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    /// Raw key material.
    #[error(transparent)]
    KeyMaterial(#[from] IkmError),
    /// The operator's own entropy.
    #[error(transparent)]
    Entropy(#[from] OperatorEntropyError),
    /// A list of attesters.
    #[error(transparent)]
    Attesters(#[from] AddressListError),
    /// A list of publishers.
    #[error(transparent)]
    Publishers(#[from] PublisherListError),
    /// A mnemonic, plain or encrypted.
    #[error("{}{}", .0, if matches!(.0, MnemonicFileError::Key) { "; use keygen key inspect" } else { "" })]
    Mnemonic(#[from] MnemonicFileError),
    /// An encrypted mnemonic that does not open.
    #[error(transparent)]
    Decrypt(#[from] DecryptError),
}

impl InputError {
    pub(super) fn of(option: &'static str, path: &Path, error: ReadError) -> Self {
        let fault = match error {
            ReadError::Directory => PathFault::Directory,
            ReadError::TooLarge { .. } => PathFault::TooLarge,
            ReadError::NotText => PathFault::NotText,
            error if error.names_nothing() => PathFault::Missing,
            other => PathFault::Read(other.into()),
        };
        Self::Path { option, path: path.to_owned(), fault }
    }

    /// For `map_err`, where what the option names is refused.
    pub(crate) fn refused<E: Into<RefusedInput>>(option: &'static str) -> impl Fn(E) -> Self {
        move |error| Self::Refused { option, source: error.into() }
    }
}

/// So many files of several could not be read by the system, and nothing is wrong with the others.
#[derive(Debug, thiserror::Error)]
#[error(
    "{} could not be read, so not everything was verified; see to the disk and the permissions, and run the command again",
    Counted(*.0, "file", "files")
)]
pub struct Unread(pub usize);

impl ExitStatus for Unread {
    fn status(&self) -> u8 {
        SYSTEM_FAILED
    }
}

impl ExitStatus for InputError {
    fn status(&self) -> u8 {
        match self {
            Self::Refused { source, .. } if source.lacks_memory() => SYSTEM_FAILED,
            _ => BAD_INPUT,
        }
    }
}

impl RefusedInput {
    /// Whether the system is to blame, and not the file.
    pub fn lacks_memory(&self) -> bool {
        matches!(self, Self::Decrypt(DecryptError::Memory { .. }))
    }
}
