//! Why a batch directory was not written.

use std::{io, path::PathBuf};

use aztec_encrypted_keystore::EncryptError;
use aztec_staking_registry::{KeyStoreError, NonZeroAddress, calldata::AddKeysError, manifest::ManifestError};

use durable_files::StagingError;

use super::EarlierError;
use crate::{
    check::DirFault,
    exit_status::{BAD_INPUT, CHECK_FAILED, INTERRUPTED, SYSTEM_FAILED},
    files,
    input::PasswordError,
    interrupt::Interrupted,
    output::{Shown, one_line},
};

/// Why a batch directory was not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NewBatchError {
    /// The output directory cannot be had.
    #[error("{}", files::explain("--out", .0))]
    Staging(#[from] StagingError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// A cost of scrypt where scrypt is not used.
    #[error("--scrypt-log-n: with --eth-kdf pbkdf2 no ETH file is under scrypt; leave one of the two out")]
    UnusedScryptCost,
    /// The batch does not fit to those before it.
    #[error(transparent)]
    Earlier(#[from] EarlierError),
    /// Calls that would add keys which cannot register.
    #[error("--provider-id: the contract refuses feedback proofs, so there is nothing to add; leave --proof out")]
    FeedbackCalls,
    /// The keys make no calls.
    #[error("the calls that add the keys cannot be made ({0}); this is a fault of the program, report it")]
    Calls(#[from] AddKeysError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[from] rand::rngs::SysError),
    /// A record would be refused.
    #[error("the record of attester {attester} is not valid ({source}); this is a fault of the program, report it")]
    KeyStore { attester: NonZeroAddress, source: KeyStoreError },
    /// The keys do not make a manifest.
    #[error("the batch is not consistent ({0}); this is a fault of the program, report it")]
    Manifest(#[from] ManifestError),
    /// A secret cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// A file cannot be written.
    #[error(
        "{} cannot be written ({source}); nothing was kept, make room or choose another place with --out",
        Shown(file)
    )]
    Write { file: PathBuf, source: io::Error },
    /// The threads cannot be started.
    #[error("the threads cannot be started ({0}); try again with --jobs 1")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// What was written cannot be read back.
    #[error("{0}; nothing was kept")]
    Memory(DirFault),
    /// What was written does not read back right.
    #[error("the batch did not pass its own check and was removed; try again, on another disk if it happens twice\n{}", list(.0))]
    ReadBack(Vec<DirFault>),
    /// The operator stopped it.
    #[error(transparent)]
    Interrupted(#[from] Interrupted),
}

fn list(faults: &[DirFault]) -> String {
    faults.iter().map(|fault| one_line(&fault.to_string())).collect::<Vec<_>>().join("\n")
}

impl NewBatchError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::ReadBack(_) => CHECK_FAILED,
            Self::Staging(error) => files::status(error),
            Self::Randomness(_)
            | Self::Encrypt(_)
            | Self::KeyStore { .. }
            | Self::Manifest(_)
            | Self::Calls(_)
            | Self::Write { .. }
            | Self::Memory(_)
            | Self::Threads(_) => SYSTEM_FAILED,
            Self::Interrupted(_) | Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            Self::Password(_) | Self::UnusedScryptCost | Self::FeedbackCalls | Self::Earlier(_) => BAD_INPUT,
        }
    }
}
