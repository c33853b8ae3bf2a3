//! Why verification fails, or cannot be done.

use aztec_key_derivation::PassphraseError;
use aztec_keystore_batch::{BatchFault, OpenBatchError, VerifyBatchError};
use aztec_staking_registry::exits::ExitDomainError;
use rand::rngs::SysError;

use crate::{
    commands::exit::domain_text,
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    input::{InputError, PasswordError},
    interrupt::Interrupted,
    output::{ResultLost, one_line},
};

/// Why verification fails, or cannot be done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    /// Something is wrong. A damaged or foreign file is a failed check, not wrong use.
    #[error("{faults} {} found; {advice}", if *faults == 1 { "fault" } else { "faults" })]
    Faults { faults: usize, advice: &'static str },
    /// A directory that is no batch, or that cannot be read.
    #[error("{}", one_line(&.0.to_string()))]
    Open(#[from] OpenBatchError),
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The rollup or chain of signed exits is none.
    #[error("{}", domain_text(.0))]
    ExitDomain(#[from] ExitDomainError),
    /// The password cannot be had.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}), so nothing was verified; try again")]
    Randomness(#[from] SysError),
    /// The check of the directory came to no end.
    #[error(transparent)]
    Batch(VerifyBatchError),
    /// A file needs more memory than there is, so nothing is known of it.
    #[error("{0}")]
    Memory(BatchFault),
    /// The threads cannot be started.
    #[error("the threads cannot be started ({0}); try again with --jobs 1")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// The result was lost on its way out.
    #[error(transparent)]
    Lost(#[from] ResultLost),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

impl From<VerifyBatchError> for VerifyError {
    fn from(error: VerifyBatchError) -> Self {
        match error {
            VerifyBatchError::Randomness(source) => Self::Randomness(source),
            VerifyBatchError::Cancelled(_) => Self::Interrupted(Interrupted::now()),
            // An error that this version of the program does not know yet.
            other => Self::Batch(other),
        }
    }
}

impl VerifyError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Faults { .. } => CHECK_FAILED,
            Self::Lost(_)
            | Self::Batch(_)
            | Self::Randomness(_)
            | Self::Memory(_)
            | Self::Threads(_)
            | Self::Open(OpenBatchError::Unreadable { .. }) => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
