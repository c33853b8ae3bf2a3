//! The secret part: every file is opened, and its key compared with the public files.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use aztec_key_derivation::{EthAccount, Seed};
use aztec_node_keystore::{NodeKeystore, Validator};
use aztec_staking_registry::{AztecAddress, NonZeroAddress, UnverifiedKeyStore};
use durable_files::what_is_at;
use rayon::prelude::*;
use serde::Serialize;

use super::{
    Accounts, BatchFault, Expected, VerifyBatchError,
    accounts::funding_file,
    by_text::by_text,
    file_modes::check_file_modes,
    kept_mnemonic::{is_kept, passwords_open_nothing, read_kept_mnemonic},
    key_file_texts::{KeyFileText, check_key_file_texts},
    public_files::paths_in,
    publisher_check::open_publisher,
    publishers::{Publishers, publisher_files},
    validator::ValidatorCheck,
    wrong_password::{PasswordFiles, tell_wrong_passwords},
};
use crate::{
    Batch, Cancelled, Layout, Manifest, Progress, Rewards, Secrets, progress::check, regular_file::read_regular,
};

/// What the secret files say.
#[derive(Debug)]
pub struct SecretCheck {
    /// What is wrong with them.
    pub faults: Vec<BatchFault>,
    /// Who receives what.
    pub recipients: Recipients,
    /// Accounts and signers that are not in the batch.
    pub accounts: Accounts,
    /// Whether the mnemonic is in the directory; none where the keys come from none.
    pub mnemonic: Option<MnemonicCopy>,
    /// What each encrypted file says beside its key, by its path below the batch.
    pub key_files: BTreeMap<String, KeyFileText>,
}

/// Whether the mnemonic of a batch is in its directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum MnemonicCopy {
    /// It is.
    Kept,
    /// It is not, so it must be somewhere else.
    NotKept,
}

/// Who receives what in a whole batch, and with how many of the entries. No other file says it, so a person must look.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recipients {
    /// Entries whose attester receives the rewards itself.
    pub own_coinbases: usize,
    /// Other receivers of rewards, and with how many entries.
    #[serde(serialize_with = "by_text")]
    pub coinbases: BTreeMap<NonZeroAddress, usize>,
    /// Receivers of fees, and with how many entries.
    #[serde(serialize_with = "by_text")]
    pub fee_recipients: BTreeMap<AztecAddress, usize>,
}

impl Recipients {
    fn add(&mut self, attester: NonZeroAddress, rewards: Rewards) {
        match rewards.coinbase.filter(|coinbase| *coinbase != attester) {
            None => self.own_coinbases += 1,
            Some(coinbase) => *self.coinbases.entry(coinbase).or_default() += 1,
        }
        *self.fee_recipients.entry(rewards.fee_recipient).or_default() += 1;
    }
}

/// Checks everything secret in a batch directory against its public part.
pub(super) fn check_secrets(
    batch: &Batch,
    tuples: &[UnverifiedKeyStore],
    secrets: &Secrets<'_>,
    expected: Option<&Expected<'_>>,
    progress: &dyn Progress,
) -> Result<SecretCheck, VerifyBatchError> {
    let (layout, manifest) = (batch.layout(), batch.manifest());
    let mut result = SecretCheck {
        faults: check_file_modes(batch.root(), layout),
        recipients: Recipients::default(),
        mnemonic: None,
        accounts: Accounts::default(),
        key_files: BTreeMap::new(),
    };
    let is_kept = is_kept(layout, manifest);
    if let (Ok(kept), Some(_)) = (&is_kept, manifest.origin().mnemonic_fingerprint()) {
        result.mnemonic = Some(if *kept { MnemonicCopy::Kept } else { MnemonicCopy::NotKept });
    }
    // Both derive keys, which takes longer than all the rest of a small batch.
    let (open_nothing, kept) = rayon::join(
        || passwords_open_nothing(layout, manifest, secrets),
        || read_kept_mnemonic(layout, manifest, secrets, is_kept?, expected),
    );
    if open_nothing {
        result.faults.push(BatchFault::WrongPassword { directory: layout.secret(), files: PasswordFiles::All });
        return Ok(result);
    }
    let kept = kept.unwrap_or_else(|fault| {
        result.faults.push(fault);
        None
    });
    let keystore = match read_node_keystore(layout) {
        Ok(keystore) => keystore,
        Err(fault) => {
            result.faults.push(fault);
            return Ok(result);
        }
    };
    let validators = &keystore.validators;
    result.accounts = Accounts::of(&keystore);
    let (actual, count) = (validators.len(), manifest.keys().len());
    if actual != count {
        result.faults.push(BatchFault::Count { file: layout.node_keystore(), actual, expected: count });
    }
    result.compare_rewards(layout, manifest, validators, expected);
    let seed = kept.as_ref().or(secrets.seed);
    let account = seed.and_then(|seed| eth_account(seed, manifest));
    let publishers = Publishers::of(manifest, validators.first());
    let keys = ValidatorCheck {
        layout,
        manifest,
        secrets,
        seed,
        account: account.as_ref(),
        publishers: &publishers,
        new_mnemonic: kept.is_some(),
    };
    result.faults.extend(keys.check_top(&keystore, expected));
    result.faults.extend(open_files(&keys, tuples, validators, progress)?);
    let known = known_files(layout, manifest, &keystore);
    result.faults = tell_wrong_passwords(layout, &known, result.faults);
    result.faults.extend(foreign_files(layout, &known));
    let (faults, texts) = check_key_file_texts(batch);
    result.faults.extend(faults);
    result.key_files = texts;
    Ok(result)
}

