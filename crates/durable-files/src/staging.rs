//! A directory that is written next to its final place and renamed when everything in it has been verified.

use std::{
    fmt,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use crate::{
    Existing, Leftover, StagingError,
    directory::sync_tree,
    identity::FileId,
    rename::{exchange, rename_new},
    target::Target,
    workplace::{self, Workplace},
};

/// The file by which a program recognises the temporary directories that it, or an earlier version of it, has made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The name of the file that says so.
    pub name: &'static str,
    /// What stands in that file, for people.
    pub text: &'static str,
}

/// A directory that is written in a temporary place beside its target, and then gets its name in one step.
///
/// [`close`](Self::close) ends its life, with [`commit`](Self::commit) before it or without; it says whether the temporary
/// place is gone. Dropped, it is removed all the same, and nobody learns where that fails.
///
/// Interrupts: whoever ends the process on a signal must not do so between the beginning of [`create`](Self::create) and
/// the end of [`close`](Self::close), or the temporary place stays. `commit` decides: once it has returned `Ok` or
/// [`StagingError::Unconfirmed`], the directory is in place, and an interrupt after it takes nothing back.
///
/// ```
/// use std::fs;
///
/// use durable_files::{Access, Mark, Staging, write_new};
///
/// const MARK: Mark = Mark { name: "made-by-example", text: "example writes here.\n" };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let target = place.path().join("keys");
/// let mut staging = Staging::create(&target, MARK)?;
/// write_new(&staging.path().join("one"), Access::Secret, b"1")?;
/// assert!(!target.exists());
/// staging.commit()?;
/// staging.close()?;
/// assert_eq!(fs::read(target.join("one"))?, b"1");
/// # Ok(())
/// # }
/// ```
pub struct Staging {
    /// As the caller wrote it.
    target: PathBuf,
    /// The same without a slash at its end, which would follow a link.
    place: PathBuf,
    path: PathBuf,
    workplace: Workplace,
    /// The directory above, which holds the name.
    parent: File,
    /// The directory, once it has its final name.
    renamed: Option<FileId>,
    closed: bool,
}

impl Staging {
    /// Checks that `target` can be created, without creating anything.
    ///
    /// # Errors
    /// [`StagingError::NoName`], [`StagingError::Exists`], [`StagingError::NoParent`] or [`StagingError::Create`].
    pub fn check(target: &Path) -> Result<(), StagingError> {
        Target::check(target).map(drop)
    }

    /// Creates the directory in a temporary place beside `target`, with mode 0700.
    ///
    /// # Errors
    /// Those of [`check`](Self::check), and nothing is left; or [`StagingError::LeftBehind`].
    pub fn create(target: &Path, mark: Mark) -> Result<Self, StagingError> {
        Self::beside(target, &Target::check(target)?, mark)
    }

    /// Creates the directory in a temporary place beside `target`, whose place it is to take: see
    /// [`exchange`](Self::exchange).
    ///
    /// # Errors
    /// [`StagingError::NoName`] or [`StagingError::Create`], and nothing is left; or [`StagingError::LeftBehind`].
    pub fn replacing(target: &Path, mark: Mark) -> Result<Self, StagingError> {
        Self::beside(target, &Target::split(target)?, mark)
    }

    fn beside(target: &Path, split: &Target<'_>, mark: Mark) -> Result<Self, StagingError> {
        let failed = |source| StagingError::Create { path: target.to_owned(), source };
        // Opened now, so that a directory that cannot be synced is found before the work and not after it.
        let parent = File::open(split.parent).map_err(failed)?;
        let workplace = Workplace::create(split.parent, split.name, mark)
            .map_err(|none| failed(none.source).leaving(none.removed))?;
        let path = workplace.content();
        Ok(Self {
            target: target.to_owned(),
            place: split.path(),
            path,
            workplace,
            parent,
            renamed: None,
            closed: false,
        })
    }

    /// Where to write. Who writes a file syncs it; directories are synced by [`commit`](Self::commit).
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name that it will have.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Gives the directory its final name. Never replaces anything.
    ///
    /// # Errors
    /// [`StagingError::Exists`] or [`StagingError::Commit`], and the directory is where it was; or
    /// [`StagingError::Unconfirmed`], and it is in place.
    pub fn commit(&mut self) -> Result<(), StagingError> {
        self.prepare()?;
        self.put_in_place()?;
        self.confirm()
    }

    /// Puts the directory in place of the one that has its name, in one step: whoever looks sees the old directory or
    /// the new one, each whole. The old one is in the temporary place then, and goes with it.
    ///
    /// A process that is killed after this leaves the old directory there; [`remove_abandoned`](Self::remove_abandoned) for
    /// the same target removes it.
    ///
    /// # Errors
    /// [`StagingError::Commit`], and both are where they were, also where the file system cannot exchange two names; or
    /// [`StagingError::Unconfirmed`], and the new one is in place.
    pub fn exchange(&mut self) -> Result<(), StagingError> {
        self.prepare()?;
        let ours = fs::symlink_metadata(&self.path).map_err(|source| self.failed(source))?;
        exchange(&self.path, &self.place).map_err(|source| self.failed(source))?;
        self.renamed = Some(FileId::of(&ours));
        self.confirm()
    }

