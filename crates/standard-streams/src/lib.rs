#![doc = include_str!("../README.md")]

mod at_start;

use std::{fmt, io};

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

    /// Whether whoever started the program left the stream open. What it is open on is not looked at.
    pub fn was_open_at_start(self) -> bool {
        !at_start::was_closed(self as u8)
    }

    /// That the stream was open.
    ///
    /// # Errors
    ///
    /// Fails with [`NotConnected`](io::ErrorKind::NotConnected) where it was closed.
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
