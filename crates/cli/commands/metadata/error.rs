//! Why metadata was not written, or is not right.

use aztec_operator::{
    counted::Counted,
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus},
};

/// Why metadata was not written, or is not right.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MetadataError {
    /// Something is wrong with the files; it was printed.
    #[error("{} found; correct what is wrong before you submit the file", Counted(*faults, "fault", "faults"))]
    Faults { faults: usize },
    /// What was given is nothing that the dashboard can use.
    #[error("nothing was written: the dashboard could not use this entry\n{}", .0.join("\n"))]
    Unusable(Vec<String>),
}

impl ExitStatus for MetadataError {
    fn status(&self) -> u8 {
        match self {
            Self::Faults { .. } => CHECK_FAILED,
            Self::Unusable(_) => BAD_INPUT,
        }
    }
}
