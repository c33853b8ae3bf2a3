//! Who may read, or change, what lies in a batch directory.

use std::{
    fs::{self, Metadata},
    os::unix::fs::MetadataExt,
    path::Path,
};

use super::{DirFault, public::files_in};
use crate::batch_dir::Layout;

/// Nobody but the owner may read secrets, or look at the names of the files; and nothing here belongs to anybody else, who
/// could change it.
pub(super) fn check_access(root: &Path, layout: Layout<'_>, faults: &mut Vec<DirFault>) {
    // The root may be a link that somebody set to the batch of the day; below it nothing may lead elsewhere.
    let Ok(found) = fs::metadata(root) else { return };
    let owner = found.uid();
    mode(root, &found, 0o700, faults);
    let mut must_have = |file: &Path, wanted: Option<u32>| {
        let Ok(found) = fs::symlink_metadata(file) else { return };
        if let Some(wanted) = wanted {
            mode(file, &found, wanted, faults);
        }
        if found.uid() != owner {
            faults.push(DirFault::Owner { file: file.to_owned(), found: found.uid(), owner });
        }
    };
    must_have(&layout.public(), None);
    files_in(&layout.public()).for_each(|file| must_have(&file, None));
    must_have(&layout.secret(), Some(0o700));
    for path in files_in(&layout.secret()) {
        must_have(&path, Some(if path.is_dir() { 0o700 } else { 0o600 }));
        files_in(&path).for_each(|file| must_have(&file, Some(0o600)));
    }
}

fn mode(file: &Path, found: &Metadata, wanted: u32, faults: &mut Vec<DirFault>) {
    let mode = found.mode() & 0o777;
    // Stricter is fine.
    if mode & !wanted != 0 {
        faults.push(DirFault::Mode { file: file.to_owned(), mode, wanted });
    }
}
