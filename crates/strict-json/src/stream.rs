//! Lists that are read and written piece by piece.

use std::io;

mod elements;
mod pieces;
mod scanner;

pub use elements::{Elements, around_list};
pub use pieces::Pieces;

/// Why a file that is read piece by piece cannot be read on. `E` says what is wrong with what is in it.
#[derive(Debug, thiserror::Error)]
pub enum StreamError<E> {
    /// The system refused.
    #[error("the file cannot be read ({0}); check the disk")]
    Io(io::Error),
    /// What was read is not as the format has it.
    #[error(transparent)]
    Format(E),
}

impl<E> StreamError<E> {
    /// The same with another word for what is wrong.
    pub fn map<F>(self, format: impl FnOnce(E) -> F) -> StreamError<F> {
        match self {
            Self::Io(error) => StreamError::Io(error),
            Self::Format(fault) => StreamError::Format(format(fault)),
        }
    }
}
