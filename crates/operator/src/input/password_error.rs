//! Why there is no usable password.

use std::io;

use aztec_encrypted_keystore::{PasswordError as Refused, PasswordFileError};

use super::error::InputError;
use crate::{
    exit_status::{BAD_INPUT, ExitStatus},
    interrupt::Interrupted,
};

/// Why there is no usable password. No error quotes it.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// A password file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The password is too short, or has characters that not all readers treat alike.
    #[error("{from}: {source}")]
    Refused {
        /// The option or variable that it came from.
        from: &'static str,
        /// What was wrong.
        source: Refused,
    },
    /// The same of a password that was typed.
    #[error(transparent)]
    Typed(Refused),
    /// The file holds no password.
    #[error("{option}: {source}")]
    File {
        /// The option that named it.
        option: &'static str,
        /// What was wrong.
        source: PasswordFileError,
    },
    /// Nothing came from standard input.
    #[error("{option} -: standard input gave no password; pipe the password in, or name a file")]
    NoInput {
        /// The option that named it.
        option: &'static str,
    },
    /// An environment variable is not UTF-8.
    #[error("{variable}: the password is not plain text (UTF-8); use printable ASCII")]
    NotText {
        /// The environment variable.
        variable: &'static str,
    },
    /// The two entries on the terminal are not the same.
    #[error("the two entries differ; type the same password twice")]
    EntriesDiffer,
    /// The terminal was closed instead of an entry.
    #[error("no password was typed; start again, or give {option}")]
    NothingTyped {
        /// The option that named it.
        option: &'static str,
    },
    /// Ctrl-C at the prompt.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// There is no terminal to ask on.
    #[error("there is no terminal to ask for the password ({source}); give {option}{or_set}")]
    NoTerminal {
        /// What was wrong.
        source: io::Error,
        /// The option that named it.
        option: &'static str,
        /// The variable that would do, with the words before it.
        or_set: String,
    },
}

impl PasswordError {
    /// Whether somebody at the terminal can mend it by typing again.
    pub(super) fn is_slip(&self) -> bool {
        matches!(self, Self::Typed(_) | Self::EntriesDiffer)
    }
}

impl ExitStatus for PasswordError {
    fn status(&self) -> u8 {
        match self {
            Self::Interrupted(interrupted) => interrupted.status(),
            _ => BAD_INPUT,
        }
    }
}
