//! The publishers in the node keystore: whose they are, and the files they name.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use alloy_primitives::Address;
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{EthKeySource, Validator, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;

use crate::{Layout, Manifest};

/// Whose the publishers are. The manifest says how many were derived, and a batch after this one begins after them.
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
    pub(super) fn number(&self, entry: usize, position: usize) -> Option<u64> {
        let (entry, position) = (entry as u64, position as u64);
        match self {
            Self::Own { each, start } => Some(start + entry * u64::from(*each) + position),
            Self::Shared { .. } => Some(position),
            Self::Imported => None,
        }
    }
}

/// The account of a publisher; none where its key is not a key, or the name of its file does not say it.
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
