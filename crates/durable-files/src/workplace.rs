//! The directory `.NAME.partial-NUMBER` in which something new is written before it gets the name NAME.
//!
//! It holds two things: a file that marks it as the program's, and what is being written. Who writes holds a lock on the mark. The
//! system releases a lock however the process ends, so a mark without one says that the run was killed.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rustix::{fs::OFlags, process::geteuid};

use crate::{
    Leftover, Mark,
    access::{Access, create_dir, create_file},
    directory::{paths_in, remove_tree},
    identity::FileId,
    partial_name::{is_partial_name, partial_names},
};

const CONTENT: &str = "content";

/// A directory that we created, with mode 0700, a mark in it, and a lock on the mark.
pub(crate) struct Workplace {
    path: PathBuf,
    mark: Mark,
    locked: File,
}

impl Workplace {
    /// Creates one for `name`, in the directory where `name` will be.
    pub(crate) fn create(parent: &Path, name: &OsStr, mark: Mark) -> Result<Self, NoWorkplace> {
        let paths = partial_names(name).map(|partial| parent.join(partial));
        paths
            .map(|path| Self::claim(path, mark))
            .find_map(Result::transpose)
            .unwrap_or_else(|| Err(io::Error::from(ErrorKind::AlreadyExists).into()))
    }

