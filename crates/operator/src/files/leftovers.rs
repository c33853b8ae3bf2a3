//! What killed runs left behind, and what could not be removed.

use std::path::Path;

use aztec_keystore_batch::MARK;
use durable_files::{Leftover, Staging, StagingError, left_behind};

use crate::output::{self, Shown};

/// Checks that a directory can be made at `target`. What a killed run left beside it goes first, with a word: also where the
/// directory is there, because such a run may have been killed when it was in place.
///
/// # Errors
///
/// Those of [`Staging::check`].
pub fn check_new_directory(target: &Path) -> Result<(), StagingError> {
    remove_abandoned(target);
    Staging::check(target)
}

/// Removes the directories that killed runs left beside `target`, and says so.
pub fn remove_abandoned(target: &Path) {
    for path in Staging::remove_abandoned(target, MARK) {
        output::note(&format!("removed {}, which an interrupted run had left behind", Shown(&path)));
    }
}

/// Names the files that killed runs left beside `target`.
pub fn name_left_behind(target: &Path) {
    for path in left_behind(target) {
        output::note(&format!("{} was left behind by an interrupted run; remove it", Shown(&path)));
    }
}

/// Removes the temporary place of a directory, and says where that fails.
pub fn close(staging: Staging) {
    staging.close().unwrap_or_else(|leftover| name_leftover(&leftover));
}

pub(super) fn name_leftover(leftover: &Leftover) {
    let next = if leftover.committed {
        "what was written is in place and nothing of it is left there, so remove it"
    } else {
        "the next run with the same target removes it"
    };
    output::note(&format!("{} could not be removed ({}); {next}", Shown(&leftover.path), leftover.source));
}
