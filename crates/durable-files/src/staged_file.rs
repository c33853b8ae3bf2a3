//! Single files that appear whole or not at all.
//!
//! A run that is killed may leave a file `.NAME.partial-NUMBER`. No later one removes it, because nothing in it shows who
//! made it; [`left_behind`] names it.

use std::{
    ffi::OsStr,
    fs::{self, File, Metadata},
    io::{self, Write},
    os::unix::{
        ffi::OsStrExt,
        fs::{MetadataExt, fchown},
    },
    path::{Path, PathBuf},
};

use crate::{
    Access, Existing, Leftover, StagingError,
    access::create_file,
    directory::paths_in,
    identity::FileId,
    partial_name::{is_partial_name, partial_names},
    read::open_regular,
    rename::rename_new,
    target::Target,
};

/// Refuses a name that something has already, before any work is done for it. [`StagedFile::create`] and
/// [`StagedFile::commit`] do so again.
///
/// # Errors
/// [`StagingError::Exists`].
pub fn refuse_existing(path: &Path) -> Result<(), StagingError> {
    match fs::symlink_metadata(path) {
        Ok(actual) => Err(StagingError::Exists { path: path.to_owned(), existing: Existing::of(&actual) }),
        Err(_) => Ok(()),
    }
}

/// Writes a file that does not exist yet. Nothing is ever overwritten.
///
/// ```
/// use durable_files::{Access, StagingError, write_new};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let path = place.path().join("key");
/// write_new(&path, Access::Secret, b"7")?;
/// assert!(matches!(write_new(&path, Access::Secret, b"8"), Err(StagingError::Exists { .. })));
/// assert_eq!(std::fs::read(&path)?, b"7");
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// Any but [`StagingError::PartlyKept`]. After [`StagingError::LeftBehind`] the temporary file is still there.
pub fn write_new(path: &Path, access: Access, content: &[u8]) -> Result<(), StagingError> {
    StagedFile::create(path, access, content)?.commit()
}

/// The temporary files that killed runs have left beside a file of this name, which nobody is writing any more.
#[must_use]
pub fn left_behind(path: &Path) -> Vec<PathBuf> {
    let Ok(target) = Target::split(path) else { return Vec::new() };
    let mut paths = paths_in(target.parent).unwrap_or_default();
    paths.retain(|path| path.file_name().is_some_and(|actual| is_partial_name(target.name, actual)));
    // Whoever is writing one holds it locked.
    paths.retain(|path| open_regular(path).is_ok_and(|file| file.try_lock().is_ok()));
    paths
}

/// A file with all its content, under a temporary name beside its target. [`discard`](Self::discard) removes it; so does
/// its drop without [`commit`](Self::commit), but then nobody learns where that fails.
///
/// Interrupts: as for [`Staging`](crate::Staging), the process must not be ended between the beginning of
/// [`create`](Self::create) and the end of `commit`, or the temporary file stays.
///
/// ```
/// use durable_files::{Access, StagedFile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let path = place.path().join("report.txt");
/// let file = StagedFile::create(&path, Access::Public, b"all is well\n")?;
/// // The disk has the content; the name comes when everything else has gone well, too.
/// assert!(!path.exists());
/// file.commit()?;
/// assert_eq!(std::fs::read(&path)?, b"all is well\n");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct StagedFile {
    target: PathBuf,
    temporary: PathBuf,
    file: File,
    /// The directory above, which holds the name.
    parent: File,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Under its temporary name.
    Staged,
    /// Under its final name.
    InPlace,
    /// Its removal was tried.
    Discarded,
}

impl StagedFile {
    /// Writes `content` beside `path` and waits until the disk has it.
    ///
    /// # Errors
    /// [`StagingError::NoName`], [`StagingError::Exists`], [`StagingError::Create`] or [`StagingError::Write`], and nothing
    /// is left; or [`StagingError::LeftBehind`].
    pub fn create(path: &Path, access: Access, content: &[u8]) -> Result<Self, StagingError> {
        // A slash at the end would make another name of it.
        if path.as_os_str().as_bytes().ends_with(b"/") {
            return Err(StagingError::NoName { path: path.to_owned() });
        }
        refuse_existing(path)?;
        Self::beside(path, access, None, content)
    }

