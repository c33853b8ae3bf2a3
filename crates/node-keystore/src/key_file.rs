//! Encrypted key files, by their paths.

use core::fmt;

use zeroize::Zeroizing;

/// The path of an encrypted key file, without its password.
///
/// The node needs the file's password beside the path. It is left out here, so that the file may be kept with the
/// encrypted ones, and filled in when the keys are brought to a host: see
/// [`NodeKeystore::for_host`](crate::NodeKeystore::for_host).
#[derive(Clone, Debug)]
pub struct KeyFile {
    /// The path. The node takes a relative one from the directory in which it was started, not from this file's.
    pub path: String,
}

/// The path of an encrypted key file, with its password. Its `Debug` shows the path only.
#[derive(Clone)]
pub struct KeyFileWithPassword {
    /// The path, as in [`KeyFile`].
    pub path: String,
    /// The password.
    pub password: Zeroizing<String>,
}

impl fmt::Debug for KeyFileWithPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyFileWithPassword").field("path", &self.path).finish_non_exhaustive()
    }
}