    /// Removes the temporary place, with what is in it where there was no commit.
    ///
    /// # Errors
    /// What could not be removed. [`remove_abandoned`](Self::remove_abandoned) for the same target removes it later.
    pub fn close(mut self) -> Result<(), Leftover> {
        self.closed = true;
        let failed =
            |source| Leftover { path: self.workplace.path().to_owned(), committed: self.renamed.is_some(), source };
        self.workplace.remove().map_err(failed)
    }

    /// Removes what runs that were killed left beside `target`, and returns the paths. What bears another mark, is not a
    /// directory of this user with mode 0700, or is still being written, stays.
    #[must_use]
    pub fn remove_abandoned(target: &Path, mark: Mark) -> Vec<PathBuf> {
        let remove = |split: Target<'_>| workplace::remove_abandoned(split.parent, split.name, mark);
        Target::split(target).map(remove).unwrap_or_default()
    }

    pub(crate) fn prepare(&mut self) -> Result<(), StagingError> {
        if self.renamed.is_some() { Ok(()) } else { sync_tree(&self.path).map_err(|source| self.failed(source)) }
    }

    pub(crate) fn put_in_place(&mut self) -> Result<(), StagingError> {
        if self.renamed.is_none() {
            let ours = fs::symlink_metadata(&self.path).map_err(|source| self.failed(source))?;
            rename_new(&self.path, &self.place).map_err(|source| self.failed(source))?;
            // The new name exists from here on, so nothing may be removed any more.
            self.renamed = Some(FileId::of(&ours));
        }
        Ok(())
    }

    pub(crate) fn confirm(&self) -> Result<(), StagingError> {
        self.parent.sync_all().map_err(|source| StagingError::Unconfirmed { path: self.target.clone(), source })
    }

    /// As if the disk broke: the kernel syncs nothing in `/proc`.
    #[cfg(test)]
    pub(crate) fn cannot_be_synced(&mut self) {
        self.parent = File::open("/proc").expect("Linux has it");
    }

    /// Back to the temporary place, unless somebody has put something else under the name.
    pub(crate) fn take_back(&mut self) -> io::Result<()> {
        let actual = fs::symlink_metadata(&self.place)?;
        if self.renamed != Some(FileId::of(&actual)) {
            return Err(io::Error::other("something else has its name"));
        }
        rename_new(&self.place, &self.path)?;
        self.renamed = None;
        Ok(())
    }

    fn failed(&self, source: io::Error) -> StagingError {
        match source.kind() {
            io::ErrorKind::AlreadyExists => StagingError::Exists { path: self.target.clone(), existing: Existing::New },
            _ => StagingError::Commit { path: self.target.clone(), source },
        }
    }
}

impl fmt::Debug for Staging {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Staging").field("target", &self.target).field("path", &self.path).finish_non_exhaustive()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.closed {
            let _ = self.workplace.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

    fn names(dir: &Path) -> Vec<OsString> {
        fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn what_is_not_committed_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
        fs::write(staging.path().join("file"), "half").unwrap();
        drop(staging);
        assert!(names(dir.path()).is_empty());
    }

    #[test]
    fn what_is_committed_has_the_final_name_only() {
        let dir = tempfile::tempdir().unwrap();
        let mut staging = Staging::create(&dir.path().join("out"), MARK).unwrap();
        fs::write(staging.path().join("file"), "whole").unwrap();
        staging.commit().unwrap();
        assert!(staging.close().is_ok());
        assert_eq!(names(dir.path()), ["out"]);
        assert_eq!(fs::read(dir.path().join("out/file")).unwrap(), b"whole");
    }

    #[test]
    fn a_directory_takes_the_place_of_another() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        fs::create_dir(&target).unwrap();
        fs::write(target.join("file"), "old").unwrap();
        // Dropped before, it leaves the old one.
        drop(Staging::replacing(&target, MARK).unwrap());
        assert_eq!(fs::read(target.join("file")).unwrap(), b"old");
        let mut staging = Staging::replacing(&target, MARK).unwrap();
        fs::write(staging.path().join("file"), "new").unwrap();
        staging.exchange().unwrap();
        assert_eq!(fs::read(staging.path().join("file")).unwrap(), b"old");
        assert!(staging.close().is_ok());
        assert_eq!(names(dir.path()), ["out"]);
        assert_eq!(fs::read(target.join("file")).unwrap(), b"new");
        // Where there is nothing to replace, nothing appears.
        let mut staging = Staging::replacing(&dir.path().join("none"), MARK).unwrap();
        assert!(matches!(staging.exchange(), Err(StagingError::Commit { .. })));
        assert!(staging.close().is_ok());
        assert_eq!(names(dir.path()), ["out"]);
    }

    #[test]
    fn a_directory_that_appears_meanwhile_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let target = dir.path().join("out");
        let mut staging = Staging::create(&target, MARK).unwrap();
        fs::create_dir(&target).unwrap();
        assert!(matches!(staging.commit(), Err(StagingError::Exists { .. })));
        assert!(staging.close().is_ok());
        assert_eq!(names(dir.path()), ["out"]);
        assert!(names(&target).is_empty());
    }
}
