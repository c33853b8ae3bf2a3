//! Looking into directories, syncing and removing them.
//!
//! The standard library panics when closing a directory fails, as it does on a disk that is breaking: its iterator over a
//! directory asserts that `closedir` succeeds, and its `remove_dir_all` uses that iterator. A panic is no error that a
//! caller could report, so directories are read here by other means.

use std::{
    ffi::{CString, OsStr},
    fs::{self, File},
    io,
    os::{
        fd::{AsFd, BorrowedFd},
        unix::ffi::OsStrExt,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, CWD, Dir, Mode, OFlags, openat, unlinkat},
    io::Errno,
};

/// The paths in a directory, in the order of their names.
///
/// # Errors
/// What the system says, also half-way: a list that is not whole is no list.
pub fn paths_in(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let handle = openat(CWD, directory, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    let names = names_in(handle.as_fd())?;
    let mut paths: Vec<_> = names.iter().map(|name| directory.join(OsStr::from_bytes(name.to_bytes()))).collect();
    paths.sort();
    Ok(paths)
}

fn names_in(directory: BorrowedFd<'_>) -> io::Result<Vec<CString>> {
    let mut names = Vec::new();
    for entry in Dir::read_from(directory)? {
        let entry = entry?;
        if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
            names.push(entry.file_name().to_owned());
        }
    }
    Ok(names)
}

/// Makes the names inside a directory durable. Without this, a power cut can lose a file that was itself synced.
///
/// # Errors
/// What the system says.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Syncs every directory below and including `path`. The files in it are synced by who writes them.
pub(crate) fn sync_tree(path: &Path) -> io::Result<()> {
    for below in paths_in(path)? {
        if fs::symlink_metadata(&below)?.is_dir() {
            sync_tree(&below)?;
        }
    }
    sync_dir(path)
}

/// Removes a directory with all that is in it. No link is followed, also none that appears meanwhile.
pub(crate) fn remove_tree(path: &Path) -> io::Result<()> {
    let path = CString::new(path.as_os_str().as_bytes())?;
    remove_at(CWD, &path)
}

fn remove_at(above: BorrowedFd<'_>, name: &CString) -> io::Result<()> {
    match unlinkat(above, name, AtFlags::empty()) {
        // A directory: Linux says the one, POSIX the other.
        Err(Errno::ISDIR | Errno::PERM) => {}
        other => return Ok(other?),
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let directory = openat(above, name, flags, Mode::empty())?;
    for below in names_in(directory.as_fd())? {
        match remove_at(directory.as_fd(), &below) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            other => other?,
        }
    }
    Ok(unlinkat(above, name, AtFlags::REMOVEDIR)?)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_tree_goes_and_what_its_links_name_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (tree, kept) = (dir.path().join("tree"), dir.path().join("kept"));
        fs::create_dir_all(tree.join("a/b")).unwrap();
        fs::create_dir(&kept).unwrap();
        fs::write(tree.join("a/b/file"), "x").unwrap();
        fs::write(kept.join("file"), "x").unwrap();
        symlink(&kept, tree.join("a/link")).unwrap();
        remove_tree(&tree).unwrap();
        assert_eq!(paths_in(dir.path()).unwrap(), [kept.as_path()]);
        assert!(kept.join("file").exists());
        assert_eq!(remove_tree(&tree).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    /// Also a pipe, for whose other end an open without care would wait.
    #[test]
    fn what_is_no_directory_is_not_opened_and_what_is_missing_is_not_synced() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        rustix::fs::mknodat(CWD, &pipe, rustix::fs::FileType::Fifo, Mode::RWXU, 0).unwrap();
        assert_eq!(paths_in(&pipe).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        let missing = dir.path().join("missing");
        for sync in [sync_dir, sync_tree] {
            assert_eq!(sync(&missing).unwrap_err().kind(), io::ErrorKind::NotFound);
        }
    }

    #[test]
    fn paths_come_in_order_and_a_file_is_no_directory() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b", ".a", "c"] {
            fs::write(dir.path().join(name), "x").unwrap();
        }
        let expected = [".a", "b", "c"].map(|name| dir.path().join(name));
        assert_eq!(paths_in(dir.path()).unwrap(), expected);
        assert_eq!(paths_in(&expected[0]).unwrap_err().kind(), io::ErrorKind::NotADirectory);
    }
}
