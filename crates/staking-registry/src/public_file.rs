//! Any public file that carries tuples, told apart by what is in it.

use crate::Claim;
use crate::calldata::{AddedKeys, DecodeError, decode_add_keys, parse_hex};
use crate::calldata_file::{self, CalldataFileError};
use crate::json::View;
use crate::safe_batch::{self, SafeBatchContents, SafeBatchError};
use crate::staker_output::{self, StakerOutputError};

/// What a public file holds. Nothing in it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicFile {
    /// Staker output.
    StakerOutput(Vec<Claim>),
    /// Calldata of one `addKeysToProvider` call, as hexadecimal text.
    Calldata(AddedKeys),
    /// Our file of calls.
    Calls(Vec<AddedKeys>),
    /// A batch for a Safe, with those of its calls that add keys.
    SafeBatch {
        /// The batch.
        contents: SafeBatchContents,
        /// The calls of `addKeysToProvider` in it, in their order.
        added: Vec<AddedKeys>,
    },
}

impl PublicFile {
    /// Reads a file of any of these kinds.
    ///
    /// # Errors
    /// [`PublicFileError`], that of the kind which the file seems to be.
    pub fn read(text: &str) -> Result<Self, PublicFileError> {
        if text.trim_start().starts_with("0x") {
            return Ok(Self::Calldata(decode_add_keys(&parse_hex(text)?)?));
        }
        match seems(text) {
            Seems::Calls => Ok(Self::Calls(calldata_file::read_add_keys(text)?)),
            Seems::SafeBatch => {
                let contents = safe_batch::read(text)?;
                let added = added_by(&contents)?;
                Ok(Self::SafeBatch { contents, added })
            }
            Seems::StakerOutput => Ok(Self::StakerOutput(staker_output::read(text)?)),
        }
    }

    /// All tuples in the file, in their order.
    #[must_use]
    pub fn claims(&self) -> Vec<Claim> {
        match self {
            Self::StakerOutput(claims) => claims.clone(),
            Self::Calldata(added) => added.claims.clone(),
            Self::Calls(added) | Self::SafeBatch { added, .. } => {
                added.iter().flat_map(|added| &added.claims).copied().collect()
            }
        }
    }
}

enum Seems {
    StakerOutput,
    Calls,
    SafeBatch,
}

fn seems(text: &str) -> Seems {
    let has =
        |view: View<'_>, name| view.object().is_some_and(|members| members.iter().any(|(other, _)| other == name));
    let Ok(whole) = View::parse(text) else { return Seems::StakerOutput };
    let first = whole.array().and_then(|items| items.first().copied());
    if has(whole, "transactions") {
        Seems::SafeBatch
    } else if first.is_some_and(|first| has(first, "calldata")) {
        Seems::Calls
    } else {
        Seems::StakerOutput
    }
}

/// Calls of other functions of the registry may stand beside those that add keys.
fn added_by(contents: &SafeBatchContents) -> Result<Vec<AddedKeys>, PublicFileError> {
    let mut added = Vec::new();
    for (transaction, call) in contents.transactions.iter().enumerate() {
        match decode_add_keys(&call.data) {
            Ok(keys) => added.push(keys),
            Err(DecodeError::OtherFunction { .. }) => {}
            Err(fault) => return Err(PublicFileError::Transaction { transaction, fault }),
        }
    }
    if added.is_empty() { Err(PublicFileError::NoKeys) } else { Ok(added) }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicFileError {
    /// It begins as calldata does.
    #[error(transparent)]
    Calldata(#[from] DecodeError),
    /// It seems to be a file of calls.
    #[error(transparent)]
    Calls(#[from] CalldataFileError),
    /// It seems to be a batch for a Safe.
    #[error(transparent)]
    SafeBatch(#[from] SafeBatchError),
    /// A transaction of the batch is not a call of the registry.
    #[error("transaction {transaction}, data: {fault}")]
    Transaction {
        /// Its position, from 0.
        transaction: usize,
        /// What is wrong with it.
        fault: DecodeError,
    },
    /// No transaction of the batch adds keys.
    #[error("no transaction of the batch calls addKeysToProvider; there are no keys in it to verify")]
    NoKeys,
    /// It is nothing else, and not staker output either.
    #[error(transparent)]
    StakerOutput(#[from] StakerOutputError),
}
