//! Why a batch directory was not written.

use std::{fmt::Display, path::Path};

use aztec_keystore_batch::{BatchFault, CreateBatchError, EarlierBatchError, OpenBatchError};
use durable_files::StagingError;

use crate::earlier::earlier_text;
use aztec_operator::{
    exit_status::{BAD_INPUT, CHECK_FAILED, ExitStatus, INTERRUPTED, SYSTEM_FAILED},
    files::{Nothing, explain, status},
    interrupt::Interrupted,
    jobs::NoThreads,
    output::one_line,
};

/// Why a batch directory was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NewBatchError {
    /// The output directory cannot be had.
    #[error("{}", explain("--out", .0))]
    Staging(#[from] StagingError),
    /// The threads cannot be started.
    #[error(transparent)]
    Threads(#[from] NoThreads),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
    /// The batch was not made.
    #[error("{}", create_text(.0))]
    Create(CreateBatchError),
}

impl From<CreateBatchError> for NewBatchError {
    fn from(error: CreateBatchError) -> Self {
        match error {
            CreateBatchError::Staging(error) => Self::Staging(error),
            CreateBatchError::Cancelled(_) => Self::Interrupted(Interrupted::now()),
            other => Self::Create(other),
        }
    }
}

/// What is wrong, with what to do about it here.
fn create_text(error: &CreateBatchError) -> String {
    match error {
        CreateBatchError::Earlier(error) => earlier_text(error),
        CreateBatchError::OverGasLimit { .. } => {
            format!("{error}; {}, leave --provider-id out or derive other keys", Nothing("kept"))
        }
        CreateBatchError::Write { .. } => {
            let error = one_line(&error.to_string());
            format!("{error}; {}, make room or choose another place with --out", Nothing("kept"))
        }
        CreateBatchError::ReadBack(faults) => read_back_text(faults),
        CreateBatchError::Reopen(OpenBatchError::Unreadable { file, source }) => not_read_back(file, source),
        CreateBatchError::Reopen(_) => format!("{}; {}", one_line(&error.to_string()), Nothing("kept")),
        other => other.to_string(),
    }
}

fn read_back_text(faults: &[BatchFault]) -> String {
    if let Some(fault) = faults.iter().find(|fault| fault.lacks_memory()) {
        return format!("{}; {}", one_line(&fault.to_string()), Nothing("kept"));
    }
    if let Some((file, source)) = faults.iter().find_map(BatchFault::refused_by_system) {
        return not_read_back(file, source);
    }
    let list: Vec<_> = faults.iter().map(|fault| one_line(&fault.to_string())).collect();
    format!(
        "the batch did not pass its own check; {}, try again, on another disk if it happens twice\n{}",
        Nothing("kept"),
        list.join("\n")
    )
}

fn not_read_back(file: &Path, source: &dyn Display) -> String {
    format!(
        "{}: was written, and the system does not let it be read back ({source}); {}, try again, on another disk if it happens \
         twice",
        one_line(&file.display().to_string()),
        Nothing("kept")
    )
}

impl ExitStatus for NewBatchError {
    fn status(&self) -> u8 {
        match self {
            Self::Staging(error) => status(error),
            Self::Interrupted(_) => INTERRUPTED,
            Self::Threads(_) => SYSTEM_FAILED,
            Self::Create(error) => match error {
                CreateBatchError::ReadBack(faults) if !faults.iter().any(BatchFault::is_of_the_system) => CHECK_FAILED,
                CreateBatchError::Earlier(EarlierBatchError::SharedKey { .. })
                | CreateBatchError::OverGasLimit { .. }
                | CreateBatchError::EthKey(_)
                | CreateBatchError::BlsKey(_) => BAD_INPUT,
                _ => SYSTEM_FAILED,
            },
        }
    }
}
