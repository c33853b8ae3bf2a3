//! The secret part: every file is decrypted, and its key compared with the public files.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use encrypted_keystore::Password;
use key_derivation::{EthAccount, Ikm, Index, Passphrase, Seed};
use rayon::prelude::*;
use staking_registry::{
    Claim, StreamError,
    manifest::{ManifestHead, ManifestKey},
    node_keystore::{EthKeySource, NodeKeystoreError, Validator, Validators, address_in_file_name},
};

use super::{
    DirFault, PublicPart,
    lists::PIECE,
    mnemonic::{opens_nothing, read_mnemonic},
    public::files_in,
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
) -> Result<(), Interrupted> {
    let (head, keys) = (public.manifest.head(), public.manifest.keys());
    let mut part = SecretPart::open(root, head, keys.first(), secrets, faults);
    for (keys, claims) in keys.chunks(PIECE).zip(public.claims.chunks(PIECE)) {
        part.check(keys, claims, faults, &done)?;
    }
    part.finish(faults);
    Ok(())
}

/// The check of everything secret in a batch directory against its public part, piece by piece.
pub(crate) struct SecretPart<'a> {
    layout: Layout<'a>,
    head: &'a ManifestHead,
    secrets: Secrets<'a>,
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
        faults: &mut Vec<DirFault>,
    ) -> Self {
        let layout = Layout::new(root);
        check_modes(root, layout, faults);
        let known = BTreeSet::from([layout.node_keystore(), layout.mnemonic(head.encrypted)]);
        let mut part = Self { layout, head, secrets, kept: None, account: None, validators: None, next: 0, known };
        if opens_nothing(layout, head, first, secrets) {
            faults.push(DirFault::WrongPassword { directory: layout.secret() });
            return part;
        }
        part.kept = read_mnemonic(layout, head, secrets, faults);
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
        claims: &[Claim],
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
        self.note_files(keys);
        let publishers = self.new_publishers(&validators);
        let Self { layout, head, secrets, .. } = *self;
        let seed = self.kept.as_ref().or(secrets.seed);
        let check = Check { layout, head, secrets, seed, account: self.account.as_ref() };
        let found = publishers.into_par_iter().map(|file| {
            interrupt::check()?;
            Ok(publisher(&check, file))
        });
        faults.extend(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());

        let entries = keys.par_iter().zip(claims).zip(&validators).enumerate();
        let found = entries.map(|(position, ((key, claim), validator))| {
            interrupt::check()?;
            let faults = check.validator(self.next + position, key, claim, validator);
            done();
            Ok(faults)
        });
        faults.extend(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten());
        self.next += keys.len();
        Ok(())
    }

    /// Ends with what needs all of them.
    pub(crate) fn finish(self, faults: &mut Vec<DirFault>) {
        let Some(list) = &self.validators else { return };
        let (found, expected) = (list.total(), self.next);
        if found != expected {
            faults.push(DirFault::Count { file: self.layout.node_keystore(), found, expected });
        }
        self.foreign_files(faults);
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

    /// The publishers' files that no earlier validator has named. They are opened once, however many share them.
    fn new_publishers(&mut self, validators: &[Validator]) -> Vec<PathBuf> {
        let sources = validators.iter().flat_map(|validator| &validator.publishers);
        let files: BTreeSet<_> = sources.filter_map(|source| publisher_file(self.layout, source)).collect();
        files.into_iter().filter(|file| self.known.insert(file.clone())).collect()
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

/// Nobody but the owner may read secrets, or look at the names of the files.
fn check_modes(root: &Path, layout: Layout<'_>, faults: &mut Vec<DirFault>) {
    let mut must_have = |file: &Path, wanted: u32| {
        if let Ok(found) = fs::symlink_metadata(file) {
            let mode = found.mode() & 0o777;
            // Stricter is fine.
            if mode & !wanted != 0 {
                faults.push(DirFault::Mode { file: file.to_owned(), mode, wanted });
            }
        }
    };
    must_have(root, 0o700);
    must_have(&layout.secret(), 0o700);
    for path in files_in(&layout.secret()) {
        must_have(&path, if path.is_dir() { 0o700 } else { 0o600 });
        files_in(&path).for_each(|file| must_have(&file, 0o600));
    }
}

fn eth_account(seed: &Seed, head: &ManifestHead) -> Option<EthAccount> {
    if head.source.given_attesters {
        return None;
    }
    EthAccount::new(seed, Index::new(head.account_index).ok()?).ok()
}

fn publisher_file(layout: Layout<'_>, source: &EthKeySource) -> Option<PathBuf> {
    let path = match source {
        EthKeySource::File(file) => &file.path,
        EthKeySource::OpenFile(file) => &file.path,
        _ => return None,
    };
    Some(layout.secret_file(Layout::PUBLISHER).join(Path::new(path).file_name()?))
}

/// The address is in the name of the file, and the file must hold its key.
fn publisher(check: &Check<'_>, file: PathBuf) -> Vec<DirFault> {
    let mut faults = Vec::new();
    match address_in_file_name(&file.to_string_lossy()) {
        Some(address) => check.open_eth(file, address.get(), &mut faults),
        None => faults.push(DirFault::Foreign { file }),
    }
    faults
}

fn node_fault(layout: Layout<'_>, error: StreamError<NodeKeystoreError>) -> DirFault {
    let file = layout.node_keystore();
    match error {
        StreamError::Io(source) => DirFault::Read { file, source },
        StreamError::Format(source) => DirFault::NodeKeystore { file, source },
    }
}
