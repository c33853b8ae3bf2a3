//! Who may read, or change, what lies in a batch directory.

use std::{
    fs::{self, Metadata},
    io,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use super::{BatchFault, public_files::paths_in};
use crate::Layout;

/// Nobody but the owner may read secrets, or look at the names of the files; and nothing here belongs to anybody else, who
/// could change it.
pub(super) fn check_file_modes(root: &Path, layout: Layout<'_>) -> Vec<BatchFault> {
    let mut modes = match Modes::of(root) {
        Ok(modes) => modes,
        Err(fault) => return Vec::from_iter(fault),
    };
    modes.check(&layout.public(), 0o777);
    for file in modes.paths_in(&layout.public()) {
        modes.check(&file, 0o777);
    }
    modes.check(&layout.secret(), 0o700);
    for path in modes.paths_in(&layout.secret()) {
        modes.check(&path, if path.is_dir() { 0o700 } else { 0o600 });
        for file in modes.paths_in(&path) {
            modes.check(&file, 0o600);
        }
    }
    modes.faults
}

struct Modes {
    /// Whose the directory of the batch is.
    owner: u32,
    faults: Vec<BatchFault>,
}

impl Modes {
    /// The root may be a link that somebody set to the batch of the day; below it nothing may lead elsewhere.
    fn of(root: &Path) -> Result<Self, Option<BatchFault>> {
        let actual = fs::metadata(root).map_err(|source| refused(root, source))?;
        Ok(Self { owner: actual.uid(), faults: Vec::from_iter(check_mode(root, &actual, 0o700)) })
    }

    fn check(&mut self, file: &Path, wanted: u32) {
        let actual = match fs::symlink_metadata(file) {
            Ok(actual) => actual,
            Err(source) => return self.faults.extend(refused(file, source)),
        };
        self.faults.extend(check_mode(file, &actual, wanted));
        if actual.uid() != self.owner {
            self.faults.push(BatchFault::Owner { file: file.to_owned(), actual: actual.uid(), owner: self.owner });
        }
    }

    /// What the system does not list was not looked at.
    fn paths_in(&mut self, directory: &Path) -> Vec<PathBuf> {
        paths_in(directory).unwrap_or_else(|fault| {
            self.faults.push(fault);
            Vec::new()
        })
    }
}

/// What is not there is missed elsewhere.
fn refused(file: &Path, source: io::Error) -> Option<BatchFault> {
    let is_there = source.kind() != io::ErrorKind::NotFound;
    is_there.then(|| BatchFault::Read { file: file.to_owned(), source: source.into() })
}

fn check_mode(file: &Path, actual: &Metadata, wanted: u32) -> Option<BatchFault> {
    // A directory hands its group on by the set-group bit, which new directories inherit; nothing else here has such bits.
    let looked_at = if actual.is_dir() { 0o5777 } else { 0o7777 };
    let mode = actual.mode() & looked_at;
    // Stricter is fine. A link has no mode of its own, and is told of elsewhere.
    if actual.is_symlink() {
        return None;
    }
    (mode & !wanted != 0).then(|| BatchFault::Mode { file: file.to_owned(), mode, wanted })
}
