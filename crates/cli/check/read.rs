//! Reading the files of a batch, which somebody may have put there to do harm.

use std::{fs::File, io, path::Path};

use durable_files::{ReadError, open_regular, read_secret};
use zeroize::Zeroizing;

use super::DirFault;

/// What an encrypted key file may have at most.
pub(super) const KEY_FILE_BYTES: usize = aztec_encrypted_keystore::MAX_FILE_BYTES;
/// What a list of all keys may have at most: room for 100,000.
const LIST_BYTES: u64 = aztec_staking_registry::node_keystore::MAX_BYTES as u64;

/// Opens a list of keys.
pub(super) fn open_list(path: &Path) -> io::Result<File> {
    let file = open_regular(path)?;
    let size = file.metadata()?.len();
    if size > LIST_BYTES { Err(ReadError::TooLarge { limit: LIST_BYTES }.into()) } else { Ok(file) }
}

/// Reads a regular file of at most `limit` bytes. What was read is wiped when dropped.
pub(super) fn read_regular(path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    Ok(read_secret(&open_regular(path)?, limit as u64)?)
}

/// The same, with a fault where it fails.
pub(super) fn read(file: &Path, limit: usize, faults: &mut Vec<DirFault>) -> Option<Zeroizing<Vec<u8>>> {
    read_regular(file, limit).map_err(|source| faults.push(DirFault::Read { file: file.to_owned(), source })).ok()
}
