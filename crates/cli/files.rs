//! Writing files: `durable-files` with the mark, the options, the interrupts and the exit statuses of this program.

mod edit;
mod error;
mod numbered;
mod output_set;

use std::path::Path;

use aztec_encrypted_keystore::DecryptError;
use aztec_keystore_batch::KeyFileError;

pub(crate) use aztec_keystore_batch::MARK;
use durable_files::{Leftover, Staging, left_behind};

pub(crate) use edit::{begin_edit, replace};
pub(crate) use error::{OutputError, explain, status};
pub(crate) use numbered::numbered;
pub(crate) use output_set::{OutputSet, refuse_existing, write_new};

use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, SYSTEM_FAILED},
    output::{self, Shown},
};

/// Removes the directories that killed runs left beside `target`, and says so.
pub(crate) fn remove_abandoned(target: &Path) {
    for path in Staging::remove_abandoned(target, MARK) {
        output::note(&format!("removed {}, which an interrupted run had left behind", Shown(&path)));
    }
}

/// Names the files that killed runs left beside `target`.
pub(crate) fn name_left_behind(target: &Path) {
    for path in left_behind(target) {
        output::note(&format!("{} was left behind by an interrupted run; remove it", Shown(&path)));
    }
}

/// Removes the temporary place of a directory, and says where that fails.
pub(crate) fn close(staging: Staging) {
    staging.close().unwrap_or_else(|leftover| name_leftover(&leftover));
}

fn name_leftover(leftover: &Leftover) {
    let next = if leftover.committed {
        "what was written is in place and nothing of it is left there, so remove it"
    } else {
        "the next run with the same target removes it"
    };
    output::note(&format!("{} could not be removed ({}); {next}", Shown(&leftover.path), leftover.source));
}

/// The exit status where the key of an encrypted file cannot be had.
pub(crate) fn key_file_status(error: &KeyFileError) -> u8 {
    match error {
        KeyFileError::Decrypt(DecryptError::Memory { .. }) => SYSTEM_FAILED,
        KeyFileError::Decrypt(_) | KeyFileError::Parse(_) => CHECK_FAILED,
        _ => BAD_INPUT,
    }
}
