//! One validator: its files are opened, and its keys compared with the public lists.

use std::path::{Path, PathBuf};

use alloy_primitives::Address;
use aztec_encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey};
use aztec_key_derivation::{BlsMaterial, BlsPath, EthAccount, EthSecretKey, Index, Seed, derive_bls};
use aztec_node_keystore::{BlsKeySource, EthKeySource, Validator};
use aztec_staking_registry::{
    UnverifiedKeyStore,
    manifest::{ManifestHead, ManifestKey},
};
use bn254_bls::{ProofOfPossession, SecretKey, pop_digest, reference};

use super::{
    DirFault, Secrets,
    public::proofs,
    publishers::{Publishers, path_of},
    read::{KEY_FILE_BYTES, read},
};
use crate::batch_dir::Layout;

/// What the check of each validator needs.
pub(super) struct Check<'a> {
    pub(super) layout: Layout<'a>,
    pub(super) head: &'a ManifestHead,
    pub(super) secrets: Secrets<'a>,
    /// The seed of the mnemonic, where it is known.
    pub(super) seed: Option<&'a Seed>,
    /// The account below which the ETH keys are, where they were derived from that.
    pub(super) account: Option<&'a EthAccount>,
    pub(super) publishers: &'a Publishers,
    /// Whether the mnemonic is in the directory, because it was made with the batch.
    pub(super) new_mnemonic: bool,
}

/// Where a key is, as far as it matters to the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// In the node keystore itself.
    Plain,
    /// In an encrypted file.
    Filed,
    /// With a remote signer.
    Elsewhere,
}

impl From<&EthKeySource> for Kind {
    fn from(source: &EthKeySource) -> Self {
        match source {
            EthKeySource::Plain(_) => Self::Plain,
            EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => Self::Filed,
            EthKeySource::Address(_) | EthKeySource::Remote(_) => Self::Elsewhere,
        }
    }
}

