//! Reading files that somebody may have put there to do harm: bounded, and without waiting for ever.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read},
    mem,
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use rustix::{fs::OFlags, io::Errno};
use zeroize::Zeroizing;

use crate::refusal::{is_refusal, names_nothing};

/// What room a pipe gets at first. Regular files say how large they are.
const PIPE_BYTES: usize = 65_536;

/// Opens a regular file, and nothing else: no link to elsewhere, and no pipe or device that never ends.
///
/// For names that come from a directory, and for whatever a file names.
///
/// ```
/// use std::{fs, os::unix::fs::symlink};
///
/// use durable_files::{ReadError, open_regular, read_text};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let (file, link) = (place.path().join("file"), place.path().join("link"));
/// fs::write(&file, "seven")?;
/// symlink(&file, &link)?;
/// assert_eq!(read_text(&open_regular(&file)?, 100)?, "seven");
/// assert!(matches!(read_text(&open_regular(&file)?, 4), Err(ReadError::TooLarge { limit: 4 })));
/// assert!(matches!(open_regular(&link), Err(ReadError::Link)));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// [`ReadError::Link`], [`ReadError::Directory`], [`ReadError::NotRegular`], or what the system says.
pub fn open_regular(path: &Path) -> Result<File, ReadError> {
    open(path, OFlags::NOFOLLOW | OFlags::NONBLOCK)
}

/// Opens a regular file; links are followed, as far as they lead to one.
///
/// For names that a person has given, where a pipe makes no sense.
///
/// # Errors
/// [`ReadError::Directory`], [`ReadError::NotRegular`], or what the system says.
pub fn open_regular_following_links(path: &Path) -> Result<File, ReadError> {
    open(path, OFlags::NONBLOCK)
}

fn open(path: &Path, flags: OFlags) -> Result<File, ReadError> {
    let flags = i32::try_from((flags | OFlags::NOCTTY).bits()).expect("the flags of open are an int");
    let file = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
        // A link that is not followed; or a loop of them on the way, which the system says in the same way.
        Err(error) if error.raw_os_error() == Some(Errno::LOOP.raw_os_error()) && is_link(path) => {
            return Err(ReadError::Link);
        }
        other => other?,
    };
    let actual = file.metadata()?;
    if actual.is_file() {
        Ok(file)
    } else if actual.is_dir() {
        Err(ReadError::Directory)
    } else {
        Err(ReadError::NotRegular)
    }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|actual| actual.is_symlink())
}

/// Opens whatever a person names on purpose: a file, a link to one, or a pipe, as shells make for `<(…)`. Waits for a
/// pipe's other end. What it gives may never end, so it must be read with a limit.
///
/// # Errors
/// [`ReadError::Directory`], or what the system says.
pub fn open_file_or_pipe(path: &Path) -> Result<File, ReadError> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() { Err(ReadError::Directory) } else { Ok(file) }
}

/// Reads a whole open file, or what is left of a pipe, of at most `limit` bytes. It is wiped when dropped, and no copies of
/// it are left on the way.
///
/// # Errors
/// [`ReadError::TooLarge`], or what the system says.
pub fn read_secret(file: &File, limit: u64) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_bounded(file, limit, file.metadata()?.len())
}

/// Reads like [`read_secret`], as text.
///
/// # Errors
/// [`ReadError::NotText`] where it is not UTF-8, and those of [`read_secret`].
pub fn read_secret_text(file: &File, limit: u64) -> Result<Zeroizing<String>, ReadError> {
    secret_text(read_secret(file, limit)?)
}

/// Makes text of bytes without a copy.
///
/// # Errors
/// [`ReadError::NotText`] where it is not UTF-8. The bytes are wiped then.
pub fn secret_text(mut bytes: Zeroizing<Vec<u8>>) -> Result<Zeroizing<String>, ReadError> {
    String::from_utf8(mem::take(&mut *bytes)).map(Zeroizing::new).map_err(|error| {
        drop(Zeroizing::new(error.into_bytes()));
        ReadError::NotText
    })
}

