//! Why keys were not imported.

use std::path::PathBuf;

use super::source::SourceError;
use crate::{
    exit_status::{BAD_INPUT, SYSTEM_FAILED},
    input::InputError,
    new_batch::{NewBatchError, SizeError},
    output::{ResultLost, Shown},
};

/// Why keys were not imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// The file is not one that can be imported.
    #[error("{}: {source}", Shown(path))]
    Source { path: PathBuf, source: SourceError },
    /// Too many keys for one batch.
    #[error("{}: {source}, from a part of the file each", Shown(path))]
    Size { path: PathBuf, source: SizeError },
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The directory is not written.
    #[error(transparent)]
    NewBatch(#[from] NewBatchError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
}

impl ImportError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::NewBatch(error) => error.status(),
            Self::Lost(_) => SYSTEM_FAILED,
            Self::Source { .. } | Self::Size { .. } | Self::Input(_) => BAD_INPUT,
        }
    }
}
