//! Why verification fails, or cannot be done.

use aztec_keystore_batch::{BatchFault, OpenBatchError};
use rand::rngs::SysError;

use crate::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    output::one_line,
};

/// Why verification fails, or cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    /// Something is wrong. A damaged or foreign file is a failed check, not wrong use.
    #[error("{faults} {} found; do not register these keys", if *faults == 1 { "fault" } else { "faults" })]
    Faults { faults: usize },
    /// A directory that is no batch, or that cannot be read.
    #[error("{}", one_line(&.0.to_string()))]
    Open(OpenBatchError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}), so nothing was verified; try again")]
    Randomness(SysError),
    /// A file needs more memory than there is, so nothing is known of it.
    #[error("{0}")]
    Memory(BatchFault),
}

impl ExitStatus for VerifyError {
    fn status(&self) -> u8 {
        match self {
            Self::Faults { .. } => CHECK_FAILED,
            Self::Open(OpenBatchError::Unreadable { .. }) | Self::Randomness(_) | Self::Memory(_) => SYSTEM_FAILED,
            Self::Open(_) => BAD_INPUT,
        }
    }
}
