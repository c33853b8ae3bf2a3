//! Why a command stops.

use std::fmt;

use crate::exit_status::ExitStatus;

/// Why a command stops: an error of its own, or one of the parts that all commands share.
pub(crate) struct CommandError(Box<dyn ExitStatus>);

impl CommandError {
    pub(crate) fn status(&self) -> u8 {
        self.0.status()
    }
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
