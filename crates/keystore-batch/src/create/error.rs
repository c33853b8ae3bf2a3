//! Why a batch was not made.

use std::{io, path::PathBuf};

use aztec_encrypted_keystore::EncryptError;
use aztec_key_derivation::{BlsKeyError, EthKeyError, Index};
use aztec_staking_registry::{KeyStoreError, NonZeroAddress, calldata::AddKeysError};
use bn254_bls::gas::PopGasLimit;
use durable_files::StagingError;
use rand::rngs::SysError;

use crate::{
    BatchFault, Cancelled, EarlierBatchError, ManifestError, OpenBatchError, SelfTestError, check::VerifyBatchError,
};

/// Why a batch was not made. Nothing of it is kept, but for [`StagingError::Unconfirmed`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateBatchError {
    /// The directory cannot be had.
    #[error(transparent)]
    Staging(#[from] StagingError),
    /// The batch shares a key with one before it.
    #[error(transparent)]
    Earlier(#[from] EarlierBatchError),
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// A BLS key cannot be registered.
    #[error(transparent)]
    BlsKey(#[from] BlsKeyError),
    /// A key that no contract would take, in a batch with calls that add it.
    #[error(
        "key {index}: verifying its proof is estimated at {gas} of {limit} gas, so the calls would add a key that the \
         contract refuses"
    )]
    OverGasLimit {
        /// Its index.
        index: Index,
        /// The estimate.
        gas: u64,
        /// What the contract gives it.
        limit: PopGasLimit,
    },
    /// The keys make no calls.
    #[error("the calls that add the keys cannot be made ({0}); this is a fault of the program, report it")]
    Calls(#[from] AddKeysError),
    /// A KeyStore would be refused.
    #[error("the KeyStore of attester {attester} is not valid ({source}); this is a fault of the program, report it")]
    KeyStore {
        /// The attester.
        attester: NonZeroAddress,
        /// What is wrong with it.
        source: KeyStoreError,
    },
    /// The keys do not make a manifest.
    #[error("the batch is not consistent ({0}); this is a fault of the program, report it")]
    Manifest(#[from] ManifestError),
    /// A secret cannot be encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// A file cannot be written.
    #[error("{} cannot be written ({source})", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was written cannot be opened.
    #[error("the batch cannot be read back ({0})")]
    Reopen(#[source] OpenBatchError),
    /// What was written does not read back right.
    #[error("the batch did not pass its own check")]
    ReadBack(Vec<BatchFault>),
    /// The machine fails its self-test.
    #[error(transparent)]
    SelfTest(#[from] SelfTestError),
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}); make no keys on this machine until it does")]
    Randomness(#[source] SysError),
    /// The caller stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl From<VerifyBatchError> for CreateBatchError {
    fn from(error: VerifyBatchError) -> Self {
        match error {
            VerifyBatchError::Randomness(source) => Self::Randomness(source),
            VerifyBatchError::Cancelled(cancelled) => Self::Cancelled(cancelled),
        }
    }
}
