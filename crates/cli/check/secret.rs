//! The secret part: every file is decrypted, and its key compared with the public files.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use alloy_primitives::Address;
use bn254_bls::{ProofOfPossession, SecretKey, pop_digest, reference};
use encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, Password};
use key_derivation::{
    BlsMaterial, BlsPath, EthAccount, EthSecretKey, Ikm, Index, MasterFingerprint, Mnemonic, Passphrase, Seed,
    derive_bls,
};
use rayon::prelude::*;
use staking_registry::{
    Claim,
    manifest::ManifestKey,
    node_keystore::{BlsKeySource, EthKeySource, NodeKeystore, address_in_file_name},
};
use zeroize::Zeroizing;

use super::{
    DirFault, PublicPart,
    public::{files_in, proofs},
    read::{KEY_FILE_BYTES, LIST_BYTES, read_regular},
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
    let layout = Layout::new(root);
    check_modes(root, layout, faults);
    if opens_nothing(layout, public, secrets) {
        faults.push(DirFault::WrongPassword { directory: layout.secret() });
        return Ok(());
    }
    let kept = read_mnemonic(layout, public, secrets, faults);
    let seed = kept.as_ref().or(secrets.seed);
    let account = seed.and_then(|seed| eth_account(seed, public));
    let Some(node) = read_node_keystore(layout, public, faults) else { return Ok(()) };
    let check = Check { layout, public, secrets, seed, account: account.as_ref() };
    check.foreign_files(&node, faults);
    check.publishers(&node, faults)?;
    let found: Result<Vec<_>, _> = (0..public.claims.len().min(node.validators.len()))
        .into_par_iter()
        .map(|entry| {
            interrupt::check()?;
            let mut faults = Vec::new();
            check.validator(entry, &node, &mut faults);
            done();
            Ok(faults)
        })
        .collect();
    faults.extend(found?.into_iter().flatten());
    Ok(())
}

