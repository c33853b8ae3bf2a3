//! Reading a file, changing it and putting it back, without losing what somebody else changes at the same time.

use std::{
    fs::{self, File, Metadata, TryLockError},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    thread::sleep,
    time::{Duration, Instant},
};

use zeroize::Zeroizing;

use crate::{
    Access, Leftover, ReadError, StagedFile, StagingError,
    identity::FileId,
    named::what_is_at,
    read::{open_regular, read_bounded},
};

/// How long to wait before the lock is tried again.
const PAUSE: Duration = Duration::from_millis(10);

/// A file that is being edited: locked, so that no other edit of it can begin until this one has ended.
///
/// The lock is on the file itself. As [`replace`](Self::replace) puts another file in its place, an edit that has waited
/// for the lock looks whether the path still names the file that it locked, and begins anew where it does not. Programs
/// that know nothing of the lock, like text editors, are found out right before the file is replaced; and so is
/// everybody on a file system without locks.
///
/// ```
/// use std::{fs, time::Duration};
///
/// use durable_files::Edit;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let path = place.path().join("count");
/// fs::write(&path, "7")?;
/// let edit = Edit::begin(&path, Duration::from_secs(10))?;
/// let count: u64 = std::str::from_utf8(&edit.read(20)?)?.parse()?;
/// edit.replace((count + 1).to_string().as_bytes())?;
/// assert_eq!(fs::read_to_string(&path)?, "8");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Edit {
    path: PathBuf,
    /// The path without links: a link stays one, and what it names is replaced.
    target: PathBuf,
    file: File,
    /// What the file was like when it was locked.
    before: Metadata,
}

impl Edit {
    /// Opens and locks a regular file; links to it are followed. While somebody else has it, waits for up to `patience`.
    ///
    /// # Errors
    /// [`EditError::Open`], or [`EditError::Busy`] when `patience` has run out.
    pub fn begin(path: &Path, patience: Duration) -> Result<Self, EditError> {
        let failed = |source: ReadError| EditError::Open { path: path.to_owned(), source };
        let started = Instant::now();
        loop {
            let target = fs::canonicalize(path).map_err(|source| failed(source.into()))?;
            let file = match open_regular(&target) {
                // Replaced in this moment, or by a link.
                Err(error) if error.is_missing() && started.elapsed() < patience => continue,
                other => other.map_err(failed)?,
            };
            let locked = match file.try_lock() {
                Ok(()) => true,
                Err(TryLockError::WouldBlock) => false,
                // No locks here: then the look before the file is replaced has to do.
                Err(TryLockError::Error(_)) => true,
            };
            let before = file.metadata().map_err(|source| failed(source.into()))?;
            if locked && still_names(path, &target, &before).map_err(|source| failed(source.into()))? {
                return Ok(Self { path: path.to_owned(), target, file, before });
            }
            if started.elapsed() >= patience {
                return Err(EditError::Busy { path: path.to_owned() });
            }
            if !locked {
                sleep(PAUSE);
            }
        }
    }

    /// Reads the file, see [`read_secret`](crate::read_secret).
    ///
    /// # Errors
    /// [`ReadError::TooLarge`], or what the system says.
    pub fn read(&self, limit: u64) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        read_bounded(&self.file, limit, self.before.len())
    }

    /// Puts new content in place of the file: readers see the old content or the new, never a part. The mode becomes
    /// 0600, the owner stays.
    ///
    /// Interrupts: the process must not be ended meanwhile, see [`StagedFile`].
    ///
    /// # Errors
    /// [`EditError::Changed`] or [`EditError::Write`], and the file is what it was; [`EditError::LeftBehind`], and there is
    /// a temporary file beside it; or [`EditError::Unconfirmed`], and the new content is in place.
    pub fn replace(self, content: &[u8]) -> Result<(), EditError> {
        let path = || self.path.clone();
        let staged = StagedFile::beside(&self.target, Access::Secret, Some(&self.before), content);
        let staged = staged.map_err(|error| EditError::of(path(), error))?;
        match still_names(&self.path, &self.target, &self.before) {
            Ok(true) => {}
            Ok(false) => return Err(EditError::Changed { path: path() }.leaving(staged.discard())),
            Err(source) => return Err(EditError::Write { path: path(), source }.leaving(staged.discard())),
        }
        staged.replace().map_err(|error| EditError::of(path(), error))
    }
}

/// Whether a path leads to this file, and the file is what it was. A system that refuses to say is not taken for "no".
fn still_names(path: &Path, target: &Path, before: &Metadata) -> io::Result<bool> {
    let state = |file: &Metadata| (FileId::of(file), file.len(), file.mtime(), file.mtime_nsec());
    match fs::canonicalize(path) {
        Ok(actual) if actual == target => Ok(what_is_at(target)?.is_some_and(|actual| state(&actual) == state(before))),
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(false),
    }
}

/// Why a file was not changed, or may not stay so.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EditError {
    /// The file cannot be opened.
    #[error("{}: cannot be opened ({source})", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// Somebody else is editing it, and does not end.
    #[error("{}: is being changed by somebody else", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
    },
    /// Somebody who knows nothing of the lock has changed it meanwhile; that stays.
    #[error("{}: was changed by another program meanwhile", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
    /// The system refused; the file is what it was.
    #[error("{}: cannot be written ({source})", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The new content is in place; but the disk did not confirm that, so a power cut may bring the old one back.
    #[error("{}: the new content is in place, but the disk did not confirm it ({source})", path.display())]
    Unconfirmed {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file is not changed, and what was written beside it could not be removed.
    #[error("{failed}; {leftover}")]
    LeftBehind {
        /// What is still there.
        leftover: Leftover,
        /// Why the file is not changed.
        #[source]
        failed: Box<EditError>,
    },
}

impl EditError {
    fn leaving(self, removed: Result<(), Leftover>) -> Self {
        match removed {
            Ok(()) => self,
            Err(leftover) => Self::LeftBehind { leftover, failed: Box::new(self) },
        }
    }

    fn of(path: PathBuf, error: StagingError) -> Self {
        match error {
            StagingError::Unconfirmed { source, .. } => Self::Unconfirmed { path, source },
            StagingError::LeftBehind { leftover, failed } => Self::of(path, *failed).leaving(Err(leftover)),
            StagingError::Create { source, .. }
            | StagingError::Write { source, .. }
            | StagingError::Commit { source, .. } => Self::Write { path, source },
            other => Self::Write { path, source: io::Error::other(other) },
        }
    }
}
