//! Single files that appear whole or not at all.
//!
//! A run that is killed may leave a file `.NAME.partial-NUMBER`. It is not removed by a later one, because nothing in it shows
//! that keygen made it; the next run that writes NAME says that it is there.

use std::{
    ffi::OsStr,
    fs::{self, File, Metadata},
    io::{self, Write},
    os::unix::fs::{MetadataExt, fchown},
    path::{Path, PathBuf},
};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

use crate::{
    exit_status::{BAD_INPUT, SYSTEM_FAILED},
    interrupt,
    output::{self, Shown},
    output_dir::{Access, create_file, is_partial_name, partial_names},
};

/// Refuses a name that something has already, before any work is done for it. [`write_new`] does so again.
pub(crate) fn refuse_existing(path: &Path) -> Result<(), OutputFileError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Err(OutputFileError::Exists { path: path.to_owned() }),
        Err(_) => Ok(()),
    }
}

/// Writes a file that does not exist yet. Nothing is ever overwritten.
pub(crate) fn write_new(path: &Path, access: Access, content: &[u8]) -> Result<(), OutputFileError> {
    refuse_existing(path)?;
    write(path, access, None, content, rename_new).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists => OutputFileError::Exists { path: path.to_owned() },
        _ => OutputFileError::Write { path: path.to_owned(), source },
    })
}

/// Puts new content in the place of a file that exists: readers see the old content or the new, never a part. The mode
/// becomes 0600, the owner stays: a node runs as its own user. A symbolic link stays one; what it names is replaced.
pub(crate) fn replace_secret(path: &Path, content: &[u8]) -> Result<(), OutputFileError> {
    let replace = || {
        let real = fs::canonicalize(path)?;
        let owner = fs::metadata(&real)?;
        write(&real, Access::Secret, Some(&owner), content, |temporary, real| fs::rename(temporary, real))
    };
    replace().map_err(|source| OutputFileError::Write { path: path.to_owned(), source })
}

/// `safe.json` alone, or `safe_1.json`, `safe_2.json` and so on.
pub(crate) fn numbered(out: &Path, number: usize, total: usize) -> PathBuf {
    if total == 1 {
        return out.to_owned();
    }
    let mut name = out.file_stem().unwrap_or_default().to_owned();
    name.push(format!("_{number}"));
    if let Some(extension) = out.extension() {
        name.push(".");
        name.push(extension);
    }
    out.with_file_name(name)
}

/// Writes beside `path` under a temporary name, waits until the disk has it, and gives it its name.
fn write(
    path: &Path,
    access: Access,
    owner: Option<&Metadata>,
    content: &[u8],
    rename: impl FnOnce(&Path, &Path) -> io::Result<()>,
) -> io::Result<()> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for path in left_behind(directory, name) {
        output::note(&format!("{} was left behind by an interrupted run; remove it", Shown(&path)));
    }

    // An interrupt waits until the temporary file is gone or has its name.
    let _writing = interrupt::writing();
    let (temporary, mut file) = create_temporary(directory, name, access)?;
    // Only so that nobody takes it for left behind: where there are no locks, the file is written all the same.
    let _ = file.lock();
    let renamed = keep_owner(&file, owner)
        .and_then(|()| file.write_all(content))
        .and_then(|()| file.sync_all())
        .and_then(|()| rename(&temporary, path));
    if let Err(error) = renamed {
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    File::open(directory)?.sync_all()
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

/// What runs that were killed have left of a file with this name.
fn left_behind(directory: &Path, name: &OsStr) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| is_partial_name(name, &entry.file_name()))
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()))
        .map(|entry| entry.path())
        .filter(|path| File::open(path).is_ok_and(|file| file.try_lock().is_ok()))
        .collect()
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

fn rename_new(temporary: &Path, path: &Path) -> io::Result<()> {
    match renameat_with(CWD, temporary, CWD, path, RenameFlags::NOREPLACE) {
        // A file system that does not know the flag: a hard link refuses an existing name as well.
        Err(Errno::INVAL | Errno::NOSYS) => fs::hard_link(temporary, path).and_then(|()| fs::remove_file(temporary)),
        other => Ok(other?),
    }
}

/// Why a file was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputFileError {
    /// Something has that name.
    #[error("{}: exists already; choose a new name, nothing is ever overwritten", Shown(path))]
    Exists { path: PathBuf },
    /// The system refused.
    #[error("{}: cannot be written ({source}); nothing was changed, choose a place where you may write", Shown(path))]
    Write { path: PathBuf, source: io::Error },
}

impl OutputFileError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Exists { .. } => BAD_INPUT,
            Self::Write { .. } => SYSTEM_FAILED,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        ffi::OsString,
        os::unix::fs::{PermissionsExt, symlink},
    };

    use super::*;

    fn names(directory: &Path) -> Vec<OsString> {
        let mut names: Vec<_> = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_file_replaces_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        write_new(&file, Access::Public, b"one").unwrap();
        assert!(matches!(write_new(&file, Access::Public, b"two"), Err(OutputFileError::Exists { .. })));
        symlink(dir.path().join("nowhere"), dir.path().join("link")).unwrap();
        let link = write_new(&dir.path().join("link"), Access::Public, b"two");
        assert!(matches!(link, Err(OutputFileError::Exists { .. })));
        assert_eq!(fs::read(&file).unwrap(), b"one");
        assert_eq!(names(dir.path()), ["file", "link"]);
    }

    #[test]
    fn a_name_that_appears_meanwhile_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let (temporary, file) = (dir.path().join("temporary"), dir.path().join("file"));
        fs::write(&temporary, "two").unwrap();
        fs::write(&file, "one").unwrap();
        assert_eq!(rename_new(&temporary, &file).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&file).unwrap(), b"one");
    }

    #[test]
    fn what_a_killed_run_left_is_named_and_stays() {
        let dir = tempfile::tempdir().unwrap();
        let name = OsStr::new("file");
        let (left, _unlocked) = create_temporary(dir.path(), name, Access::Secret).unwrap();
        let (_in_use, locked) = create_temporary(dir.path(), name, Access::Secret).unwrap();
        locked.lock().unwrap();
        fs::write(dir.path().join(".file.partial-backup"), "mine").unwrap();
        assert_eq!(left_behind(dir.path(), name), [left.as_path()]);
        // The next run may have the same process number.
        write_new(&dir.path().join("file"), Access::Public, b"one").unwrap();
        assert!(left.exists());
        assert_eq!(names(dir.path()).len(), 4);
    }

    #[test]
    fn a_replaced_file_is_for_the_owner_alone() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, "one").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        symlink("file", &link).unwrap();
        replace_secret(&link, b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names(dir.path()), ["file", "link"]);
    }
}