    /// The same where something has the name already. The file gets the owner of `owner`.
    pub(crate) fn beside(
        path: &Path,
        access: Access,
        owner: Option<&Metadata>,
        content: &[u8],
    ) -> Result<Self, StagingError> {
        let target = Target::split(path)?;
        let failed = |source| StagingError::Create { path: path.to_owned(), source };
        // Opened now, so that a directory that cannot be synced is found before the file has its name.
        let parent = File::open(target.parent).map_err(failed)?;
        let (temporary, mut file) = create_temporary(target.parent, target.name, access).map_err(failed)?;
        // Only so that nobody takes it for left behind, or edits it too soon: where there are no locks, the file is
        // written all the same.
        let _ = file.lock();
        let written = keep_owner(&file, owner).and_then(|()| file.write_all(content)).and_then(|()| file.sync_all());
        let staged = Self { target: path.to_owned(), temporary, file, parent, state: State::Staged };
        match written {
            Ok(()) => Ok(staged),
            Err(source) => Err(StagingError::Write { path: path.to_owned(), source }.leaving(staged.discard())),
        }
    }

    /// The name that it will have.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// Gives the file its final name. Never replaces anything.
    ///
    /// # Errors
    /// [`StagingError::Exists`] or [`StagingError::Commit`], and nothing is left; [`StagingError::LeftBehind`], and the
    /// temporary file is; or [`StagingError::Unconfirmed`], and the file is in place.
    pub fn commit(mut self) -> Result<(), StagingError> {
        match self.put_in_place() {
            Ok(()) => self.confirm(),
            Err(error) => Err(error.leaving(self.discard())),
        }
    }

    /// Removes the file, unless it has its final name.
    ///
    /// # Errors
    /// What could not be removed.
    pub fn discard(mut self) -> Result<(), Leftover> {
        self.remove().map_err(|source| Leftover { path: self.temporary.clone(), committed: false, source })
    }

    fn remove(&mut self) -> io::Result<()> {
        if self.state != State::Staged {
            return Ok(());
        }
        self.state = State::Discarded;
        match fs::remove_file(&self.temporary) {
            // Somebody else has removed it.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    }

    /// Gives the file the name of one that exists, in one step.
    pub(crate) fn replace(mut self) -> Result<(), StagingError> {
        if let Err(source) = fs::rename(&self.temporary, &self.target) {
            return Err(StagingError::Commit { path: self.target.clone(), source }.leaving(self.discard()));
        }
        self.state = State::InPlace;
        self.confirm()
    }

    pub(crate) fn put_in_place(&mut self) -> Result<(), StagingError> {
        let path = || self.target.clone();
        rename_new(&self.temporary, &self.target).map_err(|source| match source.kind() {
            io::ErrorKind::AlreadyExists => StagingError::Exists { path: path(), existing: Existing::New },
            _ => StagingError::Commit { path: path(), source },
        })?;
        self.state = State::InPlace;
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

    /// Back to the temporary name, unless somebody has put something else under the final one.
    pub(crate) fn take_back(&mut self) -> io::Result<()> {
        if FileId::of(&fs::symlink_metadata(&self.target)?) != FileId::of(&self.file.metadata()?) {
            return Err(io::Error::other("something else has its name"));
        }
        rename_new(&self.target, &self.temporary)?;
        self.state = State::Staged;
        Ok(())
    }
}

impl Drop for StagedFile {
    fn drop(&mut self) {
        let _ = self.remove();
    }
}

fn create_temporary(directory: &Path, name: &OsStr, access: Access) -> io::Result<(PathBuf, File)> {
    for partial in partial_names(name) {
        let path = directory.join(partial);
        match create_file(&path, access) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => return created.map(|file| (path, file)),
        }
    }
    Err(io::Error::other("too many files with its temporary name are left there"))
}

/// Gives the file the owner of the one that it replaces.
fn keep_owner(file: &File, owner: Option<&Metadata>) -> io::Result<()> {
    let ours = file.metadata()?;
    match owner {
        Some(owner) if (owner.uid(), owner.gid()) != (ours.uid(), ours.gid()) => {
            fchown(file, Some(owner.uid()), Some(owner.gid()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
