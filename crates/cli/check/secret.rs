//! The secret part: every file is decrypted, and its key compared with the public files.

use std::{
    collections::BTreeSet,
    fs::File,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::Password;
use aztec_key_derivation::{EthAccount, Ikm, Index, Passphrase, Seed};
use aztec_node_keystore::{NodeKeystoreError, Validators};
use aztec_staking_registry::{
    StreamError, UnverifiedKeyStore,
    manifest::{ManifestHead, ManifestKey},
};
use rayon::prelude::*;

use super::{
    DirFault, ExpectedSecrets, PublicPart, Recipients, Rewards,
    access::check_access,
    lists::PIECE,
    mnemonic::{is_kept, opens_nothing, read_mnemonic},
    public::files_in,
    publishers::{Publishers, open_publisher, publisher_files},
    read::open_list,
    validator::Check,
};
use crate::{
    batch_dir::Layout,
    interrupt::{self, Interrupted},
};

/// What opens the secret files.
#[derive(Clone, Copy)]
pub(crate) struct Secrets<'a> {
    /// The password of ETH keys, publishers and the mnemonic.
    pub(crate) eth: Option<&'a Password>,
    /// The password of BLS keys.
    pub(crate) bls: Option<&'a Password>,
    /// The passphrase of the mnemonic.
    pub(crate) passphrase: &'a Passphrase,
    /// What the keys were derived from, where the caller has it: they are then derived once more.
    pub(crate) seed: Option<&'a Seed>,
    /// The same for the BLS keys, where they do not come from the seed.
    pub(crate) ikm: Option<&'a Ikm>,
}

/// What a person should know of the secret part, whether or not it is sound.
pub(crate) struct SecretFindings {
    pub(crate) recipients: Recipients,
    /// Whether the mnemonic is in the directory; none where the keys come from none.
    pub(crate) keeps_mnemonic: Option<bool>,
}

/// Checks everything secret in a batch directory against its public part, and adds what is wrong to `faults`.
/// `done` is called after each key.
///
/// # Errors
/// Only when interrupted.
pub(crate) fn check_secrets(
    root: &Path,
    public: &PublicPart,
    secrets: Secrets<'_>,
    faults: &mut Vec<DirFault>,
    done: impl Fn() + Sync,
) -> Result<SecretFindings, Interrupted> {
    let (head, keys) = (public.manifest.head(), public.manifest.keys());
    let mut part = SecretPart::open(root, head, keys.first(), secrets, None, faults);
    for (keys, tuples) in keys.chunks(PIECE).zip(public.tuples.chunks(PIECE)) {
        part.check(keys, tuples, faults, &done)?;
    }
    Ok(part.finish(faults))
}

/// The check of everything secret in a batch directory against its public part, piece by piece.
pub(crate) struct SecretPart<'a> {
    layout: Layout<'a>,
    head: &'a ManifestHead,
    secrets: Secrets<'a>,
    /// What the batch must say, where it was made just now.
    expected: Option<&'a ExpectedSecrets>,
    recipients: Recipients,
    /// Known from the first validator on.
    publishers: Option<Publishers>,
    /// From the mnemonic in the directory.
    kept: Option<Seed>,
    account: Option<EthAccount>,
    /// `None` where there is nothing to compare with, or no more.
    validators: Option<Validators<File>>,
    /// The position of the next validator.
    next: usize,
    /// The files that belong to the batch.
    known: BTreeSet<PathBuf>,
}

impl<'a> SecretPart<'a> {
    /// Begins with what is there once. `first` is the first key of the manifest.
    pub(crate) fn open(
        root: &'a Path,
        head: &'a ManifestHead,
        first: Option<&ManifestKey>,
        secrets: Secrets<'a>,
        expected: Option<&'a ExpectedSecrets>,
        faults: &mut Vec<DirFault>,
    ) -> Self {
        let layout = Layout::new(root);
        check_access(root, layout, faults);
        let known = BTreeSet::from([layout.node_keystore(), layout.mnemonic(head.encrypted)]);
        let mut part = Self {
            layout,
            head,
            secrets,
            expected,
            recipients: Recipients::default(),
            publishers: None,
            kept: None,
            account: None,
            validators: None,
            next: 0,
            known,
        };
        if opens_nothing(layout, head, first, secrets) {
            faults.push(DirFault::WrongPassword { directory: layout.secret() });
            return part;
        }
        part.kept = read_mnemonic(layout, head, secrets, expected, faults);
        part.account = part.kept.as_ref().or(secrets.seed).and_then(|seed| eth_account(seed, head));
        part.validators = open_list(&layout.node_keystore())
            .map_err(StreamError::Io)
            .and_then(Validators::new)
            .map_err(|error| faults.push(node_fault(layout, error)))
            .ok();
        part
    }

