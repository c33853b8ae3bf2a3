//! Several outputs that belong together.

use std::{io, path::PathBuf};

use crate::{Leftover, StagedFile, Staging, StagingError};

/// Files and directories that are finished, and get their names together: all of them or none, as far as a file system
/// can do that.
///
/// No system call gives several names at once. They are given one after the other, in the order in which the outputs were
/// added, and where one fails, those before it are taken back. A process that is killed between two of them leaves the
/// first ones in place, each of them complete, and the temporary places of the others. So add first what does no harm
/// alone, and last what others act upon: as long as that is missing, the set is not complete. It is noticed, too: the next
/// run for the same targets finds the names taken, and [`left_behind`](crate::left_behind) and
/// [`Staging::remove_abandoned`] name the rest. The order holds across a power cut as well, as each name is on the disk
/// before the next is given.
///
/// ```
/// use durable_files::{Access, Outputs, StagedFile};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let (data, list) = (place.path().join("data"), place.path().join("list"));
/// let mut outputs = Outputs::new();
/// outputs.add_file(StagedFile::create(&data, Access::Public, b"7")?);
/// // The last, as others take it for the sign that the rest is there.
/// outputs.add_file(StagedFile::create(&list, Access::Public, b"data\n")?);
/// assert!(!data.exists() && !list.exists());
/// outputs.commit()?;
/// assert!(outputs.close().is_empty());
/// assert!(data.exists() && list.exists());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Outputs {
    staged: Vec<Staged>,
}

/// A file or a directory that is finished.
#[derive(Debug)]
enum Staged {
    File(StagedFile),
    Directory(Staging),
}

impl Outputs {
    /// No outputs yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file. It gets its name after everything that was added before.
    pub fn add_file(&mut self, file: StagedFile) {
        self.staged.push(Staged::File(file));
    }

    /// Adds a directory. It gets its name after everything that was added before.
    pub fn add_directory(&mut self, directory: Staging) {
        self.staged.push(Staged::Directory(directory));
    }

    /// Gives every output its name.
    ///
    /// # Errors
    /// [`StagingError::Exists`] or [`StagingError::Commit`], and nothing is in place; [`StagingError::PartlyKept`], and
    /// what it names is; or [`StagingError::Unconfirmed`], and everything is.
    pub fn commit(&mut self) -> Result<(), StagingError> {
        self.staged.iter_mut().try_for_each(Staged::prepare)?;
        let mut unconfirmed = None;
        for position in 0..self.staged.len() {
            if let Err(error) = self.staged[position].put_in_place() {
                return Err(self.take_back(position, error));
            }
            // It is in place all the same, and so is what comes after it.
            let confirmed = self.staged[position].confirm();
            unconfirmed = unconfirmed.or(confirmed.err());
        }
        unconfirmed.map_or(Ok(()), Err)
    }

    /// Removes the temporary places, with what is in them where there was no commit.
    #[must_use]
    pub fn close(self) -> Vec<Leftover> {
        let close = |staged| match staged {
            Staged::File(file) => file.discard().err(),
            Staged::Directory(directory) => directory.close().err(),
        };
        self.staged.into_iter().filter_map(close).collect()
    }

    /// The last first, so that what may stay is what may stay after a kill.
    fn take_back(&mut self, count: usize, failed: StagingError) -> StagingError {
        let before = self.staged[..count].iter_mut().rev();
        let mut kept: Vec<_> = before.filter_map(|staged| staged.take_back().err().map(|_| staged.target())).collect();
        kept.reverse();
        if kept.is_empty() { failed } else { StagingError::PartlyKept { kept, failed: Box::new(failed) } }
    }
}

impl Staged {
    fn prepare(&mut self) -> Result<(), StagingError> {
        match self {
            // Its content was synced when it was written.
            Self::File(_) => Ok(()),
            Self::Directory(directory) => directory.prepare(),
        }
    }

    fn put_in_place(&mut self) -> Result<(), StagingError> {
        match self {
            Self::File(file) => file.put_in_place(),
            Self::Directory(directory) => directory.put_in_place(),
        }
    }

    fn confirm(&self) -> Result<(), StagingError> {
        match self {
            Self::File(file) => file.confirm(),
            Self::Directory(directory) => directory.confirm(),
        }
    }

    fn take_back(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.take_back(),
            Self::Directory(directory) => directory.take_back(),
        }
    }

    fn target(&self) -> PathBuf {
        match self {
            Self::File(file) => file.target().to_owned(),
            Self::Directory(directory) => directory.target().to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::{Access, Mark};

    const MARK: Mark = Mark { name: "made-by-a-test", text: "a test is writing here\n" };

    /// A directory and a file that have their names already, before a third one fails.
    fn two_in_place(above: &std::path::Path) -> Outputs {
        let mut outputs = Outputs::new();
        outputs.add_directory(Staging::create(&above.join("a"), MARK).unwrap());
        outputs.add_file(StagedFile::create(&above.join("b"), Access::Public, b"ours").unwrap());
        outputs.staged.iter_mut().try_for_each(Staged::put_in_place).unwrap();
        outputs
    }

    #[test]
    fn what_others_put_under_a_name_is_not_taken_back() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (dir.path().join("a"), dir.path().join("b"));
        let mut outputs = two_in_place(dir.path());
        fs::rename(&a, dir.path().join("ours")).unwrap();
        fs::create_dir(&a).unwrap();
        fs::remove_file(&b).unwrap();
        fs::write(&b, "theirs").unwrap();
        let failed = StagingError::NoName { path: dir.path().join("c") };
        let failed = outputs.take_back(2, failed);
        assert!(
            matches!(&failed, StagingError::PartlyKept { kept, .. } if *kept == [a.clone(), b.clone()]),
            "{failed}"
        );
        assert_eq!(failed.path(), Some(dir.path().join("c").as_path()));
        assert!(a.is_dir() && fs::read(&b).unwrap() == b"theirs");
    }

    #[test]
    fn what_the_disk_does_not_confirm_is_in_place() {
        for unsynced in [0, 1] {
            let dir = tempfile::tempdir().unwrap();
            let (a, b) = (dir.path().join("a"), dir.path().join("b"));
            let mut directory = Staging::create(&a, MARK).unwrap();
            let mut file = StagedFile::create(&b, Access::Public, b"ours").unwrap();
            if unsynced == 0 {
                directory.cannot_be_synced();
            } else {
                file.cannot_be_synced();
            }
            let mut outputs = Outputs::new();
            outputs.add_directory(directory);
            outputs.add_file(file);
            let failed = outputs.commit().unwrap_err();
            assert!(failed.is_in_place() && failed.path() == Some([&a, &b][unsynced]), "{failed}");
            assert!(outputs.close().is_empty());
            assert!(a.is_dir() && fs::read(&b).unwrap() == b"ours");
        }
    }

    #[test]
    fn what_cannot_be_removed_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let staging = Staging::create(&dir.path().join("a"), MARK).unwrap();
        let temporary = staging.path().parent().unwrap().to_owned();
        fs::remove_file(temporary.join(MARK.name)).unwrap();
        let mut outputs = Outputs::new();
        outputs.add_directory(staging);
        let left = outputs.close();
        assert_eq!(left.len(), 1);
        assert!(left[0].path == temporary && !left[0].committed, "{}", left[0]);
        assert!(temporary.is_dir());
    }
}
