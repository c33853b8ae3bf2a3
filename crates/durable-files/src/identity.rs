//! Whether two names are of one file.

use std::{fs::Metadata, os::unix::fs::MetadataExt};

/// Whether both are of the same file, whatever it is called.
pub(crate) fn same_file(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}
