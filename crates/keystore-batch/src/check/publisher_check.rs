//! Checks the publishers in the node keystore: how many there are, whose they are, and where their keys are.

use std::path::{Path, PathBuf};

use aztec_key_derivation::Index;
use aztec_node_keystore::{EthKeySource, address_in_file_name};

use super::{
    BatchFault,
    publishers::{Publishers, account, path_of},
    validator::{KeyPlace, ValidatorCheck},
};
use crate::Layout;

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

/// The address is in the name of the file, and the file must hold its key.
pub(super) fn open_publisher(check: &ValidatorCheck<'_>, file: PathBuf) -> Option<BatchFault> {
    match address_in_file_name(&file.to_string_lossy()) {
        Some(address) => check.open_eth(file, address.get()).err(),
        None => Some(BatchFault::Foreign { file }),
    }
}
