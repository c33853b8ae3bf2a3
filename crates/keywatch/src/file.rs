//! Files that are replaced in one step, and read within bounds.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::unix::fs::{MetadataExt, fchown},
    path::Path,
};

use tempfile::NamedTempFile;
use zeroize::Zeroizing;

/// Reads a text of at most `limit` bytes. It may hold secrets, so it is wiped when dropped.
pub(crate) fn read(path: &Path, limit: usize) -> io::Result<Zeroizing<String>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX).min(limit);
    // The whole size from the start: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(length + 64));
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| io::Error::other("not UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Puts new content in the place of a file, or makes it: readers see the old content or the new, never a part. The mode is
/// 0600; the owner of a file that is replaced stays. A symbolic link stays one; what it names is replaced.
///
/// `before` is what the file held when it was read: where it holds something else by now, somebody else has changed it.
pub(crate) fn replace(path: &Path, before: Option<&str>, content: &str) -> io::Result<()> {
    let real = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let directory = real.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Made with mode 0600, under a name that nobody has.
    let mut file = NamedTempFile::new_in(directory)?;
    if let Ok(owner) = fs::metadata(&real) {
        let ours = file.as_file().metadata()?;
        if (owner.uid(), owner.gid()) != (ours.uid(), ours.gid()) {
            fchown(file.as_file(), Some(owner.uid()), Some(owner.gid()))?;
        }
    }
    file.write_all(content.as_bytes())?;
    file.as_file().sync_all()?;
    if let Some(before) = before
        && *read(&real, before.len() + 1)? != *before
    {
        return Err(io::Error::other("another program has changed it meanwhile; run again"));
    }
    file.persist(&real).map_err(|error| error.error)?;
    File::open(directory)?.sync_all()?;
    if *read(&real, content.len())? == *content {
        Ok(())
    } else {
        Err(io::Error::other("it does not hold what was written"))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_for_the_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let (path, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        symlink("file", &link).unwrap();
        replace(&link, Some("one"), "two").unwrap();
        assert_eq!(*read(&path, 3).unwrap(), "two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_somebody_else_changed_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        fs::write(&path, "changed").unwrap();
        assert!(replace(&path, Some("one"), "two").is_err());
        assert_eq!(*read(&path, 100).unwrap(), "changed");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        assert!(read(&path, 6).is_err());
        assert!(read(directory.path(), 6).is_err());
    }
}
