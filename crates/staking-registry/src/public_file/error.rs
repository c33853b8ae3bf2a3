//! Why a file could not be read, or a part of it.

use strict_json::NotJson;

use super::contract_call::ContractCallFault;
use crate::calldata::DecodeError;
use crate::calldata_file::CalldataFileError;
use crate::safe_batch::{SafeBatchError, TransactionFault};
use crate::staker_output::StakerOutputError;

/// Why a file could not be read, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicFileError {
    /// It begins as calldata does.
    #[error("line {line}: {fault}")]
    Calldata {
        /// Its line, from 1.
        line: usize,
        /// What is wrong with it.
        #[source]
        fault: DecodeError,
    },
    /// It is a script for `cast`.
    #[error("this is a script, which is not read; give the file of calls beside it, or the staker output")]
    Script,
    /// It is the manifest of a batch.
    #[error(
        "this is the manifest of a batch, which holds no whole tuples; give the staker output that stands beside it"
    )]
    Manifest,
    /// It is a node keystore.
    #[error("this is a node keystore, which holds no tuples; give the staker output of its keys")]
    NodeKeystore,
    /// It is an encrypted key or mnemonic.
    #[error("this is an encrypted key or mnemonic, which holds no tuples; give the staker output of its batch")]
    Encrypted,
    /// It is a ceremony record.
    #[error("this is a page for people to read; give the staker output that it is about")]
    Page,
    /// It seems to be a file of calls.
    #[error(transparent)]
    Calls(#[from] CalldataFileError),
    /// It seems to be calls with their contracts, and is not JSON.
    #[error(transparent)]
    NotJson(#[from] NotJson),
    /// A call with its contract.
    #[error("call {call}: {fault}")]
    ContractCall {
        /// Its position, from 0.
        call: usize,
        /// What is wrong with it.
        #[source]
        fault: ContractCallFault,
    },
    /// It seems to be a batch for a Safe.
    #[error(transparent)]
    SafeBatch(#[from] SafeBatchError),
    /// A transaction of the batch cannot be read.
    #[error("transaction {transaction}: {fault}")]
    SafeTransaction {
        /// Its position, from 0.
        transaction: usize,
        /// What is wrong with it.
        #[source]
        fault: TransactionFault,
    },
    /// A transaction of the batch calls `addKeysToProvider`, with arguments that cannot be decoded.
    #[error("transaction {transaction}, data: {fault}")]
    Transaction {
        /// Its position, from 0.
        transaction: usize,
        /// What is wrong with it.
        #[source]
        fault: DecodeError,
    },
    /// No transaction of the batch adds keys.
    #[error("no transaction of the batch calls addKeysToProvider; there are no keys in it to verify")]
    NoKeys,
    /// It is nothing else, and not staker output either.
    #[error(transparent)]
    StakerOutput(#[from] StakerOutputError),
}
