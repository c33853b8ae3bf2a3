//! The publishers in the node keystore: how many there are, whose they are, and where their keys are.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use alloy_primitives::Address;
use aztec_key_derivation::{EthSecretKey, Index};
use aztec_node_keystore::{EthKeySource, Validator, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;

use super::{
    BatchFault,
    validator::{KeyPlace, ValidatorCheck},
};
use crate::{Layout, Manifest};

/// Whose the publishers are. The manifest says how many were derived, and a batch after this one begins behind them.
#[derive(Clone, Debug)]
pub(super) enum Publishers {
    /// So many keys of its own for each validator, derived from this index on, behind those of the validators.
    Own { each: u32, start: u64 },
    /// One list for all validators; these are the accounts in it. None was derived, which would be from `start` on.
    Shared { accounts: Vec<Option<Address>>, start: u64 },
    /// Whatever the node keystore said that was imported.
    Imported,
}

impl Publishers {
    /// What the manifest says of them. `first` is the first of the validators.
    pub(super) fn of(manifest: &Manifest, first: Option<&Validator>) -> Self {
        let Some(allocation) = manifest.origin().allocation() else { return Self::Imported };
        let validators = allocation.validators();
        let start = u64::from(validators.start().get()) + u64::from(validators.count());
        match allocation.publishers_each() {
            0 => {
                let accounts = first.map(|first| first.publishers.iter().map(account).collect());
                Self::Shared { accounts: accounts.unwrap_or_default(), start }
            }
            each => Self::Own { each, start },
        }
    }

    /// The number in the name of a publisher's file; none where any will do.
    fn number(&self, entry: usize, position: usize) -> Option<u64> {
        let (entry, position) = (entry as u64, position as u64);
        match self {
            Self::Own { each, start } => Some(start + entry * u64::from(*each) + position),
            Self::Shared { .. } => Some(position),
            Self::Imported => None,
        }
    }
}

impl ValidatorCheck<'_> {
    /// Whether the publishers of the validator at this position are those that the manifest speaks of.
    pub(super) fn check_publishers(&self, entry: usize, sources: &[EthKeySource]) -> Vec<BatchFault> {
        let fault = || BatchFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "publisher" };
        let (as_many, own) = match self.publishers {
            Publishers::Own { each, .. } => (usize::try_from(*each) == Ok(sources.len()), true),
            Publishers::Shared { accounts, .. } => (accounts.len() == sources.len(), false),
            Publishers::Imported => (true, false),
        };
        let mut faults = Vec::new();
        if !as_many {
            faults.push(fault());
        }
        for (position, source) in sources.iter().enumerate() {
            if !self.is_publisher(entry, position, source) {
                faults.push(fault());
            }
            faults.extend(self.check_place(entry, "publisher", KeyPlace::of(source), own));
        }
        faults
    }

    fn is_publisher(&self, entry: usize, position: usize, source: &EthKeySource) -> bool {
        let number = self.publishers.number(entry, position);
        let Some(address) = account(source) else { return false };
        let in_place = path_of(source).is_none_or(|path| match number.map(u32::try_from) {
            Some(Ok(number)) => path == Layout::publisher_key(number, address),
            Some(Err(_)) => false,
            None => Path::new(path)
                .file_name()
                .is_some_and(|name| Path::new(path) == Path::new(Layout::PUBLISHER).join(name) && !path.ends_with('/')),
        });
        let derived = |number: u64| {
            let index = u32::try_from(number).ok().and_then(|number| Index::new(number).ok())?;
            Some(self.account?.key(index).ok()?.secret.address())
        };
        in_place
            && match self.publishers {
                Publishers::Own { .. } => number.and_then(derived).is_none_or(|derived| derived == address),
                // Whoever made the mnemonic with the batch had no key of it to give.
                Publishers::Shared { accounts, start } => {
                    accounts.get(position) == Some(&Some(address))
                        && !(self.new_mnemonic && derived(start + position as u64) == Some(address))
                }
                Publishers::Imported => true,
            }
    }
}

/// The account of a publisher; none where its key is none, or the name of its file does not say it.
pub(super) fn account(source: &EthKeySource) -> Option<Address> {
    match source {
        EthKeySource::Plain(key) => EthSecretKey::from_be_bytes(key.as_be_bytes()).ok().map(|secret| secret.address()),
        EthKeySource::Address(address) => Some(address.get()),
        EthKeySource::Remote(account) => Some(account.address.get()),
        EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => {
            path_of(source).and_then(address_in_file_name).map(NonZeroAddress::get)
        }
    }
}

pub(super) fn path_of(source: &EthKeySource) -> Option<&str> {
    match source {
        EthKeySource::File(file) => Some(&file.path),
        EthKeySource::FileWithPassword(file) => Some(&file.path),
        _ => None,
    }
}

/// The files of publishers that these validators name, each once, however many share them.
pub(super) fn publisher_files(layout: Layout<'_>, validators: &[Validator]) -> BTreeSet<PathBuf> {
    let sources = validators.iter().flat_map(|validator| &validator.publishers);
    let names = sources.filter_map(path_of).filter_map(|path| Path::new(path).file_name());
    names.map(|name| layout.secret_file(Layout::PUBLISHER).join(name)).collect()
}

/// The address is in the name of the file, and the file must hold its key.
pub(super) fn open_publisher(check: &ValidatorCheck<'_>, file: PathBuf) -> Option<BatchFault> {
    match address_in_file_name(&file.to_string_lossy()) {
        Some(address) => check.open_eth(file, address.get()).err(),
        None => Some(BatchFault::Foreign { file }),
    }
}
