//! What killed runs left behind, and what could not be removed.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

use aztec_keystore_batch::MARK;
use durable_files::{EditError, Leftover, Mark, Staging, StagingError, left_behind};

use crate::output::{self, Shown};

/// What this run wrote, did not put in place, and could not remove.
static LEFT: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

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

/// Makes the temporary place of a directory, and says where one could be neither finished nor removed.
///
/// # Errors
///
/// Those of `create`, which is a function of [`Staging`].
pub fn stage(create: fn(&Path, Mark) -> Result<Staging, StagingError>, target: &Path) -> Result<Staging, StagingError> {
    create(target, MARK).map_err(name_staged)
}

/// Removes the temporary place of a directory, and says where that fails.
pub fn close(staging: Staging) {
    staging.close().unwrap_or_else(|leftover| name_leftover(&leftover));
}

/// Why an output is not there; what is left of it is named.
pub(super) fn name_staged(error: StagingError) -> StagingError {
    match error {
        StagingError::LeftBehind { leftover, failed } => {
            name_leftover(&leftover);
            *failed
        }
        error => error,
    }
}

/// Why a file is not changed; what is left beside it is named.
pub(super) fn name_edited(error: EditError) -> EditError {
    match error {
        EditError::LeftBehind { leftover, failed } => {
            name_leftover(&leftover);
            *failed
        }
        error => error,
    }
}

pub(super) fn name_leftover(leftover: &Leftover) {
    let path = Shown(&leftover.path);
    let next = if leftover.committed {
        "what was written is in place and nothing of it is left there, so remove it"
    } else if leftover.path.is_dir() {
        "the next run with the same target removes it"
    } else {
        "remove it"
    };
    output::note(&format!("{path} could not be removed ({}); {next}: {}", leftover.source, Removal(&leftover.path)));
    if !leftover.committed {
        LEFT.lock().unwrap_or_else(PoisonError::into_inner).push(leftover.path.clone());
    }
}

/// The command that removes it, for a shell.
struct Removal<'a>(&'a Path);

impl fmt::Display for Removal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rm -r -- '{}'", Shown(self.0).to_string().replace('\'', r"'\''"))
    }
}

/// The end of a message: "nothing was kept", or another text that says what was not done.
///
/// Where something that was written could not be removed, that is said instead. It is looked at when this is displayed,
/// after all has been tried.
pub struct Nothing(pub &'static str);

impl fmt::Display for Nothing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = LEFT.lock().unwrap_or_else(PoisonError::into_inner);
        write!(f, "nothing was {}", self.0)?;
        if left.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = left.iter().map(|path| Shown(path).to_string()).collect();
        write!(f, " but {}, which could not be removed", names.join(" and "))
    }
}
