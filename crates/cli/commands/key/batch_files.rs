//! The encrypted files of a batch directory.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::EncryptedKeystore;
use aztec_keystore_batch::Layout;
use durable_files::paths_in;

use super::{error::KeyError, open::read_file};
use aztec_operator::command_error::CommandError;

/// The directories of key files, below `secret`.
pub(super) const DIRECTORIES: [&str; 4] = [Layout::ETH, Layout::BLS, Layout::PUBLISHER, Layout::FUNDING];

/// The paths of all encrypted files of a batch, in the order of their names.
pub(super) fn paths(batch: &Path) -> Result<Vec<PathBuf>, KeyError> {
    let layout = Layout::new(batch);
    let none = || KeyError::NoKeyFiles { path: batch.to_owned() };
    if !layout.secret().is_dir() {
        return Err(none());
    }
    let mut files = Vec::new();
    for directory in DIRECTORIES {
        let directory = layout.secret_file(directory);
        if directory.is_dir() {
            let failed = |source| KeyError::Directory { path: directory.clone(), source };
            files.extend(paths_in(&directory).map_err(failed)?);
        }
    }
    files.extend(Some(layout.mnemonic(true)).filter(|file| fs::symlink_metadata(file).is_ok()));
    if files.is_empty() { Err(none()) } else { Ok(files) }
}

/// The same with what is in them.
pub(super) fn read_all(batch: &Path) -> Result<Vec<(PathBuf, EncryptedKeystore)>, CommandError> {
    let read = |path: PathBuf| read_file(&path).map(|(_, file)| (path, file));
    paths(batch)?.into_iter().map(read).collect()
}
