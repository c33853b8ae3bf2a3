//! Who may read, or change, what lies in a batch directory.

use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use durable_files::what_is_at;

use super::{BatchFault, public_files::paths_in};
use crate::Layout;

/// Nobody but the owner may read secrets, or look at the names of the files; and nothing here belongs to anybody else, who
/// could change it.
pub(super) fn check_file_modes(root: &Path, layout: Layout<'_>) -> Vec<BatchFault> {
    // The root may be a link that somebody set to the batch of the day; below it nothing may lead elsewhere.
    let actual = match fs::metadata(root) {
        Ok(actual) => actual,
        Err(source) => return vec![BatchFault::Read { file: root.to_owned(), source: source.into() }],
    };
    let mut check = ModeCheck { owner: actual.uid(), faults: Vec::from_iter(check_mode(root, &actual, 0o700)) };
    check.file(&layout.public(), |_| 0o777);
    for file in check.paths_in(&layout.public()) {
        check.file(&file, |_| 0o777);
    }
    check.file(&layout.secret(), |_| 0o700);
    for path in check.paths_in(&layout.secret()) {
        if check.file(&path, |actual| if actual.is_dir() { 0o700 } else { 0o600 }) {
            for file in check.paths_in(&path) {
                check.file(&file, |_| 0o600);
            }
        }
    }
    check.faults
}

struct ModeCheck {
    /// Who owns the directory.
    owner: u32,
    faults: Vec<BatchFault>,
}

impl ModeCheck {
    /// Looks at one file, and says whether it is a directory. One that is not there is told of where it is looked for; one
    /// that the system does not show has not been looked at.
    fn file(&mut self, file: &Path, wanted: impl Fn(&Metadata) -> u32) -> bool {
        let actual = match what_is_at(file) {
            Ok(Some(actual)) => actual,
            Ok(None) => return false,
            Err(source) => {
                self.faults.push(BatchFault::Read { file: file.to_owned(), source: source.into() });
                return false;
            }
        };
        self.faults.extend(check_mode(file, &actual, wanted(&actual)));
        let (actual_owner, owner) = (actual.uid(), self.owner);
        if actual_owner != owner {
            self.faults.push(BatchFault::Owner { file: file.to_owned(), actual: actual_owner, owner });
        }
        actual.is_dir()
    }

    fn paths_in(&mut self, directory: &Path) -> Vec<PathBuf> {
        paths_in(directory).unwrap_or_else(|fault| {
            self.faults.push(fault);
            Vec::new()
        })
    }
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