/// Whether neither password opens the first file of its kind. Then the passwords are wrong, and trying them on every file
/// would take long and say no more.
fn opens_nothing(layout: Layout<'_>, public: &PublicPart, secrets: Secrets<'_>) -> bool {
    let (Some(eth), Some(bls), Some(key)) = (secrets.eth, secrets.bls, public.manifest.keys().first()) else {
        return false;
    };
    let read = |name: String| read_regular(&layout.secret_file(&name), KEY_FILE_BYTES).ok();
    let attester = key.attester.get();
    let bls_refuses = read(Layout::bls_key(key.index, attester))
        .and_then(|content| EncryptedBlsKey::from_json(&content).ok())
        .is_some_and(|file| file.decrypt(bls).err() == Some(DecryptError::WrongPassword));
    let eth_refuses = || {
        public.manifest.source().given_attesters
            || read(Layout::eth_key(key.index, attester))
                .and_then(|content| EncryptedEthKey::from_json(&content).ok())
                .is_some_and(|file| file.decrypt(eth).err() == Some(DecryptError::WrongPassword))
    };
    bls_refuses && eth_refuses()
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

/// The seed, where the mnemonic is in the directory and is the one of this batch.
fn read_mnemonic(
    layout: Layout<'_>,
    public: &PublicPart,
    secrets: Secrets<'_>,
    faults: &mut Vec<DirFault>,
) -> Option<Seed> {
    let file = layout.mnemonic(public.manifest.is_encrypted());
    if fs::symlink_metadata(&file).is_err() {
        if public.manifest.source().new_mnemonic {
            faults.push(DirFault::Missing { file });
        }
        return None;
    }
    let content = read(&file, KEY_FILE_BYTES, faults)?;
    let phrase = if public.manifest.is_encrypted() {
        let encrypted = EncryptedMnemonic::from_json(&content)
            .map_err(|source| faults.push(DirFault::Parse { file: file.clone(), source }))
            .ok()?;
        encrypted
            .decrypt(secrets.eth?)
            .map_err(|source| faults.push(DirFault::Decrypt { file: file.clone(), source }))
            .ok()?
    } else {
        Zeroizing::new(String::from_utf8_lossy(&content).trim_end().to_owned())
    };
    let mnemonic = Mnemonic::parse(&phrase)
        .map_err(|source| faults.push(DirFault::Mnemonic { file: file.clone(), source }))
        .ok()?;
    let seed = mnemonic.to_seed(secrets.passphrase);
    let fingerprint = MasterFingerprint::of_seed(&seed).ok().map(|fingerprint| fingerprint.to_string());
    if fingerprint == public.manifest.source().master_fingerprint {
        Some(seed)
    } else {
        faults.push(DirFault::OtherMnemonic { file });
        None
    }
}

fn eth_account(seed: &Seed, public: &PublicPart) -> Option<EthAccount> {
    if public.manifest.source().given_attesters {
        return None;
    }
    EthAccount::new(seed, Index::new(public.manifest.account_index()).ok()?).ok()
}

fn read_node_keystore(layout: Layout<'_>, public: &PublicPart, faults: &mut Vec<DirFault>) -> Option<NodeKeystore> {
    let file = layout.node_keystore();
    let content = read(&file, LIST_BYTES, faults)?;
    // Bytes that are no text become a character that no such file holds.
    let text = Zeroizing::new(String::from_utf8_lossy(&content).into_owned());
    let node = NodeKeystore::read(&text)
        .map_err(|source| faults.push(DirFault::NodeKeystore { file: file.clone(), source }))
        .ok()?;
    let (found, expected) = (node.validators.len(), public.claims.len());
    if found != expected {
        faults.push(DirFault::Count { file, found, expected });
    }
    Some(node)
}

fn read(file: &Path, limit: usize, faults: &mut Vec<DirFault>) -> Option<Zeroizing<Vec<u8>>> {
    read_regular(file, limit).map_err(|source| faults.push(DirFault::Read { file: file.to_owned(), source })).ok()
}

/// What the check of each validator needs.
struct Check<'a> {
    layout: Layout<'a>,
    public: &'a PublicPart,
    secrets: Secrets<'a>,
    seed: Option<&'a Seed>,
    account: Option<&'a EthAccount>,
}

