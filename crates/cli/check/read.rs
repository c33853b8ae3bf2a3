//! Reading files that somebody may have put there to do harm.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use super::DirFault;

/// What an encrypted key file may have at most.
pub(super) const KEY_FILE_BYTES: usize = aztec_encrypted_keystore::MAX_FILE_BYTES;
/// What a list of all keys may have at most: room for 100,000.
const LIST_BYTES: u64 = aztec_node_keystore::MAX_BYTES as u64;

/// Opens a regular file, and nothing else: no link to elsewhere, and no pipe or device that never ends.
pub(super) fn open_regular(path: &Path) -> io::Result<File> {
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let flags = i32::try_from(flags.bits()).expect("the flags of open are an int");
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("this is not a regular file")) }
}

/// Opens a list of keys.
pub(super) fn open_list(path: &Path) -> io::Result<File> {
    let file = open_regular(path)?;
    let size = file.metadata()?.len();
    if size > LIST_BYTES { Err(too_large(LIST_BYTES)) } else { Ok(file) }
}

/// Reads a regular file of at most `limit` bytes. What was read is wiped when dropped.
pub(super) fn read_regular(path: &Path, limit: usize) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = open_regular(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX);
    if size > limit {
        return Err(too_large(limit as u64));
    }
    // The whole size from the start, and a little more: growing would leave copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(size + 64));
    file.take(limit as u64).read_to_end(&mut content)?;
    Ok(content)
}

fn too_large(limit: u64) -> io::Error {
    io::Error::other(format!("it has more than {limit} bytes, which is too large to be the right file"))
}

/// The same, with a fault where it fails.
pub(super) fn read(file: &Path, limit: usize, faults: &mut Vec<DirFault>) -> Option<Zeroizing<Vec<u8>>> {
    read_regular(file, limit).map_err(|source| faults.push(DirFault::Read { file: file.to_owned(), source })).ok()
}
