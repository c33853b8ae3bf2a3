//! What the errors of `durable-files` mean on this command line: the option, the remedy and the exit status.

use aztec_encrypted_keystore::DecryptError;
use aztec_keystore_batch::KeyFileError;
use durable_files::{EditError, StagingError};

use super::leftovers::Nothing;
use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, INTERRUPTED, SYSTEM_FAILED},
    interrupt::Interrupted,
    output::{Shown, one_line},
};

/// Why an output was not written, or a file not changed.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// Something new did not appear, or may not stay.
    #[error("{}", explain(option, source))]
    Staging {
        /// The option that named it.
        option: &'static str,
        /// What was wrong.
        source: StagingError,
    },
    /// A file was not changed, or may not stay so.
    #[error("{}", explain_edit(.0))]
    Edit(#[from] EditError),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl ExitStatus for OutputError {
    fn status(&self) -> u8 {
        match self {
            Self::Staging { source, .. } => status(source),
            Self::Edit(EditError::Open { .. }) => BAD_INPUT,
            Self::Edit(_) => SYSTEM_FAILED,
            Self::Interrupted(_) => INTERRUPTED,
        }
    }
}

/// The exit status for an output that is not as it should be: what the operator can choose otherwise is bad input.
pub fn status(error: &StagingError) -> u8 {
    match error {
        StagingError::NoName { .. } | StagingError::Exists { .. } | StagingError::NoParent { .. } => BAD_INPUT,
        _ => SYSTEM_FAILED,
    }
}

/// One line with the option that named the output (or none, where nothing did) and the remedy.
pub fn explain(option: &str, error: &StagingError) -> String {
    let remedy = match error {
        StagingError::NoName { path } => {
            let path = Shown(path);
            let text = format!("{path}: the path names no new directory or file; give one whose last part is a name");
            return format!("{option} {text}").trim_start().to_owned();
        }
        // In a directory that was to be removed with it, or named before.
        StagingError::LeftBehind { failed, .. } => return explain(option, failed),
        StagingError::Exists { .. } => "choose a new name, nothing is ever overwritten",
        StagingError::NoParent { .. } => "create it first",
        StagingError::Create { .. } => "choose a place where you may write",
        StagingError::Write { .. } => &format!("{}, make room or choose another place", Nothing("kept")),
        StagingError::Commit { .. } => &format!("{}, try again", Nothing("kept")),
        StagingError::Unconfirmed { .. } => "run sync, and look whether it is still there",
        StagingError::PartlyKept { .. } => "remove what is in place and try again",
        _ => "try again",
    };
    one_line(format!("{option} {error}; {remedy}").trim_start())
}

fn explain_edit(error: &EditError) -> String {
    let remedy = match error {
        EditError::Open { path, source } if source.names_nothing() => {
            return one_line(&format!("{}: {}", path.display(), source.with_remedy()));
        }
        EditError::LeftBehind { failed, .. } => return explain_edit(failed),
        EditError::Open { .. } => "check the path and its permissions",
        EditError::Busy { .. } => &format!("{}, try again when the other program has ended", Nothing("changed")),
        EditError::Changed { .. } => &format!("{}, run the command again", Nothing("changed by this one")),
        EditError::Write { .. } => &format!("{}, make room or choose a place where you may write", Nothing("changed")),
        EditError::Unconfirmed { .. } => "run sync, and look whether it still has the new content",
        _ => "try again",
    };
    one_line(&format!("{error}; {remedy}"))
}

/// The exit status where the key of an encrypted file cannot be had.
pub fn key_file_status(error: &KeyFileError) -> u8 {
    match error {
        KeyFileError::Decrypt(DecryptError::Memory { .. }) => SYSTEM_FAILED,
        KeyFileError::Decrypt(_) | KeyFileError::Parse(_) => CHECK_FAILED,
        _ => BAD_INPUT,
    }
}
