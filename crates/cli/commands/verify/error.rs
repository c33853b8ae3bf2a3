//! Why verification fails, or cannot be done.

use aztec_keystore_batch::{BatchFault, OpenBatchError, VerifyBatchError};
use aztec_staking_registry::exits::ExitDomainError;

use crate::commands::exit::domain_text;
use aztec_operator::{
    counted::Counted,
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    input::InputError,
    output::one_line,
};

/// Why verification fails, or cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    /// Something is wrong. A damaged or foreign file is a failed check, not wrong use.
    #[error("{} found; {advice}", Counted(*faults, "fault", "faults"))]
    Faults { faults: usize, advice: &'static str },
    /// What was given does not fit, and nothing else is wrong.
    #[error("what was given does not fit, so not everything was verified; correct it, and run the command again")]
    Misgiven,
    /// A path that names nothing of use, or that cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A directory that is no batch, or that cannot be read.
    #[error("{}", one_line(&.0.to_string()))]
    Open(#[source] OpenBatchError),
    /// The rollup or chain of signed exits is none.
    #[error("{}", domain_text(.0))]
    ExitDomain(#[from] ExitDomainError),
    /// The check came to no end.
    #[error(transparent)]
    Check(#[from] VerifyBatchError),
    /// A file needs more memory than there is, so nothing is known of it.
    #[error("{0}")]
    Memory(BatchFault),
}

impl VerifyError {
    /// Whether one of the paths is to blame, and the others can be verified all the same.
    pub(super) fn is_of_one_path(&self) -> bool {
        matches!(self, Self::Open(_) | Self::Input(InputError::Path { .. }))
    }
}

impl ExitStatus for VerifyError {
    fn status(&self) -> u8 {
        match self {
            Self::Faults { .. } | Self::Misgiven => CHECK_FAILED,
            Self::Open(OpenBatchError::Unreadable { .. }) | Self::Check(_) | Self::Memory(_) => SYSTEM_FAILED,
            Self::Input(error) => error.status(),
            Self::Open(_) | Self::ExitDomain(_) => BAD_INPUT,
        }
    }
}
