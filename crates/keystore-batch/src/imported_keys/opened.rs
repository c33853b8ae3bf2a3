//! Opening every key of a node keystore, each file once.

use std::collections::{HashMap, HashSet};

use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{EthKeySource, FieldPath, NodeKeystore, Validator};
use rayon::prelude::*;

use super::{ImportError, ImportedValidator};
use crate::{Account, KeyFiles, Progress, Step, progress::check};

/// Opens the keys of all validators and the funding account.
pub(super) fn open_all(
    keystore: &NodeKeystore,
    files: &KeyFiles<'_>,
    progress: &dyn Progress,
) -> Result<(Vec<ImportedValidator>, Option<Account>), ImportError> {
    let validators = &keystore.validators;
    progress.begin(Step::Open, validators.len());
    let shared = SharedFiles::open(keystore, files, progress)?;
    let opened = validators.par_iter().enumerate().map(|(entry, validator)| {
        check(progress)?;
        let opened = open_validator(entry, validator, files, &shared)?;
        progress.advance(1);
        Ok(opened)
    });
    let opened = opened.collect::<Result<Vec<_>, ImportError>>()?;
    let funding = keystore.funding_account.as_ref();
    let funding = funding.map(|source| shared.account(source, top("fundingAccount"), files)).transpose()?;
    progress.end();
    Ok((opened, funding))
}

fn top(field: &'static str) -> FieldPath {
    FieldPath { entry: None, field }
}

fn open_validator(
    entry: usize,
    validator: &Validator,
    files: &KeyFiles<'_>,
    shared: &SharedFiles<'_>,
) -> Result<ImportedValidator, ImportError> {
    let at = |field| FieldPath { entry: Some(entry), field };
    let key = |field| move |source| ImportError::Key { path: at(field), source };
    let publishers = validator.publishers.iter().map(|source| shared.account(source, at("publisher"), files));
    let bls = validator.bls.as_ref().ok_or(ImportError::NoBlsKey { entry })?;
    Ok(ImportedValidator {
        attester: files.open_account(&validator.attester).map_err(key("attester.eth"))?,
        bls: files.open_bls_key(bls).map_err(key("attester.bls"))?,
        publishers: publishers.collect::<Result<_, _>>()?,
        coinbase: validator.coinbase,
        fee_recipient: validator.fee_recipient,
    })
}

/// The files of publishers and of the funding account: many validators may name one, and opening it takes long.
struct SharedFiles<'a>(HashMap<FileId<'a>, EthSecretKey>);

/// The path, and the password beside it.
type FileId<'a> = (&'a str, Option<&'a str>);

impl<'a> SharedFiles<'a> {
    fn open(keystore: &'a NodeKeystore, files: &KeyFiles<'_>, progress: &dyn Progress) -> Result<Self, ImportError> {
        let mut seen = HashSet::new();
        let named = keystore.eth_keys().filter(|(path, _)| path.field != "attester.eth");
        let named: Vec<_> = named
            .filter_map(|(path, source)| Some((path, source, file_id(source)?)))
            .filter(|(_, _, file)| seen.insert(*file))
            .collect();
        let opened = named.into_par_iter().map(|(path, source, file)| {
            check(progress)?;
            match files.open_account(source) {
                Ok(Account::Key(secret)) => Ok(Some((file, secret))),
                Ok(_) => Ok(None),
                Err(source) => Err(ImportError::Key { path, source }),
            }
        });
        let opened = opened.collect::<Result<Vec<_>, ImportError>>()?;
        Ok(Self(opened.into_iter().flatten().collect()))
    }

    fn account(&self, source: &EthKeySource, path: FieldPath, files: &KeyFiles<'_>) -> Result<Account, ImportError> {
        match file_id(source).and_then(|file| self.0.get(&file)) {
            Some(secret) => {
                let copy = EthSecretKey::from_be_bytes(&secret.to_be_bytes());
                Ok(Account::Key(copy.expect("the bytes of a key are one")))
            }
            None => files.open_account(source).map_err(|source| ImportError::Key { path, source }),
        }
    }
}

fn file_id(source: &EthKeySource) -> Option<FileId<'_>> {
    match source {
        EthKeySource::File(file) => Some((&file.path, None)),
        EthKeySource::FileWithPassword(file) => Some((&file.path, Some(file.password.as_str()))),
        EthKeySource::Plain(_) | EthKeySource::Address(_) | EthKeySource::Remote(_) => None,
    }
}