/// Reads text that is no secret, of at most `limit` bytes.
///
/// # Errors
/// [`ReadError::NotText`] where it is not UTF-8, [`ReadError::TooLarge`], or what the system says.
pub fn read_text(file: &File, limit: u64) -> Result<String, ReadError> {
    Ok(mem::take(&mut *read_secret_text(file, limit)?))
}

/// Reads all that `source` gives, of at most `limit` bytes. `expected` is how many there probably are.
///
/// The room is there before the bytes are. Where more come than expected, they move to a larger place and the smaller one
/// is wiped; a vector that grows by itself would leave a copy behind.
///
/// ```
/// use durable_files::read_bounded;
///
/// // From standard input, a pipe or a socket, whose length nobody knows.
/// let content = read_bounded("seven".as_bytes(), 100, 0)?;
/// assert_eq!(*content, b"seven");
/// assert!(read_bounded("seven".as_bytes(), 4, 0).is_err());
/// # Ok::<(), durable_files::ReadError>(())
/// ```
///
/// # Errors
/// [`ReadError::TooLarge`], or what the system says, such as that there is not enough memory.
pub fn read_bounded(mut source: impl Read, limit: u64, expected: u64) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let limit_bytes = usize::try_from(limit).unwrap_or(usize::MAX);
    let expected = usize::try_from(expected).unwrap_or(usize::MAX).min(limit_bytes);
    // One more than there is shows that there is no more.
    let mut bytes = with_room(expected.max(PIPE_BYTES.min(limit_bytes)).saturating_add(1))?;
    let mut length = 0;
    loop {
        if length > limit_bytes {
            return Err(ReadError::TooLarge { limit });
        }
        if length == bytes.len() {
            let mut larger = with_room(length.saturating_mul(2).min(limit_bytes.saturating_add(1)))?;
            larger[..length].copy_from_slice(&bytes);
            bytes = larger;
        }
        match source.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    bytes.truncate(length);
    Ok(bytes)
}

/// Zeros. Where the system does not give the memory, that is an error and does not end the process.
fn with_room(length: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let mut bytes = Zeroizing::new(Vec::new());
    bytes.try_reserve_exact(length).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    bytes.resize(length, 0);
    Ok(bytes)
}

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The system refused.
    #[error(transparent)]
    System(#[from] io::Error),
    /// A symbolic link, where none is followed.
    #[error("this is a symbolic link")]
    Link,
    /// A directory.
    #[error("this is a directory")]
    Directory,
    /// A pipe, a device or a socket.
    #[error("this is not a regular file")]
    NotRegular,
    /// More than the caller wants.
    #[error("it has more than {limit} bytes, which is too large to be the right file")]
    TooLarge {
        /// The most that it may have.
        limit: u64,
    },
    /// Bytes that are not UTF-8.
    #[error("it is not plain text (UTF-8)")]
    NotText,
}

impl ReadError {
    /// Whether nothing has the name.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::System(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// Whether nothing has or could have the name: what was given may be no name at all.
    #[must_use]
    pub fn names_nothing(&self) -> bool {
        matches!(self, Self::System(error) if names_nothing(error))
    }

    /// Whether the system refuses something that is there: a disk, a permission or a limit is behind it, and nothing is
    /// known of the file.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::System(error) if is_refusal(error))
    }

    /// The error and its remedy in a few words, to follow the name of the file in a message.
    #[must_use]
    pub fn with_remedy(&self) -> String {
        if self.names_nothing() {
            "there is no such file; check the path".to_owned()
        } else {
            format!("cannot be read ({self}); check the path and its permissions")
        }
    }
}

impl From<ReadError> for io::Error {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::System(error) => error,
            ReadError::Link => Self::new(io::ErrorKind::InvalidInput, error),
            ReadError::Directory => Self::new(io::ErrorKind::IsADirectory, error),
            ReadError::NotRegular => Self::new(io::ErrorKind::InvalidInput, error),
            ReadError::TooLarge { .. } => Self::new(io::ErrorKind::FileTooLarge, error),
            ReadError::NotText => Self::new(io::ErrorKind::InvalidData, error),
        }
    }
}
