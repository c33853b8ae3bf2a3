//! Writing the files of imported keys.

use std::collections::HashMap;

use alloy_primitives::Address;
use aztec_node_keystore::{EthKeySource, KeyFile, PlainKey, Validator};
use aztec_staking_registry::NonZeroAddress;
use bn254_bls::{ProofKind, derive};
use rayon::prelude::*;

use super::{
    ImportError,
    source::{Account, Imported, ImportedValidator},
};
use crate::{
    batch_dir::Layout,
    interrupt,
    new_batch::{Derived, Lists, NewBatch, NewBatchError, SecretFiles, Written},
    progress,
};

/// Writes the files of every key, and lists it.
pub(super) fn fill(
    imported: Imported,
    batch: &NewBatch,
    files: &SecretFiles<'_>,
    lists: &mut Lists<'_>,
    quiet: bool,
) -> Result<(), ImportError> {
    let Imported { validators, remote_attesters } = imported;
    if !remote_attesters {
        files.create_directory(Layout::ETH)?;
    }
    let publisher_files = write_publishers(&validators, files)?;
    let bar = progress::bar("importing", u64::from(batch.count), quiet);
    let written: Result<Vec<Written>, NewBatchError> = validators
        .into_par_iter()
        .zip(0..batch.count)
        .map(|(validator, index)| {
            interrupt::check()?;
            let written = write_validator(index, validator, batch.head.proof, files, &publisher_files)?;
            bar.inc(1);
            Ok(written)
        })
        .collect();
    for written in written? {
        lists.push(&written)?;
    }
    bar.finish_and_clear();
    Ok(())
}

fn write_validator(
    index: u32,
    validator: ImportedValidator,
    proof: ProofKind,
    files: &SecretFiles<'_>,
    publisher_files: &HashMap<Address, String>,
) -> Result<Written, NewBatchError> {
    let ImportedValidator { attester: account, bls, publishers, coinbase, fee_recipient } = validator;
    let attester = NonZeroAddress::new(account.address()).expect("no known key has the address zero");
    let publisher = |account| match account {
        Account::Key(secret) => match publisher_files.get(&secret.address()) {
            Some(path) => EthKeySource::File(KeyFile { path: path.clone() }),
            None => EthKeySource::Plain(PlainKey::from_be_bytes(&secret.to_be_bytes())),
        },
        Account::Address(address) => EthKeySource::Address(address),
        Account::Remote(account) => EthKeySource::Remote(account),
    };
    // How the key was derived is not in the file.
    let derived = Derived { path: String::new(), candidate: 0 };
    let written = Validator {
        bls: files.bls(index, attester, &bls, &derived.path)?,
        attester: match account {
            Account::Key(secret) => files.attester(index, &secret)?,
            Account::Address(address) => EthKeySource::Address(address),
            Account::Remote(account) => EthKeySource::Remote(account),
        },
        publishers: publishers.into_iter().map(publisher).collect(),
        coinbase,
        fee_recipient,
    };
    Written::new(index, attester, derived, &derive(&bls), proof, written)
}

/// Writes the key of each publisher once, however many validators share it. The names of the files, by address; none
/// where nothing is encrypted.
fn write_publishers(
    validators: &[ImportedValidator],
    files: &SecretFiles<'_>,
) -> Result<HashMap<Address, String>, NewBatchError> {
    let mut names = HashMap::new();
    let accounts = validators.iter().flat_map(|validator| &validator.publishers);
    for secret in accounts.filter_map(|account| if let Account::Key(secret) = account { Some(secret) } else { None }) {
        if names.contains_key(&secret.address()) {
            continue;
        }
        if names.is_empty() {
            files.create_directory(Layout::PUBLISHER)?;
        }
        let number = u32::try_from(names.len()).expect("the file has a limit");
        match files.publisher(number, secret)? {
            EthKeySource::File(KeyFile { path }) => names.insert(secret.address(), path),
            // Nothing is encrypted, so nothing is written for any of them.
            _ => return Ok(HashMap::new()),
        };
    }
    Ok(names)
}
