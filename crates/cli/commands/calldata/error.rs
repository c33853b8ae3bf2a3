//! Why no call was encoded.

use aztec_staking_registry::{
    KeyStoreBatchError,
    calldata::{AddKeysError, UnchangedError},
    public_file::PublicFileError,
};
use rand::rngs::SysError;

use aztec_operator::{
    destination::OtherNetwork,
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, SYSTEM_FAILED},
    input::with_remedy,
};

/// Why no call was encoded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CalldataError {
    /// A file that is no staker output.
    #[error("{path}: {}", with_remedy(source))]
    PublicFile { path: String, source: PublicFileError },
    /// A file whose tuples are in calls.
    #[error("{path}: holds calls that are encoded already; give the staker output that they were made from")]
    CallsAlready { path: String },
    /// Some of the tuples are wrong.
    #[error("no call was encoded: the registry would take these keys, and a stake on one would be refunded or stuck\n{}", .0.join("\n"))]
    Faults(Vec<String>),
    /// The audit and the verification of each record disagree.
    #[error("{path}: {source}")]
    KeyStores { path: String, source: KeyStoreBatchError<SysError> },
    /// There is nothing to add.
    #[error("{path}: {source}")]
    AddKeys { path: String, source: AddKeysError },
    /// An update that changes nothing.
    #[error(transparent)]
    Unchanged(UnchangedError),
    /// An option that contradicts the name of the network.
    #[error(transparent)]
    Destination(#[from] OtherNetwork),
    /// A form that needs to know more.
    #[error("--format {format} needs {option}; give it, or choose another format")]
    Missing { format: &'static str, option: &'static str },
    /// One file holds one batch for a Safe.
    #[error(
        "these keys need {0} transactions of a Safe, each in a file of its own; give --out, and the files are numbered"
    )]
    SeveralBatches(usize),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}), so nothing was verified; try again")]
    Randomness(SysError),
}

impl ExitStatus for CalldataError {
    fn status(&self) -> u8 {
        match self {
            Self::PublicFile { .. }
            | Self::CallsAlready { .. }
            | Self::Faults(_)
            | Self::KeyStores { .. }
            | Self::AddKeys { .. } => CHECK_FAILED,
            Self::Randomness(_) => SYSTEM_FAILED,
            Self::Unchanged(_) | Self::Destination(_) | Self::Missing { .. } | Self::SeveralBatches(_) => BAD_INPUT,
        }
    }
}
