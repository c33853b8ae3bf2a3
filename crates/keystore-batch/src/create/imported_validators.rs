//! Writing the secret files of keys that were made elsewhere.

use std::collections::HashMap;

use alloy_primitives::Address;
use aztec_key_derivation::Index;
use aztec_node_keystore::{EthKeySource, KeyFile, Validator};
use rayon::prelude::*;

use super::{CreateBatchError, SecretFiles, WrittenKey};
use crate::{
    Account, ImportedKeys, Layout, Progress, Step, imported_keys::ImportedValidator, plan::non_zero, progress::check,
};

/// Writes the secret files of every key.
pub(super) fn write(
    keys: &ImportedKeys,
    files: &SecretFiles<'_>,
    progress: &dyn Progress,
) -> Result<Vec<WrittenKey>, CreateBatchError> {
    if !keys.remote_attesters() {
        files.create_directory(Layout::ETH)?;
    }
    let publishers = PublisherFiles::write(keys.validators(), files)?;
    progress.begin(Step::Import, keys.count());
    let written = keys.validators().par_iter().enumerate().map(|(position, validator)| {
        check(progress)?;
        let index = u32::try_from(position).ok().and_then(|number| Index::new(number).ok());
        let index = index.expect("the size of a batch has a limit");
        let key = write_validator(index, validator, files, &publishers)?;
        progress.advance(1);
        Ok(key)
    });
    let written = written.collect::<Result<Vec<_>, CreateBatchError>>()?;
    progress.end();
    Ok(written)
}

fn write_validator(
    index: Index,
    validator: &ImportedValidator,
    files: &SecretFiles<'_>,
    publishers: &PublisherFiles,
) -> Result<WrittenKey, CreateBatchError> {
    let attester = non_zero(validator.attester.address());
    let written = Validator {
        attester: match &validator.attester {
            Account::Key(secret) => files.attester(index, secret)?,
            elsewhere => elsewhere.without_file(),
        },
        // How the key was derived is not in the file.
        bls: Some(files.bls(index, attester, &validator.bls, None)?),
        publishers: validator.publishers.iter().map(|account| publishers.source(account)).collect(),
        coinbase: validator.coinbase,
        fee_recipient: validator.fee_recipient,
    };
    Ok(WrittenKey::new(index, attester, None, validator.bls.prove(), written))
}

/// The files of publishers' keys, by address: each is written once, however many validators share it. None where nothing is
/// encrypted.
struct PublisherFiles(HashMap<Address, String>);

impl PublisherFiles {
    fn write(validators: &[ImportedValidator], files: &SecretFiles<'_>) -> Result<Self, CreateBatchError> {
        let mut paths = HashMap::new();
        if !files.are_encrypted() {
            return Ok(Self(paths));
        }
        for account in validators.iter().flat_map(|validator| &validator.publishers) {
            let Account::Key(secret) = account else { continue };
            if paths.contains_key(&secret.address()) {
                continue;
            }
            if paths.is_empty() {
                files.create_directory(Layout::PUBLISHER)?;
            }
            let number = u32::try_from(paths.len()).expect("the size of a batch has a limit");
            if let EthKeySource::File(KeyFile { path }) = files.publisher(number, secret)? {
                paths.insert(secret.address(), path);
            }
        }
        Ok(Self(paths))
    }

    fn source(&self, account: &Account) -> EthKeySource {
        match self.0.get(&account.address()) {
            Some(path) if matches!(account, Account::Key(_)) => EthKeySource::File(KeyFile { path: path.clone() }),
            _ => account.without_file(),
        }
    }
}
