//! Why a command stops: one error type for all commands, with its exit status.

use std::{error::Error, fmt, io, iter};

use rustix::io::Errno;

use durable_files::ReadError;

use crate::exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED};

/// Why a command stops: an error of its own, or one of the parts that all commands share.
pub struct CommandError(Box<dyn ExitStatus>);

impl CommandError {
    /// A file that cannot be read because the system refuses is no bad input and no failed check, whichever verb asked for
    /// it: nothing is known of the file.
    pub fn status(&self) -> u8 {
        match self.0.status() {
            BAD_INPUT | CHECK_FAILED if is_refused_by_system(&*self.0) => SYSTEM_FAILED,
            status => status,
        }
    }
}

/// Whether a disk, a permission or a limit is behind the error, and not the name or the content of a file.
fn is_refused_by_system(error: &dyn ExitStatus) -> bool {
    let refused = |error: &io::Error| error.raw_os_error().is_some_and(|errno| !is_about_the_name(errno));
    let system = |error: &(dyn Error + 'static)| match error.downcast_ref::<ReadError>() {
        Some(ReadError::System(error)) => refused(error),
        _ => error.downcast_ref::<io::Error>().is_some_and(refused),
    };
    iter::successors(error.source(), |error| (*error).source()).any(system)
}

/// Whether whoever gave the name can give a better one. The list is the closed one: the system has many ways to fail.
fn is_about_the_name(errno: i32) -> bool {
    let names = [
        Errno::NOENT,
        Errno::NOTDIR,
        Errno::ISDIR,
        Errno::LOOP,
        Errno::NAMETOOLONG,
        Errno::EXIST,
        Errno::NOTEMPTY,
        Errno::INVAL,
        Errno::NXIO,
        Errno::NODEV,
    ];
    names.iter().any(|name| name.raw_os_error() == errno)
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
