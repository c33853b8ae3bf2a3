//! Creating files and directories with the right access from the first moment.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::Path,
};

/// Who may read a file or directory that is created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// The owner alone: files 0600, directories 0700.
    Secret,
    /// Everybody, as far as the directories above and the umask allow: files 0644, directories 0755.
    Public,
}

/// Creates a file that does not exist yet, for writing.
///
/// The mode is set when the file is opened and not after, so there is no moment at which others could open it.
/// A file or a symbolic link that somebody put there first is refused.
///
/// ```
/// use std::{io::Write, os::unix::fs::PermissionsExt};
///
/// use durable_files::{Access, create_file};
///
/// # fn main() -> std::io::Result<()> {
/// let place = tempfile::tempdir()?;
/// let mut file = create_file(&place.path().join("key"), Access::Secret)?;
/// file.write_all(b"7")?;
/// assert_eq!(file.metadata()?.permissions().mode() & 0o777, 0o600);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has the name; else what the system says.
pub fn create_file(path: &Path, access: Access) -> io::Result<File> {
    let mode = match access {
        Access::Secret => 0o600,
        Access::Public => 0o644,
    };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

/// Creates a directory that does not exist yet.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something has the name; else what the system says.
pub fn create_dir(path: &Path, access: Access) -> io::Result<()> {
    let mode = match access {
        Access::Secret => 0o700,
        Access::Public => 0o755,
    };
    DirBuilder::new().mode(mode).create(path)
}
