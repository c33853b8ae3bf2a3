//! What is wrong with the encrypted files of a batch: what to do about it, and the exit status.

use aztec_encrypted_keystore::DecryptError;
use aztec_keystore_batch::EncryptedFilesError;

use super::leftovers::Nothing;
use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, SYSTEM_FAILED},
    output::one_line,
};

/// One line, with the remedy.
pub fn explain(error: &EncryptedFilesError) -> String {
    let text = one_line(&error.to_string());
    match error {
        EncryptedFilesError::Changed { .. } => format!("{text}; {}, run it again", Nothing("changed by this one")),
        EncryptedFilesError::Write { .. } => format!("{text}; {}, make room", Nothing("changed")),
        EncryptedFilesError::Differs { .. } => format!("{text}; {}, check the machine", Nothing("changed")),
        _ => text,
    }
}

/// The exit status where they cannot be read, opened or encrypted anew.
pub fn status(error: &EncryptedFilesError) -> u8 {
    match error {
        EncryptedFilesError::Decrypt { source: DecryptError::Memory { .. }, .. } => SYSTEM_FAILED,
        EncryptedFilesError::Parse { .. } | EncryptedFilesError::Decrypt { .. } => CHECK_FAILED,
        EncryptedFilesError::None { .. }
        | EncryptedFilesError::Unreadable { .. }
        | EncryptedFilesError::Foreign { .. } => BAD_INPUT,
        _ => SYSTEM_FAILED,
    }
}
