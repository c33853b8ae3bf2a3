//! What one command writes: all of it, or nothing.

use std::{
    io::Write,
    mem,
    path::{Path, PathBuf},
};

use durable_files::{Access, Outputs, StagedFile, Staging, StagingError, create_file};

use super::{
    error::OutputError,
    leftovers::{name_left_behind, name_leftover, name_staged, remove_abandoned, stage},
};
use crate::interrupt::{self, WritingGuard};

/// Refuses a name that something has already, before any work is done for it.
///
/// # Errors
///
/// Fails where something has the name.
pub fn refuse_existing(option: &'static str, path: &Path) -> Result<(), OutputError> {
    durable_files::refuse_existing(path).map_err(|source| OutputError::Staging { option, source })
}

/// Writes a file that does not exist yet. Nothing is ever overwritten.
///
/// # Errors
///
/// Fails where there is no such file afterwards, and where the disk did not confirm it. The error says which.
pub fn write_new(option: &'static str, path: &Path, access: Access, content: &[u8]) -> Result<(), OutputError> {
    let mut set = OutputSet::begin();
    set.file(option, path, access, content)?;
    set.commit()
}

/// Outputs that get their names together, in the order in which they were staged. While this exists, an interrupt waits.
///
/// ```
/// use aztec_operator::files::OutputSet;
/// use durable_files::Access;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let (calls, list) = (place.path().join("calls"), place.path().join("list.txt"));
/// let mut outputs = OutputSet::begin();
/// outputs.secret_files("--out", &calls, [("one.json", "{}")])?;
/// outputs.file("--list", &list, Access::Public, b"one.json\n")?;
/// assert!(!calls.exists() && !list.exists());
/// outputs.commit()?;
/// assert!(calls.join("one.json").exists() && list.exists());
/// # Ok(())
/// # }
/// ```
pub struct OutputSet {
    outputs: Outputs,
    /// The options that named them.
    targets: Vec<(&'static str, PathBuf)>,
    writing: Option<WritingGuard>,
}

impl OutputSet {
    /// An empty set.
    pub fn begin() -> Self {
        Self { outputs: Outputs::new(), targets: Vec::new(), writing: Some(interrupt::writing()) }
    }

    /// Writes a file under a temporary name.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be written.
    pub fn file(
        &mut self,
        option: &'static str,
        path: &Path,
        access: Access,
        content: &[u8],
    ) -> Result<(), OutputError> {
        self.targets.push((option, path.to_owned()));
        name_left_behind(path);
        let file = StagedFile::create(path, access, content).map_err(|source| self.failed(source))?;
        self.outputs.add_file(file);
        Ok(())
    }

    /// Creates a directory under a temporary name; `fill` writes what is in it.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be made, and where `fill` does.
    pub fn directory<E: From<OutputError>>(
        &mut self,
        option: &'static str,
        path: &Path,
        fill: impl FnOnce(&Path) -> Result<(), E>,
    ) -> Result<(), E> {
        self.targets.push((option, path.to_owned()));
        remove_abandoned(path);
        let staging = stage(Staging::create, path).map_err(|source| self.failed(source))?;
        let filled = fill(staging.path());
        // Now, so that it is closed with the others where that fails.
        self.outputs.add_directory(staging);
        filled
    }

    /// Creates a directory with these files in it, by name and text, for the owner alone.
    ///
    /// # Errors
    ///
    /// Fails where the directory cannot be made, or a file not be written.
    pub fn secret_files<'a>(
        &mut self,
        option: &'static str,
        path: &Path,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<(), OutputError> {
        self.directory(option, path, |staged| {
            files.into_iter().try_for_each(|(name, text)| {
                let failed = |source| StagingError::Write { path: path.join(name), source };
                let written = create_file(&staged.join(name), Access::Secret).and_then(|mut file| {
                    file.write_all(text.as_bytes())?;
                    file.sync_all()
                });
                written.map_err(|source| OutputError::Staging { option, source: failed(source) })
            })
        })
    }

    /// Gives all of them their names.
    ///
    /// # Errors
    ///
    /// Fails where not all of them have their names, or the disk did not confirm that. The error says what is in place.
    pub fn commit(mut self) -> Result<(), OutputError> {
        interrupt::check()?;
        let committed = self.outputs.commit().map_err(|source| self.failed(source));
        let in_place = match &committed {
            Ok(()) => true,
            Err(OutputError::Staging { source, .. }) => source.is_in_place(),
            Err(_) => false,
        };
        self.close();
        match self.writing.take() {
            Some(writing) if in_place => {
                let done = writing.done(self.targets.iter().map(|(_, path)| path.as_path()));
                // That the disk did not confirm says more than that somebody is in a hurry.
                committed.and(done.map_err(OutputError::from))
            }
            _ => committed,
        }
    }

    fn close(&mut self) {
        mem::take(&mut self.outputs).close().iter().for_each(name_leftover);
    }

    fn failed(&self, source: StagingError) -> OutputError {
        let source = name_staged(source);
        let named = source.path().and_then(|path| self.targets.iter().find(|(_, target)| target == path));
        let last = self.targets.last();
        OutputError::Staging { option: named.or(last).map_or("", |(option, _)| option), source }
    }
}

impl Drop for OutputSet {
    fn drop(&mut self) {
        self.close();
    }
}