impl SecretCheck {
    /// Which files a password opens none of. Where that is [all of them](PasswordFiles::All), nothing else was looked at.
    #[must_use]
    pub fn wrong_password(&self) -> Option<PasswordFiles> {
        self.faults.iter().find_map(|fault| match fault {
            BatchFault::WrongPassword { files, .. } => Some(*files),
            _ => None,
        })
    }

    fn compare_rewards(
        &mut self,
        layout: Layout<'_>,
        manifest: &Manifest,
        validators: &[Validator],
        expected: Option<&Expected<'_>>,
    ) {
        for (entry, (validator, key)) in validators.iter().zip(manifest.keys()).enumerate() {
            let rewards = Rewards::of(validator);
            self.recipients.add(key.attester, rewards);
            if let Some(expected) = expected.and_then(|expected| expected.rewards(entry)) {
                let file = layout.node_keystore();
                let different = expected.differences(rewards);
                self.faults.extend(different.map(|field| BatchFault::Unexpected { file: file.clone(), entry, field }));
            }
        }
    }
}

/// Opens every file, on all cores.
fn open_files(
    keys: &ValidatorCheck<'_>,
    tuples: &[UnverifiedKeyStore],
    validators: &[Validator],
    progress: &dyn Progress,
) -> Result<Vec<BatchFault>, VerifyBatchError> {
    let publishers = publisher_files(keys.layout, validators).into_par_iter().map(|file| {
        check(progress)?;
        Ok(open_publisher(keys, file))
    });
    let mut faults: Vec<_> = publishers.collect::<Result<Vec<_>, Cancelled>>()?.into_iter().flatten().collect();
    let entries = keys.manifest.keys().par_iter().zip(tuples).zip(validators).enumerate();
    let entries = entries.map(|(entry, ((key, tuple), validator))| {
        check(progress)?;
        let faults = keys.check(entry, key, tuple, validator).map_err(VerifyBatchError::Randomness)?;
        progress.advance(1);
        Ok(faults)
    });
    faults.extend(entries.collect::<Result<Vec<_>, VerifyBatchError>>()?.into_iter().flatten());
    Ok(faults)
}

/// No file lies beside those of the batch: a node could take it for one of them.
fn foreign_files(layout: Layout<'_>, known: &BTreeSet<PathBuf>) -> Vec<BatchFault> {
    let (mut faults, mut foreign) = (Vec::new(), Vec::new());
    for path in paths_or_fault(&layout.secret(), &mut faults) {
        // A directory in which nothing of the batch lies does not belong to it either, empty or not.
        let parent = known.iter().any(|file| file.parent() == Some(&path));
        let belongs = match what_is_at(&path) {
            Ok(Some(actual)) if parent && actual.is_symlink() => {
                // What it leads to may be another thing tomorrow, and a copy of the batch is one without keys.
                faults.push(BatchFault::Link { file: path });
                continue;
            }
            Ok(actual) => parent && actual.is_some_and(|actual| actual.is_dir()),
            Err(source) => {
                faults.push(BatchFault::Read { file: path, source: source.into() });
                continue;
            }
        };
        let files = if belongs { paths_or_fault(&path, &mut faults) } else { vec![path] };
        foreign.extend(files.into_iter().filter(|file| !known.contains(file)));
    }
    faults.extend(foreign.into_iter().map(|file| BatchFault::Foreign { file }));
    faults
}

fn paths_or_fault(directory: &Path, faults: &mut Vec<BatchFault>) -> Vec<PathBuf> {
    paths_in(directory).unwrap_or_else(|fault| {
        faults.push(fault);
        Vec::new()
    })
}

/// The secret files that belong to the batch.
fn known_files(layout: Layout<'_>, manifest: &Manifest, keystore: &NodeKeystore) -> BTreeSet<PathBuf> {
    let mut known = publisher_files(layout, &keystore.validators);
    known.extend(keystore.funding_account.as_ref().and_then(|source| funding_file(layout, source)));
    known.extend([layout.node_keystore(), layout.mnemonic(manifest.is_encrypted())]);
    if manifest.is_encrypted() {
        for key in manifest.keys() {
            let (index, attester) = (key.index.get(), key.attester.get());
            known.insert(layout.secret_file(&Layout::eth_key(index, attester)));
            known.insert(layout.secret_file(&Layout::bls_key(index, attester)));
        }
    }
    known
}

/// The account below which the ETH keys are, where they were derived from this seed.
fn eth_account(seed: &Seed, manifest: &Manifest) -> Option<EthAccount> {
    let allocation = manifest.origin().allocation().filter(|_| !manifest.given_attesters())?;
    EthAccount::new(seed, allocation.account()).ok()
}

fn read_node_keystore(layout: Layout<'_>) -> Result<NodeKeystore, BatchFault> {
    let file = layout.node_keystore();
    let content = match read_regular(&file, aztec_node_keystore::MAX_BYTES) {
        Ok(content) => content,
        Err(source) => return Err(BatchFault::unread(file, source)),
    };
    let Ok(text) = std::str::from_utf8(&content) else { return Err(BatchFault::NotText { file }) };
    NodeKeystore::read(text).map_err(|source| BatchFault::NodeKeystore { file, source })
}