    /// `None` where the name is another run's, or became so.
    fn claim(path: PathBuf, mark: Mark) -> Result<Option<Self>, NoWorkplace> {
        match create_dir(&path, Access::Secret) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(None),
            other => other?,
        }
        let locked = match create_file(&path.join(mark.name), Access::Secret) {
            // Without a mark it was empty, so another run has removed it, or has made it again and marked it.
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::AlreadyExists) => return Ok(None),
            Err(source) => return Err(NoWorkplace::after(source, path.clone(), remove_empty(&path))),
            Ok(locked) => locked,
        };
        let mut workplace = Self { path, mark, locked };
        match workplace.prepare() {
            Ok(true) => Ok(Some(workplace)),
            Ok(false) => Ok(None),
            Err(source) => Err(NoWorkplace::after(source, workplace.path.clone(), workplace.remove())),
        }
    }

    /// Whether it is still there once it is locked: in the moment before, another run may have taken it for abandoned.
    fn prepare(&mut self) -> io::Result<bool> {
        self.locked.lock()?;
        if !self.has_mark()? {
            return Ok(false);
        }
        self.locked.write_all(self.mark.text.as_bytes())?;
        create_dir(&self.content(), Access::Secret)?;
        Ok(true)
    }

    /// Whether the mark that is locked is the one in the directory.
    fn has_mark(&self) -> io::Result<bool> {
        match fs::symlink_metadata(self.path.join(self.mark.name)) {
            Ok(actual) => Ok(FileId::of(&actual) == FileId::of(&self.locked.metadata()?)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where to write.
    pub(crate) fn content(&self) -> PathBuf {
        self.path.join(CONTENT)
    }

    /// Removes it with all that was written. The mark goes last, so that the next run can go on where this one fails.
    pub(crate) fn remove(&self) -> io::Result<()> {
        match remove_tree(&self.content()) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::remove_file(self.path.join(self.mark.name))?;
        remove_empty(&self.path)
    }
}

fn remove_empty(directory: &Path) -> io::Result<()> {
    match fs::remove_dir(directory) {
        // Nothing of ours is left. Another run may have taken the empty directory away, and even the name; or somebody
        // has put something there, which stays.
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::DirectoryNotEmpty) => Ok(()),
        other => other,
    }
}

/// Why there is no temporary place, and what of it is there all the same.
#[derive(Debug)]
pub(crate) struct NoWorkplace {
    pub(crate) source: io::Error,
    pub(crate) removed: Result<(), Leftover>,
}

impl NoWorkplace {
    fn after(source: io::Error, path: PathBuf, removed: io::Result<()>) -> Self {
        Self { source, removed: removed.map_err(|source| Leftover { path, committed: false, source }) }
    }
}

impl From<io::Error> for NoWorkplace {
    fn from(source: io::Error) -> Self {
        Self { source, removed: Ok(()) }
    }
}

/// Removes what runs that were killed left beside `name`, and returns the paths.
pub(crate) fn remove_abandoned(parent: &Path, name: &OsStr, mark: Mark) -> Vec<PathBuf> {
    let mut paths = paths_in(parent).unwrap_or_default();
    paths.retain(|path| path.file_name().is_some_and(|actual| is_partial_name(name, actual)));
    paths.retain(|path| remove_if_abandoned(path, mark).unwrap_or(false));
    paths
}

fn remove_if_abandoned(path: &Path, mark: Mark) -> io::Result<bool> {
    // A link is not followed.
    let actual = fs::symlink_metadata(path)?;
    if !actual.is_dir() || actual.uid() != geteuid().as_raw() || actual.mode() & 0o777 != 0o700 {
        return Ok(false);
    }
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).expect("the flags of open are an int");
    let locked = match OpenOptions::new().write(true).custom_flags(flags).open(path.join(mark.name)) {
        // Killed before it was marked, or somebody else's: this removes it only if it is empty.
        Err(error) if error.kind() == ErrorKind::NotFound => return fs::remove_dir(path).map(|()| true),
        other => other?,
    };
    if locked.try_lock().is_err() {
        return Ok(false);
    }
    // The lock is held until all is removed.
    let abandoned = Workplace { path: path.to_owned(), mark, locked };
    if !abandoned.has_mark()? {
        return Ok(false);
    }
    abandoned.remove()?;
    Ok(!path.exists())
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt, thread};

    use super::*;

    const NAME: &str = "out";
    const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

    fn create(parent: &Path) -> Workplace {
        Workplace::create(parent, OsStr::new(NAME), MARK).unwrap()
    }

    fn removed(parent: &Path) -> Vec<PathBuf> {
        remove_abandoned(parent, OsStr::new(NAME), MARK)
    }

    /// One that a run left when it was killed: the lock is gone, all else is there.
    fn abandon(parent: &Path) -> PathBuf {
        let workplace = create(parent);
        fs::write(workplace.content().join("file"), "half").unwrap();
        workplace.path().to_owned()
    }

    #[test]
    fn one_that_is_abandoned_is_removed_and_one_in_use_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let in_use = create(dir.path());
        let abandoned = abandon(dir.path());
        assert_eq!(removed(dir.path()), [abandoned.as_path()]);
        assert!(!abandoned.exists() && in_use.content().exists());
        assert!(removed(dir.path()).is_empty());
    }

    #[test]
    fn one_without_a_mark_is_removed_only_if_it_is_empty() {
        let dir = tempfile::tempdir().unwrap();
        let empty = dir.path().join(".out.partial-1");
        let used = dir.path().join(".out.partial-2");
        create_dir(&empty, Access::Secret).unwrap();
        create_dir(&used, Access::Secret).unwrap();
        fs::write(used.join("mine"), "precious").unwrap();
        assert_eq!(removed(dir.path()), [empty]);
        assert_eq!(fs::read(used.join("mine")).unwrap(), b"precious");
    }

    #[test]
    fn what_is_called_otherwise_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        for name in
            [".out.partial-", ".out.partial-backup", ".out.partial-1a", ".out.partial-1.old", ".other.partial-1"]
        {
            fs::rename(abandon(dir.path()), dir.path().join(name)).unwrap();
            assert!(removed(dir.path()).is_empty(), "{name}");
            assert!(dir.path().join(name).join(CONTENT).join("file").exists(), "{name}");
        }
    }

    #[test]
    fn what_others_can_write_or_only_links_there_is_not_touched() {
        let dir = tempfile::tempdir().unwrap();
        let (open, elsewhere) = (abandon(dir.path()), dir.path().join("elsewhere"));
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).unwrap();
        fs::rename(abandon(dir.path()), &elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, dir.path().join(".out.partial-7")).unwrap();
        assert!(removed(dir.path()).is_empty());
        assert!(open.join(CONTENT).join("file").exists() && elsewhere.join(CONTENT).join("file").exists());
    }

    #[test]
    fn what_somebody_put_beside_the_content_stays() {
        let dir = tempfile::tempdir().unwrap();
        let abandoned = abandon(dir.path());
        fs::write(abandoned.join("mine"), "precious").unwrap();
        assert!(removed(dir.path()).is_empty());
        assert_eq!(fs::read(abandoned.join("mine")).unwrap(), b"precious");
        // That is no failure of who removes what is its own.
        let workplace = create(dir.path());
        fs::write(workplace.path().join("mine"), "precious").unwrap();
        workplace.remove().unwrap();
        assert_eq!(fs::read(workplace.path().join("mine")).unwrap(), b"precious");
    }

    /// Without care, an open for writing waits until somebody reads.
    #[test]
    fn a_pipe_in_the_place_of_the_mark_is_not_waited_for() {
        let dir = tempfile::tempdir().unwrap();
        let abandoned = abandon(dir.path());
        let mark = abandoned.join(MARK.name);
        fs::remove_file(&mark).unwrap();
        rustix::fs::mknodat(rustix::fs::CWD, &mark, rustix::fs::FileType::Fifo, rustix::fs::Mode::RWXU, 0).unwrap();
        assert!(removed(dir.path()).is_empty());
        assert!(abandoned.join(CONTENT).join("file").exists());
    }

    #[test]
    fn names_that_the_system_does_not_take_leave_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let kind = |name: &str, mark| {
            Workplace::create(dir.path(), OsStr::new(name), mark).err().map(|error| error.source.kind())
        };
        assert_eq!(kind(&"x".repeat(250), MARK), Some(ErrorKind::InvalidFilename));
        let name = "x".repeat(300).leak();
        assert_eq!(kind(NAME, Mark { name, text: "" }), Some(ErrorKind::InvalidFilename));
        assert!(paths_in(dir.path()).unwrap().is_empty());
    }

    /// In the moment between creating and locking, another run may remove it. Each thread is a run: it holds a lock of its
    /// own, and all of them have the same process number.
    #[test]
    fn many_that_begin_at_once_do_not_disturb_each_other() {
        const RUNS: usize = 4;
        let dir = tempfile::tempdir().unwrap();
        thread::scope(|scope| {
            for _ in 0..RUNS {
                scope.spawn(|| {
                    for _ in 0..500 {
                        removed(dir.path());
                        let workplace = create(dir.path());
                        let file = workplace.content().join("file");
                        fs::write(&file, "half").unwrap();
                        removed(dir.path());
                        assert_eq!(fs::read(&file).unwrap(), b"half");
                        workplace.remove().unwrap();
                    }
                });
            }
        });
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
