//! Why a node keystore is not imported.

use aztec_node_keystore::FieldPath;
use bn254_bls::gas::PopGasLimit;

use crate::{BatchSizeError, Cancelled, KeyFileError};

/// Why a node keystore is not imported. No error quotes a key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// It lists no validator.
    #[error("validators: the list is empty; name the file that holds the keys")]
    Empty,
    /// Too many validators for one batch.
    #[error(transparent)]
    Size(#[from] BatchSizeError),
    /// A validator that has none: the node does not need it, but a batch is for registering it.
    #[error("entry {entry}, attester: has no BLS key, and every key of a batch is one; make one for this attester")]
    NoBlsKey {
        /// The position of the validator, from 0.
        entry: usize,
    },
    /// A key cannot be had: it is none, or its file does not open.
    #[error("{path}: {source}")]
    Key {
        /// Which key.
        path: FieldPath,
        /// What is wrong with it.
        source: KeyFileError,
    },
    /// The caller stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// Some attesters are here, some with a remote signer.
    #[error(
        "entry {entry}, attester.eth: some attesters' keys are in the file and some with a remote signer; import them as two files"
    )]
    Mixed {
        /// The position of the first validator that is unlike those before it, from 0.
        entry: usize,
    },
    /// The same twice.
    #[error("entry {entry}, {field}: is that of entry {first}; no key registers twice, so remove one of the two")]
    Duplicate {
        /// The position of the later validator, from 0.
        entry: usize,
        /// The field.
        field: &'static str,
        /// The position of the earlier validator, from 0.
        first: usize,
    },
    /// The contract cannot verify the proof of this key.
    #[error(
        "entry {entry}, attester.bls: verifying a proof of this key is estimated at {gas} of {limit} gas, so the contract \
         would refuse the key; leave the entry out"
    )]
    OverGasLimit {
        /// The position of the validator, from 0.
        entry: usize,
        /// The estimate.
        gas: u64,
        /// What the contract gives it.
        limit: PopGasLimit,
    },
}