impl Check<'_> {
    /// Everything about the validator that stands at this position of the lists.
    pub(super) fn validator(
        &self,
        entry: usize,
        key: &ManifestKey,
        tuple: &UnverifiedKeyStore,
        validator: &Validator,
    ) -> Vec<DirFault> {
        let mut faults = Vec::new();
        self.eth(entry, key, tuple, &validator.attester, &mut faults);
        self.bls(entry, key, tuple, &validator.bls, &mut faults);
        self.publishers_of(entry, &validator.publishers, &mut faults);
        faults
    }

    fn eth(
        &self,
        entry: usize,
        key: &ManifestKey,
        tuple: &UnverifiedKeyStore,
        source: &EthKeySource,
        faults: &mut Vec<DirFault>,
    ) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.eth" };
        let name = Layout::eth_key(key.index, tuple.attester);
        let belongs = match source {
            EthKeySource::Plain(key) => {
                EthSecretKey::from_be_bytes(key.as_be_bytes()).is_ok_and(|secret| secret.address() == tuple.attester)
            }
            EthKeySource::Address(address) => address.get() == tuple.attester,
            EthKeySource::Remote(account) => account.address.get() == tuple.attester,
            // The path as it was written: one that leads elsewhere is to a file that nothing here has opened.
            EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => path_of(source) == Some(&name),
        };
        let own = !self.head.source.given_attesters;
        if !belongs || (!own && Kind::from(source) != Kind::Elsewhere) {
            faults.push(misplaced());
        }
        self.check_kind(entry, "attester.eth", source.into(), own, faults);
        // What must be there follows from the manifest, whatever the node is told about it.
        if self.head.encrypted && !self.head.source.given_attesters {
            self.open_eth(self.layout.secret_file(&name), tuple.attester, faults);
        }
        if let (Some(account), Ok(index)) = (self.account, Index::new(key.index))
            && account.key(index).map(|key| key.secret.address()) != Ok(tuple.attester)
        {
            let file = self.layout.mnemonic(self.head.encrypted);
            faults.push(DirFault::WrongKey { file, entry, field: "attester" });
        }
    }

    /// Opening the file shows that it holds the key of this address.
    pub(super) fn open_eth(&self, file: PathBuf, address: Address, faults: &mut Vec<DirFault>) {
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

    fn bls(
        &self,
        entry: usize,
        key: &ManifestKey,
        tuple: &UnverifiedKeyStore,
        source: &BlsKeySource,
        faults: &mut Vec<DirFault>,
    ) {
        let misplaced = || DirFault::NodeEntry { file: self.layout.node_keystore(), entry, field: "attester.bls" };
        let path = match source {
            BlsKeySource::Plain(_) => None,
            BlsKeySource::File(file) => Some(&file.path),
            BlsKeySource::FileWithPassword(file) => Some(&file.path),
        };
        let name = Layout::bls_key(key.index, tuple.attester);
        if path.is_some_and(|path| *path != name) {
            faults.push(misplaced());
        }
        let kind = if path.is_some() { Kind::Filed } else { Kind::Plain };
        self.check_kind(entry, "attester.bls", kind, true, faults);
        let (file, secret) = match source {
            _ if self.head.encrypted => {
                let file = self.layout.secret_file(&name);
                let secret = self.open_bls(&file, entry, key, faults);
                (file, secret)
            }
            BlsKeySource::Plain(key) => {
                let secret = SecretKey::from_be_bytes(key.as_be_bytes()).map_err(|_| faults.push(misplaced())).ok();
                (self.layout.node_keystore(), secret)
            }
            // Said above.
            BlsKeySource::File(_) | BlsKeySource::FileWithPassword(_) => return,
        };
        if let Some(secret) = secret {
            faults.extend(wrong_fields(&secret, key, tuple, self.derived(key)).map(|field| DirFault::WrongKey {
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

    /// In an encrypted batch no key stands in plain text, and in one that is not, no file is named. A key that is `own` is
    /// in the batch, so the node is not sent elsewhere for it.
    pub(super) fn check_kind(
        &self,
        entry: usize,
        field: &'static str,
        kind: Kind,
        own: bool,
        faults: &mut Vec<DirFault>,
    ) {
        let file = self.layout.node_keystore();
        match kind {
            Kind::Plain if self.head.encrypted => faults.push(DirFault::PlainKey { file, entry, field }),
            Kind::Filed if !self.head.encrypted => faults.push(DirFault::NodeEntry { file, entry, field }),
            Kind::Elsewhere if own => faults.push(DirFault::Elsewhere { file, entry, field }),
            _ => {}
        }
    }

    /// The key derived once more, where what it comes from is known.
    fn derived(&self, key: &ManifestKey) -> Option<SecretKey> {
        let material = match (self.secrets.ikm, &self.head.source.ikm_fingerprint) {
            (Some(ikm), _) => BlsMaterial::Ikm(ikm),
            (None, Some(_)) => return None,
            (None, None) => BlsMaterial::Seed(self.seed?),
        };
        let path: BlsPath = key.path.parse().ok()?;
        Some(derive_bls(material, &path))
    }
}

/// The fields of the public files that do not belong to this secret, all computed by the plain definitions and not by
/// the fast paths that made them.
fn wrong_fields(
    secret: &SecretKey,
    key: &ManifestKey,
    tuple: &UnverifiedKeyStore,
    derived: Option<SecretKey>,
) -> impl Iterator<Item = &'static str> {
    let public_key = reference::sk_to_pk(secret);
    let proofs = proofs(key).map(|(field, listed, kind)| {
        let proof: ProofOfPossession = reference::pop_prove(secret, &pop_digest(&public_key.g1, kind));
        (field, *listed == proof)
    });
    let fields = [
        ("publicKeyG1", public_key.g1.to_words() == tuple.public_key_g1),
        ("publicKeyG2", public_key.g2.to_words() == tuple.public_key_g2),
        ("path", derived.is_none_or(|derived| *derived.to_be_bytes() == *secret.to_be_bytes())),
    ];
    fields.into_iter().chain(proofs).filter(|(_, agrees)| !agrees).map(|(field, _)| field)
}
