//! Reading a file of a batch directory, where somebody may have put something else.

use std::path::Path;

use durable_files::{ReadError, open_regular, read_secret};
use zeroize::Zeroizing;

/// Reads a regular file of at most `limit` bytes: no link, pipe or device. What was read is wiped when dropped.
pub(crate) fn read_regular(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_secret(&open_regular(path)?, limit as u64)
}
