//! The public files beside the lists: each is there and unchanged, and no other is.

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
};

use durable_files::{ReadError, open_regular, what_is_at};

use super::BatchFault;
use crate::{Layout, Manifest, Sha256Digest};

/// Nothing but `public` and `secret` is in the directory of a batch, and neither is a link that leads elsewhere.
pub(super) fn check_root(root: &Path, layout: Layout<'_>) -> Vec<BatchFault> {
    let parts = [layout.public(), layout.secret()];
    let paths = match paths_in(root) {
        Ok(paths) => paths,
        Err(fault) => return vec![fault],
    };
    let judge = |file: PathBuf| match (parts.contains(&file), what_is_at(&file)) {
        (false, _) => Some(BatchFault::Foreign { file }),
        (true, Ok(actual)) => actual.is_some_and(|actual| actual.is_symlink()).then_some(BatchFault::Link { file }),
        (true, Err(source)) => Some(BatchFault::Read { file, source: source.into() }),
    };
    paths.into_iter().filter_map(judge).collect()
}

/// Every file that the manifest lists is there and unchanged, and no other file is.
pub(super) fn check_digests(layout: Layout<'_>, manifest: &Manifest) -> Vec<BatchFault> {
    let mut faults = Vec::new();
    let mut known = BTreeSet::from([layout.manifest(), layout.ceremony_record()]);
    for (name, expected) in manifest.files() {
        let file = layout.public_file(name);
        match digest_of(&file) {
            Ok(actual) if actual == *expected => {}
            Ok(_) => faults.push(BatchFault::Digest { file: file.clone() }),
            Err(source) => faults.push(BatchFault::unread(file.clone(), source)),
        }
        known.insert(file);
    }
    match paths_in(&layout.public()) {
        Ok(paths) => {
            let foreign = paths.into_iter().filter(|file| !known.contains(file));
            faults.extend(foreign.map(|file| BatchFault::Foreign { file }));
        }
        Err(fault) => faults.push(fault),
    }
    faults
}

fn digest_of(file: &Path) -> Result<Sha256Digest, ReadError> {
    Ok(Sha256Digest::of_reader(open_regular(file)?)?)
}

/// The paths in a directory, in the order of their names. Where there is no such directory there are none, which another
/// check reports.
pub(super) fn paths_in(directory: &Path) -> Result<Vec<PathBuf>, BatchFault> {
    match durable_files::paths_in(directory) {
        Ok(paths) => Ok(paths),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(source) => Err(BatchFault::Read { file: directory.to_owned(), source: source.into() }),
    }
}
