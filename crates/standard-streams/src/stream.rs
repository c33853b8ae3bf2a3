//! The three streams.

use std::{fmt, io, path::Path};

use crate::at_start::was_closed;

/// A stream that every program is started with.
///
/// ```
/// use standard_streams::Stream;
///
/// let closed = Stream::ALL.into_iter().filter(|stream| !stream.was_open_at_start());
/// for stream in closed {
///     // "standard error" can be printed in a sentence.
///     println!("{stream} was closed by whoever started this program");
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Descriptor 0.
    Input,
    /// Descriptor 1.
    Output,
    /// Descriptor 2.
    Error,
}

impl Stream {
    /// All three, in the order of their descriptors.
    pub const ALL: [Self; 3] = [Self::Input, Self::Output, Self::Error];

    /// The stream that a path such as `/dev/stdin` names; `None` for every other path.
    ///
    /// Opening such a path succeeds even where the stream is closed: it opens what the runtime has put in its place.
    ///
    /// ```
    /// use std::path::Path;
    /// use standard_streams::Stream;
    ///
    /// assert_eq!(Stream::at(Path::new("/dev/stdin")), Some(Stream::Input));
    /// assert_eq!(Stream::at(Path::new("/dev/fd/2")), Some(Stream::Error));
    /// assert_eq!(Stream::at(Path::new("/dev/fd/3")), None);
    /// ```
    pub fn at(path: &Path) -> Option<Self> {
        let path = path.to_str()?;
        let number = ["/dev/fd/", "/proc/self/fd/"].into_iter().find_map(|above| path.strip_prefix(above));
        match number.or_else(|| path.strip_prefix("/dev/"))? {
            "0" | "stdin" => Some(Self::Input),
            "1" | "stdout" => Some(Self::Output),
            "2" | "stderr" => Some(Self::Error),
            _ => None,
        }
    }

    /// Whether whoever started the program left the stream open. What it is open on is not looked at.
    pub fn was_open_at_start(self) -> bool {
        !was_closed(self as u8)
    }

    /// Fails unless the stream was open when the process began.
    ///
    /// # Errors
    ///
    /// [`io::ErrorKind::NotConnected`] where it was closed. The message is one sentence, such as "standard output is closed".
    pub fn require(self) -> io::Result<()> {
        if self.was_open_at_start() {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::NotConnected, format!("{self} is closed")))
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Input => "standard input",
            Self::Output => "standard output",
            Self::Error => "standard error",
        })
    }
}
