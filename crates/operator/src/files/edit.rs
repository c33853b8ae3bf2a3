//! Changing a file that exists.

use std::{path::Path, time::Duration};

use durable_files::{Edit, EditError};

use super::{
    error::OutputError,
    leftovers::{name_edited, name_left_behind},
};
use crate::{
    interrupt,
    output::{self, Shown},
};

/// Nobody notices that another run is changing the file for so long.
const MOMENT: Duration = Duration::from_secs(1);
/// As long as a few other runs may take that change the same file, with the slow function of a password in each.
const PATIENCE: Duration = Duration::from_secs(60);

/// Opens and locks the file, and waits while another run changes it.
///
/// # Errors
///
/// Fails where the file cannot be opened, or another run has it for too long.
pub fn begin_edit(path: &Path) -> Result<Edit, OutputError> {
    match Edit::begin(path, MOMENT) {
        Err(EditError::Busy { .. }) => {
            output::note(&format!("{} is being changed by another run; waiting for it", Shown(path)));
            Ok(Edit::begin(path, PATIENCE)?)
        }
        begun => Ok(begun?),
    }
}

/// Puts the new content in place of the file at `path`, which is being edited.
///
/// # Errors
///
/// Fails where the file stays as it was, and where the disk did not confirm the new content. The error says which.
pub fn replace(path: &Path, edit: Edit, content: &[u8]) -> Result<(), OutputError> {
    // An interrupt waits until the temporary file is gone or has its name.
    let writing = interrupt::writing();
    interrupt::check()?;
    if let Ok(target) = path.canonicalize() {
        name_left_behind(&target);
    }
    match edit.replace(content).map_err(name_edited) {
        Ok(()) => Ok(writing.done([path])?),
        Err(error) => {
            if matches!(error, EditError::Unconfirmed { .. }) {
                let _ = writing.done([path]);
            }
            Err(error.into())
        }
    }
}
