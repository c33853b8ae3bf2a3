//! Any public file that carries tuples, told apart by what is in it.

use strict_json::View;

use crate::UnverifiedKeyStore;
use crate::calldata::{AddedKeys, DecodeError, Function, decode_add_keys, parse_hex};
use crate::calldata_file::{self, CalldataFileError};
use crate::safe_batch::{self, SafeBatchContents, SafeBatchError};
use crate::staker_output::{self, StakerOutputError};

/// What a public file holds. Nothing in it is verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublicFile {
    /// Staker output.
    StakerOutput(Vec<UnverifiedKeyStore>),
    /// Calldata of `addKeysToProvider`, as hexadecimal text: one call a line.
    Calldata(Vec<AddedKeys>),
    /// Our file of calls.
    Calls(Vec<AddedKeys>),
    /// A batch for a Safe, of which at least one call adds keys.
    SafeBatch {
        /// The batch.
        contents: SafeBatchContents,
        /// What each of its transactions calls, in their order.
        calls: Vec<RegistryCall>,
    },
}

/// A call of the registry, as far as it matters to the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RegistryCall {
    /// `addKeysToProvider`, and what it adds.
    AddKeys(AddedKeys),
    /// Another function, whose arguments are not looked at.
    Other(Function),
}

impl PublicFile {
    /// Reads a file of any of these kinds.
    ///
    /// # Errors
    /// [`PublicFileError`], that of the kind which the file seems to be.
    pub fn read(text: &str) -> Result<Self, PublicFileError> {
        match seems(text) {
            Seems::Calldata => Ok(Self::Calldata(calls_by_line(text)?)),
            Seems::Script => Err(PublicFileError::Script),
            Seems::Manifest => Err(PublicFileError::Manifest),
            Seems::NodeKeystore => Err(PublicFileError::NodeKeystore),
            Seems::Encrypted => Err(PublicFileError::Encrypted),
            Seems::Page => Err(PublicFileError::Page),
            Seems::Calls => Ok(Self::Calls(calldata_file::read_add_keys(text)?)),
            Seems::SafeBatch => {
                let contents = safe_batch::read(text)?;
                let calls = calls_of(&contents)?;
                Ok(Self::SafeBatch { contents, calls })
            }
            Seems::StakerOutput => Ok(Self::StakerOutput(staker_output::read(text)?)),
        }
    }

    /// All tuples in the file, in their order.
    #[must_use]
    pub fn tuples(&self) -> Vec<UnverifiedKeyStore> {
        match self {
            Self::StakerOutput(tuples) => tuples.clone(),
            Self::Calldata(added) | Self::Calls(added) => all_tuples(added),
            Self::SafeBatch { calls, .. } => all_tuples(calls.iter().filter_map(RegistryCall::added)),
        }
    }
}

impl RegistryCall {
    /// What the call adds, when it adds keys.
    #[must_use]
    pub fn added(&self) -> Option<&AddedKeys> {
        if let Self::AddKeys(added) = self { Some(added) } else { None }
    }
}

fn all_tuples<'a>(added: impl IntoIterator<Item = &'a AddedKeys>) -> Vec<UnverifiedKeyStore> {
    added.into_iter().flat_map(|added| &added.tuples).copied().collect()
}

enum Seems {
    Calldata,
    Script,
    Manifest,
    NodeKeystore,
    Encrypted,
    Page,
    StakerOutput,
    Calls,
    SafeBatch,
}

fn seems(text: &str) -> Seems {
    let begins = |with| text.trim_start().starts_with(with);
    if begins("0x") {
        return Seems::Calldata;
    }
    if begins("#!") || begins("cast ") {
        return Seems::Script;
    }
    if begins("<!DOCTYPE") {
        return Seems::Page;
    }
    let Ok(whole) = View::parse(text) else { return Seems::StakerOutput };
    let first = whole.array().and_then(|items| items.first().copied());
    if whole.has("transactions") {
        Seems::SafeBatch
    } else if whole.has("formatVersion") && whole.has("keys") {
        Seems::Manifest
    } else if whole.has("schemaVersion") && whole.has("validators") {
        Seems::NodeKeystore
    } else if whole.has("crypto") || whole.has("Crypto") {
        Seems::Encrypted
    } else if first.is_some_and(|first| first.has("calldata")) {
        Seems::Calls
    } else {
        Seems::StakerOutput
    }
}

/// One call a line, as `keygen calldata` writes them; empty lines do not count.
fn calls_by_line(text: &str) -> Result<Vec<AddedKeys>, PublicFileError> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let decode = |line| decode_add_keys(&parse_hex(line)?);
    lines.map(|(line, text)| decode(text).map_err(|fault| PublicFileError::Calldata { line, fault })).collect()
}

/// Calls of other functions of the registry may stand beside those that add keys.
fn calls_of(contents: &SafeBatchContents) -> Result<Vec<RegistryCall>, PublicFileError> {
    let mut calls = Vec::with_capacity(contents.transactions.len());
    for (transaction, call) in contents.transactions.iter().enumerate() {
        calls.push(match decode_add_keys(&call.data) {
            Ok(added) => RegistryCall::AddKeys(added),
            Err(DecodeError::OtherFunction { function }) => RegistryCall::Other(function),
            Err(fault) => return Err(PublicFileError::Transaction { transaction, fault }),
        });
    }
    if calls.iter().any(|call| call.added().is_some()) { Ok(calls) } else { Err(PublicFileError::NoKeys) }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PublicFileError {
    /// It begins as calldata does.
    #[error("line {line}: {fault}")]
    Calldata {
        /// Its line, from 1.
        line: usize,
        /// What is wrong with it.
        fault: DecodeError,
    },
    /// It is a script for `cast`.
    #[error("this is a script, which is not read; give add_keys_to_provider.json beside it, or the staker output")]
    Script,
    /// It is the manifest of a batch.
    #[error(
        "this is the manifest of a batch, which holds no whole tuples; give the directory of the batch, or its staker output"
    )]
    Manifest,
    /// It is a node keystore.
    #[error(
        "this is a node keystore, which holds no tuples; give the directory of its batch, or make one with keygen import where the keys in it are plain"
    )]
    NodeKeystore,
    /// It is an encrypted key or mnemonic.
    #[error(
        "this is an encrypted key or mnemonic, which holds no tuples; give the directory of its batch, or look into it with keygen key inspect"
    )]
    Encrypted,
    /// It is a ceremony record.
    #[error("this is a page for people to read; give the directory of the batch, which checks the page as well")]
    Page,
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
