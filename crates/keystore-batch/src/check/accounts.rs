//! What the node keystore says beside its validators, and accounts that are not in the batch: no other file vouches for
//! them, so they are shown; and what no batch is written with is a fault.

use std::{collections::BTreeMap, path::PathBuf};

use aztec_node_keystore::{EthKeySource, FieldPath, NodeKeystore, RemoteSigner, SchemaVersion};
use aztec_staking_registry::NonZeroAddress;
use serde::{Serialize, Serializer};

use super::{
    BatchFault, Expected,
    by_text::by_text,
    publishers::{account, path_of},
    validator::{KeyPlace, ValidatorCheck},
};
use crate::Layout;

/// Accounts and signers for which nothing else in the batch vouches, so a person must look.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Accounts {
    /// Publishers whose keys are not in the batch, and with how many entries.
    #[serde(serialize_with = "by_text")]
    pub publishers: BTreeMap<NonZeroAddress, usize>,
    /// The account from which the node tops up publishers.
    #[serde(serialize_with = "as_text")]
    pub funding_account: Option<NonZeroAddress>,
    /// The URLs of remote signers, and how many accounts they sign for.
    pub remote_signers: BTreeMap<String, usize>,
}

fn as_text<S: Serializer>(account: &Option<NonZeroAddress>, serializer: S) -> Result<S::Ok, S::Error> {
    account.map(|address| address.to_string()).serialize(serializer)
}

impl Accounts {
    pub(super) fn of(keystore: &NodeKeystore) -> Self {
        let funding_account = keystore.funding_account.as_ref().and_then(account);
        let mut accounts = Self {
            funding_account: funding_account.and_then(|address| NonZeroAddress::new(address).ok()),
            ..Self::default()
        };
        // The signer at the top is shown even where no account is left to it.
        if let Some(signer) = &keystore.remote_signer {
            accounts.remote_signers.insert(signer.url.to_string(), 0);
        }
        for (_, source) in keystore.eth_keys() {
            let signer = match source {
                EthKeySource::Remote(account) => Some(&account.signer),
                EthKeySource::Address(_) => keystore.remote_signer.as_ref(),
                _ => None,
            };
            if let Some(signer) = signer {
                *accounts.remote_signers.entry(signer.url.to_string()).or_default() += 1;
            }
        }
        for source in keystore.validators.iter().flat_map(|validator| &validator.publishers) {
            let elsewhere = match source {
                EthKeySource::Address(address) => *address,
                EthKeySource::Remote(account) => account.address,
                _ => continue,
            };
            *accounts.publishers.entry(elsewhere).or_default() += 1;
        }
        accounts
    }
}

impl ValidatorCheck<'_> {
    /// What stands at the top of the node keystore, and signers that no derived batch names.
    pub(super) fn check_top(&self, keystore: &NodeKeystore, expected: Option<&Expected<'_>>) -> Vec<BatchFault> {
        let file = self.layout.node_keystore();
        let top = |field| FieldPath { entry: None, field };
        let not_written = |at| BatchFault::NotWritten { file: file.clone(), at };
        let mut faults = Vec::new();
        // Version 2 has members at the top that stand for every validator, and a batch is never written in it.
        faults.extend((keystore.schema != SchemaVersion::V1).then(|| not_written(top("schemaVersion"))));
        if self.manifest.origin().allocation().is_some() {
            faults.extend(keystore.remote_signer.is_some().then(|| not_written(top("remoteSigner"))));
            let signers = keystore.eth_keys().filter(|(at, source)| {
                // The funding account alone may have been given with a signer of its own.
                at.entry.is_some() && matches!(source, EthKeySource::Remote(_))
            });
            faults.extend(signers.map(|(at, _)| not_written(at)));
        }
        if let Some(expected) = expected {
            let actual = keystore.funding_account.as_ref().and_then(account);
            if actual != expected.funding_account {
                faults.push(BatchFault::UnexpectedMember { file: file.clone(), field: "fundingAccount" });
            }
            let url = |signer: &RemoteSigner| signer.url.clone();
            if keystore.remote_signer.as_ref().map(url) != expected.remote_signer.map(url) {
                faults.push(BatchFault::UnexpectedMember { file: file.clone(), field: "remoteSigner" });
            }
        }
        faults.extend(keystore.funding_account.as_ref().into_iter().flat_map(|source| self.check_funding(source)));
        faults
    }

    /// The key of the funding account is in its file, or in the node keystore where nothing is encrypted.
    fn check_funding(&self, source: &EthKeySource) -> Vec<BatchFault> {
        let (file, field) = (self.layout.node_keystore(), "fundingAccount");
        let at = FieldPath { entry: None, field };
        let address = account(source);
        let encrypted = self.manifest.is_encrypted();
        let in_place = match (KeyPlace::of(source), address) {
            (KeyPlace::Elsewhere, Some(_)) => true,
            (KeyPlace::Plain, Some(_)) => !encrypted,
            (KeyPlace::File, Some(address)) => {
                encrypted && path_of(source) == Some(Layout::funding_key(address).as_str())
            }
            (_, None) => false,
        };
        if !in_place {
            return vec![BatchFault::NotWritten { file, at }];
        }
        let opened = funding_file(self.layout, source).zip(address);
        opened.and_then(|(file, address)| self.open_eth(file, address).err()).into_iter().collect()
    }
}

/// The file of the funding account's key, where it is in one.
pub(super) fn funding_file(layout: Layout<'_>, source: &EthKeySource) -> Option<PathBuf> {
    let address = path_of(source).and_then(|_| account(source))?;
    Some(layout.secret_file(&Layout::funding_key(address)))
}
