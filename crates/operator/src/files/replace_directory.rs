//! A directory in place of another.

use std::path::Path;

use durable_files::{Staging, StagingError};

use super::{
    error::OutputError,
    leftovers::{close, stage},
};
use crate::interrupt::{self, Interrupted};

/// Puts a new directory in place of one that exists, in one step; `fill` writes what is in it. Meanwhile an interrupt waits. What
/// killed runs left beside it is the caller's to remove, before it reads anything.
///
/// # Errors
///
/// Fails where `fill` does, where there is no such directory afterwards, where the disk did not confirm it, and where an interrupt
/// has arrived. The error says which, and what is in place.
pub fn replace_directory<E: From<OutputError> + From<Interrupted>>(
    target: &Path,
    fill: impl FnOnce(&Path) -> Result<(), E>,
) -> Result<(), E> {
    let writing = interrupt::writing();
    let failed = |source| OutputError::Staging { option: "", source };
    let mut staging = stage(Staging::replacing, target).map_err(failed)?;
    let filled = fill(staging.path()).and_then(|()| Ok(interrupt::check()?));
    let exchanged = filled.map(|()| staging.exchange());
    close(staging);
    let in_place = match &exchanged {
        Ok(Ok(())) => true,
        Ok(Err(error)) => StagingError::is_in_place(error),
        Err(_) => false,
    };
    let done = if in_place { writing.done([target]) } else { Ok(()) };
    exchanged?.map_err(failed)?;
    Ok(done?)
}
