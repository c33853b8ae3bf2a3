//! Why a command stops: one error type for all commands, with its exit status.

use std::{error::Error, fmt, io, iter};

use durable_files::{ReadError, is_refusal};

use crate::exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED};

/// Why a command stops: an error of its own, or one of the parts that all commands share.
pub struct CommandError(Box<dyn ExitStatus>);

impl CommandError {
    /// The status that the program ends with.
    ///
    /// Where the system refuses to read a file, that is neither bad input nor a failed check, whichever verb asked for it: nothing
    /// is known of the file.
    pub fn status(&self) -> u8 {
        match self.0.status() {
            BAD_INPUT | CHECK_FAILED if is_refused_by_system(&*self.0) => SYSTEM_FAILED,
            status => status,
        }
    }
}

/// Whether a disk, a permission or a limit is behind the error, and not the name or the content of a file.
fn is_refused_by_system(error: &dyn ExitStatus) -> bool {
    let system = |error: &(dyn Error + 'static)| {
        error.downcast_ref::<ReadError>().is_some_and(ReadError::is_refusal)
            || error.downcast_ref::<io::Error>().is_some_and(is_refusal)
    };
    iter::successors(error.source(), |error| (*error).source()).any(system)
}

impl<E: ExitStatus + 'static> From<E> for CommandError {
    fn from(error: E) -> Self {
        Self(Box::new(error))
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
