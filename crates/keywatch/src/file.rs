//! Files that are replaced in one step, and read within bounds.

use std::{
    io::Write,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use durable_files::{
    Access, Edit, EditError, Mark, ReadError, Staging, StagingError, create_file, is_file, open_file_or_pipe,
    open_regular_following_links, read_bounded, read_secret_text, secret_text, write_new,
};
use standard_streams::Stream;
use zeroize::Zeroizing;

use crate::output;

/// How long somebody else may take who is changing the same file.
const PATIENCE: Duration = Duration::from_secs(10);

/// Held while a file is written, so that a signal does not end the program then.
static WRITING: Mutex<()> = Mutex::new(());

/// Waits for the file that is being written, and lets no other begin.
pub(crate) fn writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a text of at most `limit` bytes. It may hold secrets, so it is wiped when dropped.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Zeroizing<String>, ReadError> {
    read_secret_text(&open_regular_following_links(path)?, limit)
}

/// The same of something that a person names on purpose, which may be a pipe, as shells make for `<(…)`.
pub(crate) fn read_given(path: &Path, limit: u64) -> Result<Zeroizing<String>, ReadError> {
    if let Some(stream) = Stream::at(path) {
        stream.require()?;
    }
    let file = open_file_or_pipe(path)?;
    let expected = file.metadata()?.len();
    secret_text(read_bounded(file, limit, expected)?)
}

/// By what temporary directories are known.
const MARK: Mark = Mark { name: "made-by-keywatch", text: "keywatch is writing here, or was killed\n" };

/// Makes a directory with these files in it, by name and content: all of them, or none.
pub(crate) fn new_directory<'a>(
    directory: &Path,
    access: Access,
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
) -> Result<(), StagingError> {
    let _writing = writing();
    for path in Staging::remove_abandoned(directory, MARK) {
        output::note(&format!("removed {}, which an interrupted run had left behind", path.display()));
    }
    let mut staging = Staging::create(directory, MARK)?;
    let written = files.into_iter().try_for_each(|(name, content)| {
        let file = create_file(&staging.path().join(name), access);
        let written = file.and_then(|mut file| file.write_all(content).and_then(|()| file.sync_all()));
        written.map_err(|source| StagingError::Write { path: directory.join(name), source })
    });
    let made = written.and_then(|()| staging.commit());
    match (made, staging.close()) {
        (Err(failed), Err(leftover)) => Err(StagingError::LeftBehind { leftover, failed: Box::new(failed) }),
        (Ok(()), Err(leftover)) => {
            output::note(&format!(
                "{leftover}; {} is in place and nothing of it is left there, so remove it",
                directory.display()
            ));
            Ok(())
        }
        (made, Ok(())) => made,
    }
}

/// Puts new content in the place of a file: readers see the old content or the new, never a part. The mode becomes 0600; the
/// owner stays. A symbolic link stays one; what it names is replaced.
///
/// `before` is what the file held when it was read: where it holds something else by now, somebody else has changed it,
/// and that stays.
pub(crate) fn replace(path: &Path, before: &str, content: &str) -> Result<(), EditError> {
    let edit = Edit::begin(path, PATIENCE)?;
    let _writing = writing();
    let actual = match edit.read(before.len() as u64) {
        Ok(actual) => actual,
        Err(ReadError::TooLarge { .. }) => return Err(EditError::Changed { path: path.to_owned() }),
        Err(source) => return Err(EditError::Open { path: path.to_owned(), source }),
    };
    if actual.as_slice() != before.as_bytes() {
        return Err(EditError::Changed { path: path.to_owned() });
    }
    edit.replace(content.as_bytes())
}

/// Makes a file, or puts new content in its place, whatever it held.
pub(crate) fn put(path: &Path, content: &str) -> Result<(), PutError> {
    if is_file(path).map_err(|source| EditError::Open { path: path.to_owned(), source: source.into() })? {
        let edit = Edit::begin(path, PATIENCE)?;
        let _writing = writing();
        Ok(edit.replace(content.as_bytes())?)
    } else {
        let _writing = writing();
        Ok(write_new(path, Access::Secret, content.as_bytes())?)
    }
}

/// Why a file is not there, or may not stay.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PutError {
    #[error(transparent)]
    Edit(#[from] EditError),
    #[error(transparent)]
    New(#[from] StagingError),
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
    };

    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_for_the_owner_alone() {
        let directory = tempfile::tempdir().unwrap();
        let (path, link) = (directory.path().join("file"), directory.path().join("link"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        symlink("file", &link).unwrap();
        replace(&link, "one", "two").unwrap();
        assert_eq!(*read(&path, 3).unwrap(), "two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_somebody_else_changed_stays() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        for (before, now) in [("one", "changed"), ("one", "two"), ("changed", "one")] {
            fs::write(&path, now).unwrap();
            assert!(matches!(replace(&path, before, "three"), Err(EditError::Changed { .. })), "{before} {now}");
            assert_eq!(*read(&path, 100).unwrap(), now);
            assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
        }
        assert!(read(&path, 2).is_err());
        assert!(read(directory.path(), 6).is_err());
    }

    #[test]
    fn a_file_that_is_put_is_made_or_replaced() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("file");
        for content in ["one", "a second one"] {
            put(&path, content).unwrap();
            assert_eq!(*read(&path, 100).unwrap(), content);
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
