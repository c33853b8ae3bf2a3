//! Who may read, or change, what lies in a batch directory.

use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::Path,
};

use super::{BatchFault, public_files::paths_in};
use crate::Layout;

/// Nobody but the owner may read secrets, or look at the names of the files; and nothing here belongs to anybody else, who
/// could change it.
pub(super) fn check_file_modes(root: &Path, layout: Layout<'_>) -> Vec<BatchFault> {
    // The root may be a link that somebody set to the batch of the day; below it nothing may lead elsewhere.
    let Ok(actual) = fs::metadata(root) else { return Vec::new() };
    let owner = actual.uid();
    let mut faults = Vec::from_iter(check_mode(root, &actual, 0o700));
    let mut check = |file: &Path, wanted: Option<u32>| {
        let Ok(actual) = fs::symlink_metadata(file) else { return };
        faults.extend(check_mode(file, &actual, wanted.unwrap_or(0o777)));
        if actual.uid() != owner {
            faults.push(BatchFault::Owner { file: file.to_owned(), actual: actual.uid(), owner });
        }
    };
    // A directory that cannot be read is reported where its files are looked for.
    let paths_in = |directory: &Path| paths_in(directory).unwrap_or_default();
    check(&layout.public(), None);
    paths_in(&layout.public()).iter().for_each(|file| check(file, None));
    check(&layout.secret(), Some(0o700));
    for path in paths_in(&layout.secret()) {
        check(&path, Some(if path.is_dir() { 0o700 } else { 0o600 }));
        paths_in(&path).iter().for_each(|file| check(file, Some(0o600)));
    }
    faults
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
