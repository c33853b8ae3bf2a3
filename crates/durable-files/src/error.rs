//! Why something new did not appear, or may not stay.

use std::{
    fmt,
    fs::Metadata,
    io,
    path::{Path, PathBuf},
};

/// Why a file or a directory did not appear, or may not stay.
///
/// Only after [`Unconfirmed`](Self::Unconfirmed) and [`PartlyKept`](Self::PartlyKept) something is under its final name;
/// after every other error nothing is. After [`LeftBehind`](Self::LeftBehind) something is under a temporary one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StagingError {
    /// The path ends in `..`, is the root, or ends in a slash where a file was to be.
    #[error("{}: the path names nothing that could be created", path.display())]
    NoName {
        /// The path.
        path: PathBuf,
    },
    /// Something is there already, or appeared before the last step.
    #[error("{}: {existing} exists already", path.display())]
    Exists {
        /// The name that was wanted.
        path: PathBuf,
        /// What has it.
        existing: Existing,
    },
    /// The directory above is missing.
    #[error("{}: there is no such directory", parent.display())]
    NoParent {
        /// The directory above.
        parent: PathBuf,
    },
    /// The temporary place cannot be created.
    #[error("{}: cannot be created ({source})", path.display())]
    Create {
        /// The name that was wanted.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The content of a file does not get onto the disk.
    #[error("{}: cannot be written ({source})", path.display())]
    Write {
        /// The name that was wanted.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What is finished cannot be given its name.
    #[error("{}: is finished, and cannot be put in place ({source})", path.display())]
    Commit {
        /// The name that was wanted.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Everything is complete and in place; but the disk did not confirm the name, so a power cut may take it away.
    #[error("{}: is complete and in place, but the disk did not confirm its name ({source})", path.display())]
    Unconfirmed {
        /// What is in place.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// One of several outputs could not be put in place, and those before it could not all be taken back.
    #[error(
        "{failed}; in place all the same: {}",
        kept.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    PartlyKept {
        /// What is in place: each complete, but not all that belong together.
        kept: Vec<PathBuf>,
        /// Why the next one is not.
        #[source]
        failed: Box<StagingError>,
    },
    /// It failed, and so did the removal of what was written.
    #[error("{failed}; {leftover}")]
    LeftBehind {
        /// What is still there.
        leftover: Leftover,
        /// Why it is not in place.
        #[source]
        failed: Box<StagingError>,
    },
}

impl StagingError {
    /// The same, with what could not be removed after it.
    pub(crate) fn leaving(self, removed: Result<(), Leftover>) -> Self {
        match removed {
            Ok(()) => self,
            Err(leftover) => Self::LeftBehind { leftover, failed: Box::new(self) },
        }
    }

    /// The output that it is about, by the name that was wanted; none where it is about no single one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::NoName { path }
            | Self::Exists { path, .. }
            | Self::Create { path, .. }
            | Self::Write { path, .. }
            | Self::Commit { path, .. }
            | Self::Unconfirmed { path, .. } => Some(path),
            Self::NoParent { .. } => None,
            Self::PartlyKept { failed, .. } | Self::LeftBehind { failed, .. } => failed.path(),
        }
    }

    /// Whether all that was to appear is complete and in place, though perhaps not for long.
    #[must_use]
    pub fn is_in_place(&self) -> bool {
        matches!(self, Self::Unconfirmed { .. })
    }
}

/// What already has a name that was wanted for something new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// A directory.
    Directory,
    /// A file, or a pipe, a device, a socket.
    File,
    /// A symbolic link, wherever it leads.
    Link,
    /// Something that was not there before the last step.
    New,
}

impl Existing {
    pub(crate) fn of(actual: &Metadata) -> Self {
        if actual.is_symlink() {
            Self::Link
        } else if actual.is_dir() {
            Self::Directory
        } else {
            Self::File
        }
    }
}

impl fmt::Display for Existing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "a directory",
            Self::File => "a file",
            Self::Link => "a symbolic link",
            Self::New => "something new",
        })
    }
}

/// A temporary file or place that could not be removed.
#[derive(Debug, thiserror::Error)]
#[error("{} could not be removed ({source})", path.display())]
pub struct Leftover {
    /// What is still there.
    pub path: PathBuf,
    /// Whether what was written is in place; then nothing of it is left here.
    pub committed: bool,
    /// What the system says.
    pub source: io::Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path() -> PathBuf {
        PathBuf::from("dir/out")
    }

    fn source() -> io::Error {
        io::Error::other("the disk is gone")
    }

    #[test]
    fn an_error_is_about_the_output_that_was_wanted() {
        let commit = || StagingError::Commit { path: path(), source: source() };
        let unconfirmed = StagingError::Unconfirmed { path: path(), source: source() };
        let partly = StagingError::PartlyKept { kept: vec![PathBuf::from("first")], failed: Box::new(commit()) };
        for error in [&StagingError::NoName { path: path() }, &commit(), &unconfirmed, &partly] {
            assert_eq!(error.path(), Some(path().as_path()), "{error}");
        }
        assert_eq!(StagingError::NoParent { parent: PathBuf::from("dir") }.path(), None);
        assert!(unconfirmed.is_in_place() && !commit().is_in_place() && !partly.is_in_place());
        assert!(partly.to_string().ends_with("in place all the same: first"), "{partly}");
    }

    #[test]
    fn what_has_the_name_is_said() {
        let text = |existing| StagingError::Exists { path: path(), existing }.to_string();
        assert_eq!(text(Existing::Directory), "dir/out: a directory exists already");
        assert_eq!(text(Existing::File), "dir/out: a file exists already");
        assert_eq!(text(Existing::Link), "dir/out: a symbolic link exists already");
        assert_eq!(text(Existing::New), "dir/out: something new exists already");
    }
}
