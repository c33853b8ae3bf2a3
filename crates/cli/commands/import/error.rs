//! Why keys were not imported.

use std::path::PathBuf;

use super::source::SourceError;
use crate::{exit_status::BAD_INPUT, input::InputError, new_batch::NewBatchError, output::one_line};

/// Why keys were not imported.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportFailure {
    /// The file is not one that can be imported.
    #[error("{}: {source}", one_line(&path.display().to_string()))]
    Source { path: PathBuf, source: SourceError },
    /// A file that an option names cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The directory is not written.
    #[error(transparent)]
    NewBatch(#[from] NewBatchError),
}

impl ImportFailure {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::NewBatch(error) => error.status(),
            Self::Source { .. } | Self::Input(_) => BAD_INPUT,
        }
    }
}