    /// Checks the next validators, which are those of this piece of the public lists. `done` is called after each.
    ///
    /// # Errors
    /// Only when interrupted.
    pub(crate) fn check(
        &mut self,
        keys: &[ManifestKey],
        tuples: &[UnverifiedKeyStore],
        faults: &mut Vec<DirFault>,
        done: impl Fn() + Sync,
    ) -> Result<(), Interrupted> {
        let Some(list) = &mut self.validators else { return Ok(()) };
        let validators = match list.by_ref().take(keys.len()).collect::<Result<Vec<_>, _>>() {
            Ok(validators) => validators,
            Err(error) => {
                faults.push(node_fault(self.layout, error));
                self.validators = None;
                return Ok(());
            }
        };
        let total = list.total();
        self.note_files(keys);
        for ((entry, validator), key) in (self.next..).zip(&validators).zip(keys) {
            let rewards = Rewards::of(validator);
            self.recipients.add(key.attester, rewards);
            if let Some(expected) = self.expected.and_then(|expected| expected.rewards.of(entry)) {
                let file = self.layout.node_keystore();
                let different = expected.differences(rewards);
                faults.extend(different.map(|field| DirFault::NotAsked { file: file.clone(), entry, field }));
            }
        }
        let files = publisher_files(self.layout, &validators);
        let new_files: Vec<_> = files.into_iter().filter(|file| self.known.insert(file.clone())).collect();
        let Self { layout, head, secrets, .. } = *self;
        let publishers = self.publishers.get_or_insert_with(|| Publishers::of(head, validators.first(), total));
        let check = Check {
            layout,
            head,
            secrets,
            seed: self.kept.as_ref().or(secrets.seed),
            account: self.account.as_ref(),
            publishers,
            new_mnemonic: self.kept.is_some(),
        };
        let found = new_files.into_par_iter().map(|file| {
            interrupt::check()?;
            Ok(open_publisher(&check, file))
        });
        faults.extend(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());

        let entries = keys.par_iter().zip(tuples).zip(&validators).enumerate();
        let found = entries.map(|(position, ((key, tuple), validator))| {
            interrupt::check()?;
            let faults = check.validator(self.next + position, key, tuple, validator);
            done();
            Ok(faults)
        });
        faults.extend(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
        self.next += keys.len();
        Ok(())
    }

    /// Ends with what needs all of them.
    pub(crate) fn finish(self, faults: &mut Vec<DirFault>) -> SecretFindings {
        if let Some(list) = &self.validators {
            let (found, expected) = (list.total(), self.next);
            if found != expected {
                faults.push(DirFault::Count { file: self.layout.node_keystore(), found, expected });
            }
            self.foreign_files(faults);
        }
        let from_mnemonic = self.head.source.master_fingerprint.is_some();
        let keeps_mnemonic = from_mnemonic.then(|| is_kept(self.layout, self.head));
        SecretFindings { recipients: self.recipients, keeps_mnemonic }
    }

    /// The key files that belong to these keys: none where nothing is encrypted.
    fn note_files(&mut self, keys: &[ManifestKey]) {
        if self.head.encrypted {
            for ManifestKey { index, attester, .. } in keys {
                self.known.insert(self.layout.secret_file(&Layout::eth_key(*index, attester.get())));
                self.known.insert(self.layout.secret_file(&Layout::bls_key(*index, attester.get())));
            }
        }
    }

    /// No file lies beside those of the batch: a node could take it for one of them.
    fn foreign_files(&self, faults: &mut Vec<DirFault>) {
        for path in files_in(&self.layout.secret()) {
            if path.is_dir() {
                let foreign = files_in(&path).filter(|file| !self.known.contains(file));
                faults.extend(foreign.map(|file| DirFault::Foreign { file }));
            } else if !self.known.contains(&path) {
                faults.push(DirFault::Foreign { file: path });
            }
        }
    }
}

fn eth_account(seed: &Seed, head: &ManifestHead) -> Option<EthAccount> {
    if head.source.given_attesters {
        return None;
    }
    EthAccount::new(seed, Index::new(head.account_index).ok()?).ok()
}

fn node_fault(layout: Layout<'_>, error: StreamError<NodeKeystoreError>) -> DirFault {
    let file = layout.node_keystore();
    match error {
        StreamError::Io(source) => DirFault::Read { file, source },
        StreamError::Format(source) => DirFault::NodeKeystore { file, source },
    }
}
