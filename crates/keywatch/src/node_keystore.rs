//! The node's file: the only place that knows the module that reads and changes it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{
    AttesterKey, CoinbaseChange, MAX_BYTES, SetCoinbaseError, address_in_file_name, set_coinbase,
};
use aztec_staking_registry::{NonZeroAddress, parse_address};
use durable_files::EditError;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{failure::Failure, file};

/// Longer than any key file.
const MAX_KEY_FILE: u64 = 1 << 16;

/// A node keystore that was read, and what is to become of it.
pub(crate) struct NodeFile<'a> {
    path: &'a Path,
    before: Zeroizing<String>,
    after: Zeroizing<String>,
}

/// What a new coinbase means for a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The file has another coinbase for the attester.
    Changed,
    /// The file says so already.
    Same,
    /// The file does not have the attester.
    NotThere,
}

impl<'a> NodeFile<'a> {
    pub(crate) fn read(path: &'a Path) -> Result<Self, Failure> {
        let before = file::read(path, MAX_BYTES as u64).map_err(|error| {
            let reason = format!("cannot be read ({error}); check the path and its permissions");
            Failure::NodeKeystore { path: path.to_owned(), reason }
        })?;
        Ok(Self { path, after: before.clone(), before })
    }

    /// Sets a coinbase, in memory.
    pub(crate) fn set(&mut self, attester: NonZeroAddress, coinbase: NonZeroAddress) -> Result<Change, Failure> {
        match set_coinbase(&self.after, &[CoinbaseChange { attester, coinbase }], |key| self.address_of(key)) {
            Ok(changed) if changed == self.after => Ok(Change::Same),
            Ok(changed) => {
                self.after = changed;
                Ok(Change::Changed)
            }
            Err(SetCoinbaseError::NotThere { .. }) => Ok(Change::NotThere),
            Err(error) => Err(self.failed(&error.to_string())),
        }
    }

    /// Puts the changed file in the place of the old one, where there is anything to change.
    ///
    /// Where a node is to be told of it, a mark beside the file says so until [`NodeFile::told`]: also when this run ends before.
    pub(crate) fn write(&self, node_is_to_be_told: bool) -> Result<(), Failure> {
        if self.before == self.after {
            return Ok(());
        }
        if node_is_to_be_told {
            fs::write(self.mark(), "")
                .map_err(|error| self.failed(&format!("cannot be marked ({error}); it is as it was")))?;
        }
        file::replace(self.path, &self.before, &self.after).map_err(|error| {
            self.failed(&match error {
                EditError::Open { source, .. } => format!("cannot be opened ({source}); it is as it was"),
                EditError::Busy { .. } => "is being changed by somebody else; it is as it was, run again".to_owned(),
                EditError::Changed { .. } => {
                    "another program has changed it meanwhile; that stays, run again".to_owned()
                }
                EditError::Write { source, .. } => format!("cannot be replaced ({source}); it is as it was"),
                EditError::Unconfirmed { source, .. } => {
                    format!("the new content is in place, but the disk did not confirm it ({source}); look at it")
                }
                other => other.to_string(),
            })
        })
    }

    /// Whether the node is yet to be told of a change, of this run or of an earlier one.
    pub(crate) fn is_to_be_told(&self) -> bool {
        self.mark().exists()
    }

    /// The node has been told.
    pub(crate) fn told(&self) -> Result<(), Failure> {
        fs::remove_file(self.mark()).map_err(|error| self.failed(&format!("its mark cannot be removed ({error})")))
    }

    /// The node loads files that end in .json, and passes over this one.
    fn mark(&self) -> PathBuf {
        let mut name = self.path.as_os_str().to_owned();
        name.push(".reload-pending");
        name.into()
    }

    fn failed(&self, reason: &str) -> Failure {
        Failure::NodeKeystore { path: self.path.to_owned(), reason: reason.to_owned() }
    }

    fn address_of(&self, key: &AttesterKey<'_>) -> Option<NonZeroAddress> {
        match key {
            AttesterKey::File { path } => address_in_file_name(path).or_else(|| self.address_of_file(path)),
            AttesterKey::Plain(key) => {
                NonZeroAddress::new(EthSecretKey::from_be_bytes(key.as_be_bytes()).ok()?.address()).ok()
            }
        }
    }

    /// Web3 Secret Storage names the address, without 0x.
    fn address_of_file(&self, path: &str) -> Option<NonZeroAddress> {
        #[derive(Deserialize)]
        struct KeyFile {
            address: String,
        }
        let beside = self.path.parent().unwrap_or(Path::new("")).join(path);
        let text = file::read(&beside, MAX_KEY_FILE).ok()?;
        let KeyFile { address } = serde_json::from_str(&text).ok()?;
        let (address, _) = parse_address(&format!("0x{}", address.trim_start_matches("0x"))).ok()?;
        NonZeroAddress::new(address).ok()
    }
}
