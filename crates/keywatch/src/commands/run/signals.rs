//! The end, when somebody asks for it.

use std::process;

use crate::{failure::Failure, file, output, status::Status};

/// From now on SIGTERM, SIGINT and SIGHUP end the program: at once, but not in the middle of a file. A request that
/// hangs is not waited for.
pub(super) fn end_at_once() -> Result<(), Failure> {
    let end = || {
        let _no_file_is_half_written = file::writing();
        output::note("ended by a signal");
        process::exit(i32::from(Status::Ok.code()));
    };
    ctrlc::set_handler(end).map_err(|source| Failure::Signals { source })
}
