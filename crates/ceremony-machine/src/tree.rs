//! The files in which the kernel says what the machine is like.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Where `proc`, `sys` and `run` are: `/`, and in tests another directory.
#[derive(Clone, Debug)]
pub struct Tree(PathBuf);

impl Tree {
    /// The machine itself.
    #[must_use]
    pub fn of_machine() -> Self {
        Self::below("/")
    }

    /// Another one, below this directory.
    pub fn below(root: impl Into<PathBuf>) -> Self {
        Self(root.into())
    }

    /// What is in a file, without blanks at its ends; nothing where it cannot be read.
    pub(crate) fn text(&self, path: &str) -> Option<String> {
        let bytes = fs::read(self.0.join(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).trim().to_owned())
    }

    pub(crate) fn exists(&self, path: &str) -> bool {
        self.0.join(path).exists()
    }

    /// The names in a directory, in their order; nothing where it cannot be read.
    pub(crate) fn names(&self, path: impl AsRef<Path>) -> Option<Vec<String>> {
        let entries = fs::read_dir(self.0.join(path)).ok()?;
        let mut names: Vec<_> =
            entries.filter_map(Result::ok).map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        Some(names)
    }
}

#[cfg(test)]
pub(crate) mod testing {
    use tempfile::TempDir;

    use super::*;

    /// A machine that has these files. The directory is there as long as the first part is.
    pub(crate) fn machine(files: &[(&str, &str)]) -> (TempDir, Tree) {
        let place = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = place.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let tree = Tree::below(place.path());
        (place, tree)
    }
}
