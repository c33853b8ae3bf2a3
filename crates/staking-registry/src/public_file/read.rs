//! Reading a public file of any kind.

use super::contract_call::{self, ContractCall};
use super::error::PublicFileError;
use super::kind::{Kind, seems};
use super::registry_call::RegistryCall;
use crate::UnverifiedKeyStore;
use crate::calldata::{AddedKeys, decode_add_keys, parse_hex};
use crate::calldata_file::{self, CalldataFileError};
use crate::safe_batch::{self, SafeBatchContents};
use crate::staker_output::{self, EntryFault};

/// A public file, as far as it could be read. Nothing in it is verified yet.
///
/// ```
/// use aztec_staking_registry::public_file::PublicFile;
///
/// let file = PublicFile::read(r#"[{"attester": 7}]"#)?;
/// assert_eq!(file.entries().len(), 1);
/// assert!(file.entries()[0].is_err(), "an entry that cannot be read is one of the entries");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicFile {
    /// What it holds.
    pub contents: Contents,
    /// The calls in it that could not be read. Entries of staker output that could not be read are among the entries.
    pub faults: Vec<PublicFileError>,
}

/// What a public file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Contents {
    /// Staker output.
    StakerOutput(Vec<Result<UnverifiedKeyStore, EntryFault>>),
    /// Calldata of `addKeysToProvider`, as hexadecimal text: one call a line.
    Calldata(Vec<AddedKeys>),
    /// Our file of calls.
    Calls(Vec<AddedKeys>),
    /// Calls with their contracts, as aztec-butler writes them.
    ContractCalls(Vec<ContractCall>),
    /// A batch for a Safe.
    SafeBatch {
        /// The batch.
        batch: SafeBatchContents,
        /// What each of its transactions does, in their order.
        calls: Vec<RegistryCall>,
    },
}

impl PublicFile {
    /// Reads a file of any of these kinds. A byte order mark in front of it is passed over.
    ///
    /// # Errors
    /// [`PublicFileError`], that of the kind which the file seems to be, where no tuple in it could be read.
    pub fn read(text: &str) -> Result<Self, PublicFileError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match seems(text) {
            Kind::Calldata => Self::of_calls(calls_by_line(text), Contents::Calldata),
            Kind::Script => Err(PublicFileError::Script),
            Kind::Manifest => Err(PublicFileError::Manifest),
            Kind::NodeKeystore => Err(PublicFileError::NodeKeystore),
            Kind::Encrypted => Err(PublicFileError::Encrypted),
            Kind::Page => Err(PublicFileError::Page),
            Kind::Calls => {
                let calls = calldata_file::read_calls(text)?.into_iter().enumerate();
                let calls =
                    calls.map(|(call, read)| read.map_err(|fault| CalldataFileError::Call { call, fault }.into()));
                Self::of_calls(calls, Contents::Calls)
            }
            Kind::ContractCalls => {
                let calls = contract_call::read_all(text)?.into_iter().enumerate();
                let fault = |call| move |fault| PublicFileError::ContractCall { call, fault };
                Self::of_calls(calls.map(|(call, read)| read.map_err(fault(call))), Contents::ContractCalls)
            }
            Kind::SafeBatch => Self::of_safe_batch(safe_batch::read(text)?),
            Kind::StakerOutput => {
                let contents = Contents::StakerOutput(staker_output::read_entries(text)?);
                Ok(Self { contents, faults: Vec::new() })
            }
        }
    }

    /// Parts the calls that could be read from the faults of the others.
    fn of_calls<T>(
        read: impl Iterator<Item = Result<T, PublicFileError>>,
        contents: fn(Vec<T>) -> Contents,
    ) -> Result<Self, PublicFileError> {
        let (mut calls, mut faults) = (Vec::new(), Vec::new());
        for call in read {
            match call {
                Ok(call) => calls.push(call),
                Err(fault) => faults.push(fault),
            }
        }
        match faults.first() {
            Some(first) if calls.is_empty() => Err(first.clone()),
            _ => Ok(Self { contents: contents(calls), faults }),
        }
    }

    /// Other calls may stand beside those that add keys.
    fn of_safe_batch(batch: SafeBatchContents) -> Result<Self, PublicFileError> {
        let mut faults = Vec::new();
        let mut calls = Vec::with_capacity(batch.transactions.len());
        for (position, read) in batch.transactions.iter().enumerate() {
            let call = match read {
                Ok(transaction) => RegistryCall::of(transaction)
                    .map_err(|fault| PublicFileError::Transaction { transaction: position, fault }),
                Err(fault) => Err(PublicFileError::SafeTransaction { transaction: position, fault: fault.clone() }),
            };
            calls.push(call.unwrap_or_else(|fault| {
                faults.push(fault);
                RegistryCall::Unreadable
            }));
        }
        if calls.iter().all(|call| call.added().is_none()) {
            return Err(faults.into_iter().next().unwrap_or(PublicFileError::NoKeys));
        }
        Ok(Self { contents: Contents::SafeBatch { batch, calls }, faults })
    }

    /// All entries of the file, in their order: its tuples, and of staker output the faults of those that could not be
    /// read.
    #[must_use]
    pub fn entries(&self) -> Vec<Result<UnverifiedKeyStore, EntryFault>> {
        match &self.contents {
            Contents::StakerOutput(entries) => entries.clone(),
            Contents::Calldata(added) | Contents::Calls(added) => all_tuples(added),
            Contents::ContractCalls(calls) => all_tuples(calls.iter().map(|call| &call.added)),
            Contents::SafeBatch { calls, .. } => all_tuples(calls.iter().filter_map(RegistryCall::added)),
        }
    }
}

impl PublicFile {
    /// All tuples of the file, where every entry and every call of it can be read.
    ///
    /// # Errors
    ///
    /// [`PartlyRead`]: the first that cannot.
    pub fn tuples(&self) -> Result<Vec<UnverifiedKeyStore>, PartlyRead> {
        if let Some(fault) = self.faults.first() {
            return Err(PartlyRead::Call(fault.clone()));
        }
        let entries = self.entries().into_iter().enumerate();
        entries.map(|(entry, read)| read.map_err(|fault| PartlyRead::Entry { entry, fault })).collect()
    }
}

/// A part of a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartlyRead {
    /// A call.
    #[error(transparent)]
    Call(PublicFileError),
    /// An entry of staker output.
    #[error("entry {entry}: {fault}")]
    Entry {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        fault: EntryFault,
    },
}

fn all_tuples<'a>(added: impl IntoIterator<Item = &'a AddedKeys>) -> Vec<Result<UnverifiedKeyStore, EntryFault>> {
    added.into_iter().flat_map(|added| &added.tuples).copied().map(Ok).collect()
}

/// One call per line; empty lines do not count.
fn calls_by_line(text: &str) -> impl Iterator<Item = Result<AddedKeys, PublicFileError>> {
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let decode = |line| decode_add_keys(&parse_hex(line)?);
    lines.map(move |(line, text)| decode(text).map_err(|fault| PublicFileError::Calldata { line, fault }))
}
