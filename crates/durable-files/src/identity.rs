//! Which file a name is of.

use std::{fs::Metadata, os::unix::fs::MetadataExt};

/// The same for all names of a file, and after it got another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    pub(crate) fn of(file: &Metadata) -> Self {
        Self { device: file.dev(), inode: file.ino() }
    }
}
