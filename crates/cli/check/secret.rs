//! The secret part: every file is decrypted, and its key compared with the public files.

use std::{
    collections::BTreeSet,
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use alloy_primitives::Address;
use bn254_bls::{ProofOfPossession, SecretKey, pop_digest, reference};
use encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, Password};
use key_derivation::{
    BlsMaterial, BlsPath, EthAccount, EthSecretKey, Index, MasterFingerprint, Mnemonic, Passphrase, Seed, derive_bls,
};
use rayon::prelude::*;
use staking_registry::Claim;
use zeroize::Zeroizing;

use super::{
    DirFault, PublicPart,
    node_keystore::{NodeKeystoreShape, SourceShape},
    public::files_in,
};
use crate::{
    batch_dir::{Layout, ManifestKey, Point},
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
    let seed = read_mnemonic(layout, public, secrets, faults);
    let account = seed.as_ref().and_then(|seed| eth_account(seed, public));
    let Some(node) = read_node_keystore(layout, public, faults) else { return Ok(()) };
    let check = Check { layout, public, secrets, seed: seed.as_ref(), account: account.as_ref() };
    check.foreign_files(&node, faults);
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
    let file = layout.mnemonic(public.manifest.encrypted);
    if !file.exists() {
        return None;
    }
    let content = read(&file, faults)?;
    let phrase = if public.manifest.encrypted {
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
    if fingerprint == public.manifest.source.master_fingerprint {
        Some(seed)
    } else {
        faults.push(DirFault::OtherMnemonic { file });
        None
    }
}

fn eth_account(seed: &Seed, public: &PublicPart) -> Option<EthAccount> {
    if public.manifest.source.given_attesters {
        return None;
    }
    EthAccount::new(seed, Index::new(public.manifest.account_index).ok()?).ok()
}

fn read_node_keystore(
    layout: Layout<'_>,
    public: &PublicPart,
    faults: &mut Vec<DirFault>,
) -> Option<NodeKeystoreShape> {
    let file = layout.node_keystore();
    let content = read(&file, faults)?;
    let node: NodeKeystoreShape = serde_json::from_slice(&content)
        .map_err(|source| faults.push(DirFault::NodeKeystore { file: file.clone(), source }))
        .ok()?;
    let (found, expected) = (node.validators.len(), public.claims.len());
    if found != expected {
        faults.push(DirFault::Count { file, found, expected });
    }
    Some(node)
}

fn read(file: &Path, faults: &mut Vec<DirFault>) -> Option<Zeroizing<Vec<u8>>> {
    fs::read(file)
        .map(Zeroizing::new)
        .map_err(|source| faults.push(DirFault::Read { file: file.to_owned(), source }))
        .ok()
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
    fn foreign_files(&self, node: &NodeKeystoreShape, faults: &mut Vec<DirFault>) {
        let manifest = &self.public.manifest;
        let mut known = BTreeSet::from([self.layout.node_keystore(), self.layout.mnemonic(manifest.encrypted)]);
        for (key, claim) in manifest.keys.iter().zip(&self.public.claims) {
            known.insert(self.layout.secret_file(&Layout::eth_key(key.index, claim.attester)));
            known.insert(self.layout.secret_file(&Layout::bls_key(key.index, claim.attester)));
        }
        let publishers = node.validators.iter().flat_map(|validator| validator.publisher.sources());
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

    fn validator(&self, entry: usize, node: &NodeKeystoreShape, faults: &mut Vec<DirFault>) {
        let (Some(key), Some(claim)) = (self.public.manifest.keys.get(entry), self.public.claims.get(entry)) else {
            return;
        };
        let validator = &node.validators[entry];
        self.eth(entry, key, claim, &validator.attester.eth, faults);
        self.bls(entry, key, claim, &validator.attester.bls, faults);
        for source in validator.publisher.sources() {
            self.publisher(entry, source, faults);
        }
    }

    fn eth(&self, entry: usize, key: &ManifestKey, claim: &Claim, source: &SourceShape, faults: &mut Vec<DirFault>) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.eth" };
        match source {
            SourceShape::Text(text) if self.public.manifest.source.given_attesters => {
                if text.as_str() != claim.attester.to_string() {
                    faults.push(misplaced());
                }
            }
            SourceShape::Text(text) => {
                let address = plain_key(text).and_then(|key| EthSecretKey::from_be_bytes(&key).ok());
                if address.map(|secret| secret.address()) != Some(claim.attester) {
                    faults.push(misplaced());
                }
            }
            SourceShape::File(file) => {
                let name = Layout::eth_key(key.index, claim.attester);
                if !file.path.ends_with(&name) {
                    faults.push(misplaced());
                }
                self.open_eth(self.layout.secret_file(&name), claim.attester, faults);
            }
        }
        if let (Some(account), Ok(index)) = (self.account, Index::new(key.index))
            && account.key(index).map(|key| key.secret.address()) != Ok(claim.attester)
        {
            let file = self.layout.mnemonic(self.public.manifest.encrypted);
            faults.push(DirFault::WrongKey { file, entry, field: "attester" });
        }
    }

    /// Opening the file shows that it holds the key of this address.
    fn open_eth(&self, file: PathBuf, address: Address, faults: &mut Vec<DirFault>) {
        let Some(content) = read(&file, faults) else { return };
        match EncryptedEthKey::from_json(&content) {
            Err(source) => faults.push(DirFault::Parse { file, source }),
            Ok(encrypted) => {
                if let Some(Err(source)) = self.secrets.eth.map(|password| encrypted.decrypt_for(password, address)) {
                    faults.push(DirFault::Decrypt { file, source });
                }
            }
        }
    }

    fn bls(&self, entry: usize, key: &ManifestKey, claim: &Claim, source: &SourceShape, faults: &mut Vec<DirFault>) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.bls" };
        let (file, secret) = match source {
            SourceShape::Text(text) => {
                let secret = plain_key(text).and_then(|key| SecretKey::from_be_bytes(&key).ok());
                if secret.is_none() {
                    faults.push(misplaced());
                }
                (self.layout.node_keystore(), secret)
            }
            SourceShape::File(file) => {
                let name = Layout::bls_key(key.index, claim.attester);
                if !file.path.ends_with(&name) {
                    faults.push(misplaced());
                }
                let file = self.layout.secret_file(&name);
                let secret = self.open_bls(&file, entry, key, faults);
                (file, secret)
            }
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
        let content = read(file, faults)?;
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

    /// The key that the mnemonic gives at this path, where the mnemonic is what it comes from.
    fn derived(&self, key: &ManifestKey) -> Option<SecretKey> {
        let seed = self.seed.filter(|_| self.public.manifest.source.ikm_fingerprint.is_none())?;
        let path: BlsPath = key.path.parse().ok()?;
        Some(derive_bls(BlsMaterial::Seed(seed), &path))
    }

    fn publisher(&self, entry: usize, source: &SourceShape, faults: &mut Vec<DirFault>) {
        let Some(file) = self.publisher_file(source) else { return };
        // The address is the last part of the name, and the file must hold its key.
        let name = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        match name.rsplit('_').next().and_then(|address| address.parse().ok()) {
            Some(address) => self.open_eth(file, address, faults),
            None => {
                faults.push(DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "publisher" });
            }
        }
    }

    fn publisher_file(&self, source: &SourceShape) -> Option<PathBuf> {
        let SourceShape::File(file) = source else { return None };
        let name = Path::new(&file.path).file_name()?;
        Some(self.layout.secret_file(Layout::PUBLISHER).join(name))
    }
}

fn plain_key(text: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut bytes = Zeroizing::new([0u8; 32]);
    let decoded = base16ct::lower::decode(text.strip_prefix("0x")?, &mut bytes[..]).ok()?.len();
    (decoded == 32).then_some(bytes)
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
    let proofs = key.proofs().map(|(field, listed, kind)| {
        let proof: ProofOfPossession = reference::pop_prove(secret, &pop_digest(&public_key.g1, kind));
        (field, *listed == Point::from(&proof))
    });
    let fields = [
        ("publicKeyG1", public_key.g1.to_words() == claim.public_key_g1),
        ("publicKeyG2", public_key.g2.to_words() == claim.public_key_g2),
        ("path", derived.is_none_or(|derived| *derived.to_be_bytes() == *secret.to_be_bytes())),
    ];
    fields.into_iter().chain(proofs).filter(|(_, agrees)| !agrees).map(|(field, _)| field)
}
