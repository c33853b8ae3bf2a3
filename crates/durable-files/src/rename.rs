//! A rename that replaces nothing.

use std::{fs, io, path::Path};

use rustix::{
    fs::{CWD, RenameFlags, renameat_with},
    io::Errno,
};

/// Gives what is called `from` the name `to`, unless something has that name. `rename` itself would replace a file, or an
/// empty directory.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has the name; else what the system says. After an error, `from` still
/// is what it was.
pub(crate) fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS) => rename_without_flag(from, to),
        other => Ok(other?),
    }
}

/// Gives each of two names what the other had, in one step.
///
/// # Errors
/// What the system says, also where the file system cannot do it; both names are then what they were.
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// For file systems that do not know the flag.
fn rename_without_flag(from: &Path, to: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(from)?.is_dir() {
        // A hard link refuses a name that exists as well. From here on the new name is there, so that the old one may be
        // left; whoever staged the file tries to remove it once more.
        fs::hard_link(from, to)?;
        let _ = fs::remove_file(from);
        return Ok(());
    }
    // Directories have no hard links: look, then rename. Only an empty directory made in between could be replaced.
    match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Both ways, on files and on directories.
    #[test]
    fn a_name_that_appears_meanwhile_is_not_replaced() {
        for rename in [rename_new, rename_without_flag] {
            let dir = tempfile::tempdir().unwrap();
            let path = |name: &str| dir.path().join(name);
            fs::write(path("two"), "two").unwrap();
            fs::write(path("one"), "one").unwrap();
            assert_eq!(rename(&path("two"), &path("one")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            assert_eq!(fs::read(path("one")).unwrap(), b"one");
            rename(&path("two"), &path("new")).unwrap();
            assert_eq!(fs::read(path("new")).unwrap(), b"two");
            assert!(!path("two").exists());

            fs::create_dir(path("from")).unwrap();
            fs::create_dir(path("to")).unwrap();
            assert_eq!(rename(&path("from"), &path("to")).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
            rename(&path("from"), &path("fresh")).unwrap();
            assert!(path("fresh").is_dir() && path("to").is_dir() && !path("from").exists());
        }
    }
}