impl Check<'_> {
    /// No file lies beside those of the batch: a node could take it for one of them.
    fn foreign_files(&self, node: &NodeKeystore, faults: &mut Vec<DirFault>) {
        let manifest = &self.public.manifest;
        let mut known = BTreeSet::from([self.layout.node_keystore(), self.layout.mnemonic(manifest.is_encrypted())]);
        for (key, claim) in manifest.keys().iter().zip(&self.public.claims) {
            known.insert(self.layout.secret_file(&Layout::eth_key(key.index, claim.attester)));
            known.insert(self.layout.secret_file(&Layout::bls_key(key.index, claim.attester)));
        }
        let publishers = node.validators.iter().flat_map(|validator| &validator.publishers);
        known.extend(publishers.filter_map(|source| self.publisher_file(source)));
        for path in files_in(&self.layout.secret()) {
            if path.is_dir() {
                faults.extend(
                    files_in(&path).filter(|file| !known.contains(file)).map(|file| DirFault::Foreign { file }),
                );
            } else if !known.contains(&path) {
                faults.push(DirFault::Foreign { file: path });
            }
        }
    }

    fn validator(&self, entry: usize, node: &NodeKeystore, faults: &mut Vec<DirFault>) {
        let (Some(key), Some(claim)) = (self.public.manifest.keys().get(entry), self.public.claims.get(entry)) else {
            return;
        };
        let validator = &node.validators[entry];
        self.eth(entry, key, claim, &validator.attester, faults);
        self.bls(entry, key, claim, &validator.bls, faults);
        self.publishers_of(entry, &validator.publishers, faults);
    }

    fn eth(&self, entry: usize, key: &ManifestKey, claim: &Claim, source: &EthKeySource, faults: &mut Vec<DirFault>) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.eth" };
        let name = Layout::eth_key(key.index, claim.attester);
        let belongs = match source {
            EthKeySource::Plain(key) => {
                EthSecretKey::from_be_bytes(&key.0).is_ok_and(|secret| secret.address() == claim.attester)
            }
            EthKeySource::Address(address) => address.get() == claim.attester,
            EthKeySource::Remote(account) => account.address.get() == claim.attester,
            EthKeySource::File(file) => Path::new(&file.path).ends_with(&name),
            EthKeySource::OpenFile(file) => Path::new(&file.path).ends_with(&name),
        };
        if !belongs {
            faults.push(misplaced());
        }
        let plain = matches!(source, EthKeySource::Plain(_));
        let filed = matches!(source, EthKeySource::File(_) | EthKeySource::OpenFile(_));
        self.check_kind(entry, "attester.eth", plain, filed, faults);
        // What must be there follows from the manifest, whatever the node is told about it.
        if self.public.manifest.is_encrypted() && !self.public.manifest.source().given_attesters {
            self.open_eth(self.layout.secret_file(&name), claim.attester, faults);
        }
        if let (Some(account), Ok(index)) = (self.account, Index::new(key.index))
            && account.key(index).map(|key| key.secret.address()) != Ok(claim.attester)
        {
            let file = self.layout.mnemonic(self.public.manifest.is_encrypted());
            faults.push(DirFault::WrongKey { file, entry, field: "attester" });
        }
    }

    /// Opening the file shows that it holds the key of this address.
    fn open_eth(&self, file: PathBuf, address: Address, faults: &mut Vec<DirFault>) {
        let Some(content) = read(&file, KEY_FILE_BYTES, faults) else { return };
        match EncryptedEthKey::from_json(&content) {
            Err(source) => faults.push(DirFault::Parse { file, source }),
            Ok(encrypted) => {
                if let Some(Err(source)) = self.secrets.eth.map(|password| encrypted.decrypt_for(password, address)) {
                    faults.push(DirFault::Decrypt { file, source });
                }
            }
        }
    }

    fn bls(&self, entry: usize, key: &ManifestKey, claim: &Claim, source: &BlsKeySource, faults: &mut Vec<DirFault>) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.bls" };
        let path = match source {
            BlsKeySource::Plain(_) => None,
            BlsKeySource::File(file) => Some(&file.path),
            BlsKeySource::OpenFile(file) => Some(&file.path),
        };
        let name = Layout::bls_key(key.index, claim.attester);
        if path.is_some_and(|path| !Path::new(path).ends_with(&name)) {
            faults.push(misplaced());
        }
        self.check_kind(entry, "attester.bls", path.is_none(), path.is_some(), faults);
        let (file, secret) = match source {
            _ if self.public.manifest.is_encrypted() => {
                let file = self.layout.secret_file(&name);
                let secret = self.open_bls(&file, entry, key, faults);
                (file, secret)
            }
            BlsKeySource::Plain(key) => {
                let secret = SecretKey::from_be_bytes(&key.0).map_err(|_| faults.push(misplaced())).ok();
                (self.layout.node_keystore(), secret)
            }
            // Said above.
            BlsKeySource::File(_) | BlsKeySource::OpenFile(_) => return,
        };
        if let Some(secret) = secret {
            faults.extend(wrong_fields(&secret, key, claim, self.derived(key)).map(|field| DirFault::WrongKey {
                file: file.clone(),
                entry,
                field,
            }));
        }
    }

    fn open_bls(&self, file: &Path, entry: usize, key: &ManifestKey, faults: &mut Vec<DirFault>) -> Option<SecretKey> {
        let content = read(file, KEY_FILE_BYTES, faults)?;
        let encrypted = EncryptedBlsKey::from_json(&content)
            .map_err(|source| faults.push(DirFault::Parse { file: file.to_owned(), source }))
            .ok()?;
        if encrypted.path() != key.path {
            faults.push(DirFault::WrongKey { file: file.to_owned(), entry, field: "path" });
        }
        encrypted
            .decrypt(self.secrets.bls?)
            .map_err(|source| faults.push(DirFault::Decrypt { file: file.to_owned(), source }))
            .ok()
    }

    /// In an encrypted batch no key stands in plain text, and in one that is not, no file is named.
    fn check_kind(&self, entry: usize, field: &'static str, plain: bool, filed: bool, faults: &mut Vec<DirFault>) {
        let file = self.layout.node_keystore();
        match self.public.manifest.is_encrypted() {
            true if plain => faults.push(DirFault::PlainKey { file, entry, field }),
            false if filed => faults.push(DirFault::NodeEntry { file, entry, field }),
            _ => {}
        }
    }

    /// The key derived once more, where what it comes from is known.
    fn derived(&self, key: &ManifestKey) -> Option<SecretKey> {
        let material = match (self.secrets.ikm, &self.public.manifest.source().ikm_fingerprint) {
            (Some(ikm), _) => BlsMaterial::Ikm(ikm),
            (None, Some(_)) => return None,
            (None, None) => BlsMaterial::Seed(self.seed?),
        };
        let path: BlsPath = key.path.parse().ok()?;
        Some(derive_bls(material, &path))
    }

    fn publishers_of(&self, entry: usize, sources: &[EthKeySource], faults: &mut Vec<DirFault>) {
        let own = usize::try_from(self.public.manifest.publisher_count()).unwrap_or(usize::MAX);
        if own > 0 && sources.len() != own {
            let file = self.layout.node_keystore();
            faults.push(DirFault::NodeEntry { file, entry, field: "publisher" });
        }
        for source in sources {
            let filed = matches!(source, EthKeySource::File(_) | EthKeySource::OpenFile(_));
            self.check_kind(entry, "publisher", matches!(source, EthKeySource::Plain(_)), filed, faults);
        }
    }

    /// Opens each publisher's file once, however many validators share it.
    fn publishers(&self, node: &NodeKeystore, faults: &mut Vec<DirFault>) -> Result<(), Interrupted> {
        let sources = node.validators.iter().flat_map(|validator| &validator.publishers);
        let files: BTreeSet<_> = sources.filter_map(|source| self.publisher_file(source)).collect();
        let found: Result<Vec<_>, _> = files
            .into_par_iter()
            .map(|file| {
                interrupt::check()?;
                let mut faults = Vec::new();
                // The address is in the name, and the file must hold its key.
                match address_in_file_name(&file.to_string_lossy()) {
                    Some(address) => self.open_eth(file, address.get(), &mut faults),
                    None => faults.push(DirFault::Foreign { file }),
                }
                Ok(faults)
            })
            .collect();
        faults.extend(found?.into_iter().flatten());
        Ok(())
    }

    fn publisher_file(&self, source: &EthKeySource) -> Option<PathBuf> {
        let path = match source {
            EthKeySource::File(file) => &file.path,
            EthKeySource::OpenFile(file) => &file.path,
            _ => return None,
        };
        Some(self.layout.secret_file(Layout::PUBLISHER).join(Path::new(path).file_name()?))
    }
}

/// The fields of the public files that do not belong to this secret, all computed by the plain definitions and not by
/// the fast paths that made them.
fn wrong_fields(
    secret: &SecretKey,
    key: &ManifestKey,
    claim: &Claim,
    derived: Option<SecretKey>,
) -> impl Iterator<Item = &'static str> {
    let public_key = reference::sk_to_pk(secret);
    let proofs = proofs(key).map(|(field, listed, kind)| {
        let proof: ProofOfPossession = reference::pop_prove(secret, &pop_digest(&public_key.g1, kind));
        (field, *listed == proof)
    });
    let fields = [
        ("publicKeyG1", public_key.g1.to_words() == claim.public_key_g1),
        ("publicKeyG2", public_key.g2.to_words() == claim.public_key_g2),
        ("path", derived.is_none_or(|derived| *derived.to_be_bytes() == *secret.to_be_bytes())),
    ];
    fields.into_iter().chain(proofs).filter(|(_, agrees)| !agrees).map(|(field, _)| field)
}
