//! A directory that is written next to its final place and renamed when everything in it has been verified.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::{
    files::sync_dir,
    workplace::{self, Workplace},
};
use crate::output::{self, Shown};

/// A directory in a temporary place beside its target. Dropped without [`Staging::commit`], it is removed.
pub(crate) struct Staging {
    target: PathBuf,
    path: PathBuf,
    workplace: Workplace,
    /// The directory above, which holds the name.
    parent: File,
    committed: bool,
}

impl Staging {
    /// Checks that `target` can be created, without creating anything.
    pub(crate) fn check(target: &Path) -> Result<(), StagingError> {
        let (parent, name) = split(target)?;
        // Not `target` itself: a slash at its end would follow a link.
        match fs::symlink_metadata(parent.join(name)) {
            Ok(found) => {
                let what = if found.is_symlink() {
                    "a symbolic link"
                } else if found.is_dir() {
                    "a directory"
                } else {
                    "a file"
                };
                return Err(StagingError::Exists { target: target.to_owned(), what });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(StagingError::Parent { parent: parent.to_owned() });
            }
            Err(source) => return Err(StagingError::Create { target: target.to_owned(), source }),
        }
        match fs::metadata(parent) {
            Ok(found) if found.is_dir() => Ok(()),
            Ok(_) => Err(StagingError::Parent { parent: parent.to_owned() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StagingError::Parent { parent: parent.to_owned() })
            }
            Err(source) => Err(StagingError::Create { target: target.to_owned(), source }),
        }
    }

    /// Creates the directory in a temporary place beside `target`.
    pub(crate) fn create(target: &Path) -> Result<Self, StagingError> {
        Self::check(target)?;
        let (parent, name) = split(target)?;
        let failed = |source| StagingError::Create { target: target.to_owned(), source };
        // Opened now, so that a directory that cannot be synced is found before the work and not after it.
        let parent_handle = File::open(parent).map_err(failed)?;
        let workplace = Workplace::create(parent, name).map_err(failed)?;
        let path = workplace.content();
        Ok(Self { target: parent.join(name), path, workplace, parent: parent_handle, committed: false })
    }

    /// Where to write.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the directory its final name. Never replaces anything.
    pub(crate) fn commit(mut self) -> Result<(), StagingError> {
        let failed = |source| StagingError::Commit { target: self.target.clone(), source };
        sync_tree(&self.path).map_err(failed)?;
        rename_new(&self.path, &self.target).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => StagingError::Exists { target: self.target.clone(), what: "something new" },
            _ => failed(source),
        })?;
        // The new name exists from here on, so nothing may be removed any more.
        self.committed = true;
        self.parent.sync_all().map_err(|source| StagingError::Unconfirmed { target: self.target.clone(), source })
    }

    /// Removes what runs that were killed left beside `target`, and returns the names.
    pub(crate) fn remove_abandoned(target: &Path) -> Vec<PathBuf> {
        split(target).map(|(parent, name)| workplace::remove_abandoned(parent, name)).unwrap_or_default()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Err(error) = self.workplace.remove() {
            let path = Shown(self.workplace.path());
            let next = if self.committed {
                "nothing of the batch is in it any more, so remove it"
            } else {
                "the next run with the same --out removes it"
            };
            output::note(&format!("{path} could not be removed ({error}); {next}"));
        }
    }
}

/// The directory above and the last component.
fn split(target: &Path) -> Result<(&Path, &OsStr), StagingError> {
    let name = target.file_name().ok_or_else(|| StagingError::NoName { target: target.to_owned() })?;
    match target.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => Ok((parent, name)),
        _ => Ok((Path::new("."), name)),
    }
}

/// Syncs every directory below and including `path`. The files were synced when they were written.
fn sync_tree(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        }
    }
    sync_dir(path)
}

/// `rename` would replace an empty directory; this refuses any target that exists.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // A file system that does not know the flag: check, then rename. Only an empty directory made in between
        // could be replaced.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
            if fs::symlink_metadata(to).is_ok() {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            fs::rename(from, to)
        }
        other => Ok(other?),
    }
}

/// Why the output directory cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StagingError {
    /// The path ends in `..` or is the root.
    #[error("--out {}: the path names no new directory; give one whose last part is a name", target.display())]
    NoName { target: PathBuf },
    /// Something is there already.
    #[error("--out {}: {what} exists there already; choose a new name, nothing is ever overwritten", target.display())]
    Exists { target: PathBuf, what: &'static str },
    /// The directory above is missing.
    #[error("--out: {} is not a directory that exists; create it first", parent.display())]
    Parent { parent: PathBuf },
    /// The system refused.
    #[error("--out {}: the directory cannot be created ({source}); choose a place where you may write", target.display())]
    Create { target: PathBuf, source: io::Error },
    /// The directory has its name, but perhaps not for long.
    #[error("--out {}: the directory is complete and in place, but the disk did not confirm its name ({source}); run keygen verify on it", target.display())]
    Unconfirmed { target: PathBuf, source: io::Error },
    /// The last step failed.
    #[error("--out {}: the finished directory could not be put in place ({source}); nothing was kept, try again", target.display())]
    Commit { target: PathBuf, source: io::Error },
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    fn names(dir: &Path) -> Vec<OsString> {
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn what_is_not_committed_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::create(&dir.path().join("out")).unwrap();
        fs::write(staging.path().join("file"), "half").unwrap();
        drop(staging);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn what_is_committed_has_the_final_name_only() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::create(&dir.path().join("out")).unwrap();
        fs::write(staging.path().join("file"), "whole").unwrap();
        staging.commit().unwrap();
        assert_eq!(names(dir.path()), ["out"]);
        assert_eq!(fs::read(dir.path().join("out/file")).unwrap(), b"whole");
    }

    #[test]
    fn a_directory_that_appears_meanwhile_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let staging = Staging::create(&target).unwrap();
        fs::create_dir(&target).unwrap();
        assert!(matches!(staging.commit(), Err(StagingError::Exists { .. })));
        assert_eq!(names(dir.path()), ["out"]);
        assert!(names(&target).is_empty());
    }
}
