//! The name that something new will have.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Path, PathBuf},
};

use crate::{Existing, StagingError};

/// The directory above, which exists, and the last component, which nothing has.
pub(crate) struct Target<'a> {
    pub(crate) parent: &'a Path,
    pub(crate) name: &'a OsStr,
}

impl<'a> Target<'a> {
    /// Splits a path, without a look at what is there.
    pub(crate) fn split(path: &'a Path) -> Result<Self, StagingError> {
        let name = path.file_name().ok_or_else(|| StagingError::NoName { path: path.to_owned() })?;
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Self { parent, name })
    }

    /// The whole path. A slash at the end is gone: it would follow a link.
    pub(crate) fn path(&self) -> PathBuf {
        self.parent.join(self.name)
    }

    /// Refuses what exists, and a parent that does not.
    pub(crate) fn check(path: &'a Path) -> Result<Self, StagingError> {
        let target = Self::split(path)?;
        let failed = |source| StagingError::Create { path: path.to_owned(), source };
        let no_parent = || StagingError::NoParent { parent: target.parent.to_owned() };
        match fs::symlink_metadata(target.path()) {
            Ok(actual) => {
                return Err(StagingError::Exists { path: path.to_owned(), existing: Existing::of(&actual) });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => return Err(no_parent()),
            Err(source) => return Err(failed(source)),
        }
        match fs::metadata(target.parent) {
            // A directory, or the system would have said otherwise above.
            Ok(_) => Ok(target),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(no_parent()),
            Err(source) => Err(failed(source)),
        }
    }
}
