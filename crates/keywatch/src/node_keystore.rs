//! The node's file: the only place that knows the module that reads and changes it.

use std::{
    cell::RefCell,
    fs,
    path::{Path, PathBuf},
};

use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{
    AttesterKey, CoinbaseChange, MAX_BYTES, SetCoinbaseError, address_in_file_name, set_coinbase,
};
use aztec_staking_registry::{NonZeroAddress, parse_address};
use durable_files::{EditError, what_is_at};
use serde::Deserialize;
use strict_json::Object;
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

    pub(crate) fn read_all(paths: &'a [PathBuf]) -> Result<Vec<Self>, Failure> {
        paths.iter().map(|path| Self::read(path)).collect()
    }

    /// Sets a coinbase, in memory.
    pub(crate) fn set(&mut self, attester: NonZeroAddress, coinbase: NonZeroAddress) -> Result<Change, Failure> {
        let unread = RefCell::new(None);
        let address_of = |key: &AttesterKey<'_>| {
            self.address_of(key).unwrap_or_else(|failure| {
                unread.borrow_mut().get_or_insert(failure);
                None
            })
        };
        let set = set_coinbase(&self.after, &[CoinbaseChange { attester, coinbase }], address_of);
        // Whose key it is that could not be read, nobody knows: perhaps this attester's.
        if let Some(failure) = unread.into_inner() {
            return Err(failure);
        }
        match set {
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
    /// Where a node is to be told of it, a mark beside the file says so until [`NodeFile::mark_reloaded`]: also when
    /// this run ends before.
    pub(crate) fn write(&self, node_has_pending_reload: bool) -> Result<(), Failure> {
        if self.before == self.after {
            return Ok(());
        }
        if node_has_pending_reload {
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
    pub(crate) fn has_pending_reload(&self) -> Result<bool, Failure> {
        let mark = what_is_at(&self.mark()).map_err(|error| self.failed(&format!("its mark is not seen ({error})")))?;
        Ok(mark.is_some())
    }

    /// Whether the path still holds what it should: what this run has read or written.
    pub(crate) fn must_be_in_place(&self) -> Result<(), Failure> {
        match file::read(self.path, MAX_BYTES as u64) {
            Ok(actual) if *actual == *self.after => Ok(()),
            Err(error) if error.is_refusal() => {
                Err(self.failed(&format!("cannot be read after the node was told ({error}); run again")))
            }
            _ => Err(self.failed("somebody else has changed it while the node was told; that stays, run again")),
        }
    }

    /// The node has been told.
    pub(crate) fn mark_reloaded(&self) -> Result<(), Failure> {
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

    fn address_of(&self, key: &AttesterKey<'_>) -> Result<Option<NonZeroAddress>, Failure> {
        match key {
            AttesterKey::File { path } => {
                address_in_file_name(path).map_or_else(|| self.address_of_file(path), |address| Ok(Some(address)))
            }
            AttesterKey::Plain(key) => {
                let key = EthSecretKey::from_be_bytes(key.as_be_bytes()).ok();
                Ok(key.and_then(|key| NonZeroAddress::new(key.address()).ok()))
            }
        }
    }

    /// None where there is no such file here: it may be on another host, or of a key that no delegation is about.
    fn address_of_file(&self, path: &str) -> Result<Option<NonZeroAddress>, Failure> {
        let beside = self.path.parent().unwrap_or(Path::new("")).join(path);
        match file::read(&beside, MAX_KEY_FILE) {
            Ok(text) => Ok(address_in(&text)),
            Err(error) if error.is_refusal() => {
                let reason = format!("cannot be read ({error}); check the path and its permissions");
                Err(Failure::NodeKeystore { path: beside, reason })
            }
            Err(_) => Ok(None),
        }
    }
}

/// Web3 Secret Storage names the address, without 0x.
fn address_in(key_file: &str) -> Option<NonZeroAddress> {
    #[derive(Deserialize)]
    struct KeyFile {
        address: String,
    }
    let Object(KeyFile { address }) = serde_json::from_str(key_file).ok()?;
    let (address, _) = parse_address(&format!("0x{}", address.trim_start_matches("0x"))).ok()?;
    NonZeroAddress::new(address).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The address of the key 1.
    const OF_ONE: &str = "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf";
    const IN_NAME: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    const IN_FILE: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
    const REMOTE: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";
    const SPLIT: &str = "0x90F79bf6EB2c4f870365E785982E1f101E93b906";

    fn address(text: &str) -> NonZeroAddress {
        NonZeroAddress::parse(text).unwrap()
    }

    #[test]
    fn attesters_are_found_however_the_file_names_them() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("node.json");
        let plain = format!("0x{:064x}", 1);
        let eth = [
            format!("\"{plain}\""),
            format!(r#"{{"path": "eth/00003_{IN_NAME}.json"}}"#),
            r#"{"path": "key1.json", "password": "s3cret"}"#.to_owned(),
            format!(r#"{{"address": "{REMOTE}", "remoteSignerUrl": "https://signer.example"}}"#),
        ];
        let validator = |eth: &String| {
            format!(r#"{{"attester": {{"eth": {eth}, "bls": "{plain}"}}, "feeRecipient": "0x{:064x}"}}"#, 0)
        };
        let validators: Vec<_> = eth.iter().map(validator).collect();
        fs::write(&path, format!(r#"{{"schemaVersion": 1, "validators": [{}]}}"#, validators.join(", "))).unwrap();
        let lower = IN_FILE.trim_start_matches("0x").to_lowercase();
        fs::write(directory.path().join("key1.json"), format!(r#"{{"address": "{lower}", "version": 3}}"#)).unwrap();

        let mut file = NodeFile::read(&path).unwrap();
        for attester in [OF_ONE, IN_NAME, IN_FILE, REMOTE] {
            assert_eq!(file.set(address(attester), address(SPLIT)).unwrap(), Change::Changed, "{attester}");
            assert_eq!(file.set(address(attester), address(SPLIT)).unwrap(), Change::Same, "{attester}");
        }
        assert_eq!(file.set(address(SPLIT), address(SPLIT)).unwrap(), Change::NotThere);
        file.write(true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap().matches(SPLIT).count(), 4);
        assert!(NodeFile::read(&path).unwrap().has_pending_reload().unwrap());
        file.mark_reloaded().unwrap();
        assert!(!NodeFile::read(&path).unwrap().has_pending_reload().unwrap());
    }

    #[test]
    fn a_file_without_changes_is_not_touched() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("node.json");
        fs::write(&path, "not read as JSON until something is set").unwrap();
        let file = NodeFile::read(&path).unwrap();
        file.write(true).unwrap();
        assert!(!file.has_pending_reload().unwrap());
        let mut file = NodeFile::read(&path).unwrap();
        assert!(file.set(address(OF_ONE), address(SPLIT)).is_err());
    }
}
