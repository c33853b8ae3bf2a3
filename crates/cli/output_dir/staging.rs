//! A directory that is written next to its final place and renamed when everything in it has been verified.

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, Metadata},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    process::geteuid,
};

use super::files::{Access, create_dir, sync_dir};

/// A directory under a temporary name beside its target. Dropped without [`Staging::commit`], it is removed.
// Invariant: `path` was created by us, with mode 0700, and we hold the lock on it.
pub(crate) struct Staging {
    target: PathBuf,
    path: PathBuf,
    /// Tells a later run that this directory is in use. The system releases it however the process ends.
    lock: File,
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

    /// Creates the directory under a temporary name beside `target`.
    pub(crate) fn create(target: &Path) -> Result<Self, StagingError> {
        Self::check(target)?;
        let (parent, name) = split(target)?;
        let path = parent.join(temporary_name(name));
        let failed = |source| StagingError::Create { target: target.to_owned(), source };
        let lock = create_locked(&path).map_err(failed)?;
        // Opened now, so that a directory that cannot be synced is found before the work and not after it.
        let parent_handle = File::open(parent).inspect_err(|_| drop(fs::remove_dir(&path))).map_err(failed)?;
        Ok(Self { target: parent.join(name), path, lock, parent: parent_handle, committed: false })
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
        let Ok((parent, name)) = split(target) else { return Vec::new() };
        let prefix = temporary_prefix(name);
        let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
        entries
            .flatten()
            .filter(|entry| {
                let name = entry.file_name();
                let number = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
                number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
            })
            .map(|entry| entry.path())
            // The lock is held until the directory is gone.
            .filter(|path| lock_abandoned(path).is_some_and(|_lock| fs::remove_dir_all(path).is_ok()))
            .collect()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.committed {
            // Nothing more can be done about a failure here; the next run names what is left.
            let _ = fs::remove_dir_all(&self.path);
        }
        let _ = self.lock.unlock();
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

fn temporary_prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    prefix.push(name);
    prefix.push(".partial-");
    prefix
}

/// The process number keeps two runs apart; a collision is refused by `create_dir`, not overwritten.
fn temporary_name(name: &OsStr) -> OsString {
    let mut temporary = temporary_prefix(name);
    temporary.push(std::process::id().to_string());
    temporary
}

/// So often is a directory created anew that another run took for abandoned before it was locked.
const ATTEMPTS: u32 = 16;

/// Creates the directory and locks it.
fn create_locked(path: &Path) -> io::Result<File> {
    for _ in 0..ATTEMPTS {
        create_dir(path, Access::Secret)?;
        let lock = File::open(path).and_then(|lock| lock.lock().map(|()| lock));
        match lock {
            // Another run may have removed it in the moment before the lock.
            Ok(lock) if is_at(&lock, path) => return Ok(lock),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                let _ = fs::remove_dir(path);
                return Err(error);
            }
        }
    }
    Err(io::ErrorKind::ResourceBusy.into())
}

/// Locks a directory that a run has left behind; none when it is in use, or is not one that a run of this user made.
fn lock_abandoned(path: &Path) -> Option<File> {
    let found = fs::symlink_metadata(path).ok()?;
    if !found.is_dir() || found.uid() != geteuid().as_raw() || found.mode() & 0o777 != 0o700 {
        return None;
    }
    let lock = File::open(path).ok()?;
    (lock.try_lock().is_ok() && is_at(&lock, path)).then_some(lock)
}

/// Whether the open directory is the one that has this path.
fn is_at(open: &File, path: &Path) -> bool {
    let same = |one: Metadata, other: Metadata| (one.dev(), one.ino()) == (other.dev(), other.ino());
    open.metadata().and_then(|one| Ok(same(one, fs::symlink_metadata(path)?))).unwrap_or(false)
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

    #[test]
    fn an_abandoned_directory_is_removed_and_one_in_use_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let in_use = Staging::create(&target).unwrap();
        let abandoned = dir.path().join(".out.partial-0");
        create_dir(&abandoned, Access::Secret).unwrap();
        fs::write(abandoned.join("file"), "half").unwrap();
        assert_eq!(Staging::remove_abandoned(&target), std::slice::from_ref(&abandoned));
        assert!(!abandoned.exists());
        assert!(in_use.path().exists());
    }

    /// What somebody else has named so, or opened to others, is not ours to remove.
    #[test]
    fn what_no_run_has_made_is_not_removed() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        create_dir(&dir.path().join(".out.partial-backup"), Access::Secret).unwrap();
        create_dir(&dir.path().join(".out.partial-"), Access::Secret).unwrap();
        create_dir(&dir.path().join(".out.partial-7"), Access::Public).unwrap();
        fs::write(dir.path().join(".out.partial-8"), "a file").unwrap();
        std::os::unix::fs::symlink(".out.partial-backup", dir.path().join(".out.partial-9")).unwrap();
        assert!(Staging::remove_abandoned(&target).is_empty());
        assert_eq!(names(dir.path()).len(), 5);
    }

    /// Some create while others look for what is abandoned: nobody loses the directory that he has locked.
    #[test]
    fn those_who_clean_up_do_not_disturb_those_who_begin() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        std::thread::scope(|scope| {
            for number in 0..4 {
                let path = dir.path().join(format!(".out.partial-{number}"));
                scope.spawn(move || {
                    for _ in 0..200 {
                        let lock = create_locked(&path).unwrap();
                        assert!(is_at(&lock, &path));
                        fs::write(path.join("file"), "kept").unwrap();
                        fs::remove_dir_all(&path).unwrap();
                    }
                });
                scope.spawn(|| (0..200).for_each(|_| drop(Staging::remove_abandoned(&target))));
            }
        });
    }
}
