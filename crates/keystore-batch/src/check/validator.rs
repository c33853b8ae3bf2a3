//! One validator: its files are opened, and its keys compared with the public lists.

use std::path::{Path, PathBuf};

use alloy_primitives::Address;
use aztec_encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey};
use aztec_key_derivation::{BlsMaterial, EthAccount, EthSecretKey, Seed, derive_bls};
use aztec_node_keystore::{BlsKeySource, EthKeySource, Validator};
use aztec_staking_registry::UnverifiedKeyStore;
use bn254_bls::{SecretKey, reference, subtle::ConstantTimeEq};
use rand::rngs::{SysError, SysRng};

use super::{
    BatchFault,
    kept_mnemonic::read_file,
    publishers::{Publishers, path_of},
};
use crate::{Layout, Manifest, ManifestKey, Secrets};

/// What the check of each validator needs.
pub(super) struct ValidatorCheck<'a> {
    pub(super) layout: Layout<'a>,
    pub(super) manifest: &'a Manifest,
    pub(super) secrets: &'a Secrets<'a>,
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
pub(super) enum KeyPlace {
    /// In the node keystore itself.
    Plain,
    /// In an encrypted file.
    File,
    /// With a remote signer.
    Elsewhere,
}

impl KeyPlace {
    pub(super) fn of(source: &EthKeySource) -> Self {
        match source {
            EthKeySource::Plain(_) => Self::Plain,
            EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => Self::File,
            EthKeySource::Address(_) | EthKeySource::Remote(_) => Self::Elsewhere,
        }
    }
}

impl ValidatorCheck<'_> {
    /// Everything about the validator that stands at this position of the lists.
    ///
    /// # Errors
    /// That of the random generator.
    pub(super) fn check(
        &self,
        entry: usize,
        key: &ManifestKey,
        tuple: &UnverifiedKeyStore,
        validator: &Validator,
    ) -> Result<Vec<BatchFault>, SysError> {
        let mut faults = self.check_eth(entry, key, tuple.attester, &validator.attester);
        faults.extend(self.check_bls(entry, key, tuple, validator.bls.as_ref())?);
        faults.extend(self.check_publishers(entry, &validator.publishers));
        Ok(faults)
    }

    fn check_eth(&self, entry: usize, key: &ManifestKey, attester: Address, source: &EthKeySource) -> Vec<BatchFault> {
        let mut faults = Vec::new();
        let name = Layout::eth_key(key.index.get(), attester);
        let belongs = match source {
            EthKeySource::Plain(key) => {
                EthSecretKey::from_be_bytes(key.as_be_bytes()).is_ok_and(|secret| secret.address() == attester)
            }
            EthKeySource::Address(address) => address.get() == attester,
            EthKeySource::Remote(account) => account.address.get() == attester,
            // The path as it was written: one that leads elsewhere is to a file that nothing here has opened.
            EthKeySource::File(_) | EthKeySource::FileWithPassword(_) => path_of(source) == Some(&name),
        };
        let own = !self.manifest.given_attesters();
        if !belongs || (!own && KeyPlace::of(source) != KeyPlace::Elsewhere) {
            faults.push(self.misplaced(entry, "attester.eth"));
        }
        faults.extend(self.check_place(entry, "attester.eth", KeyPlace::of(source), own));
        // What must be there follows from the manifest, whatever the node is told about it.
        if self.manifest.is_encrypted() && own {
            faults.extend(self.open_eth(self.layout.secret_file(&name), attester).err());
        }
        if let Some(account) = self.account
            && account.key(key.index).map(|key| key.secret.address()) != Ok(attester)
        {
            let file = self.layout.mnemonic(self.manifest.is_encrypted());
            faults.push(BatchFault::WrongKey { file, entry, field: "attester" });
        }
        faults
    }

    /// Opening the file shows that it holds the key of this address.
    pub(super) fn open_eth(&self, file: PathBuf, address: Address) -> Result<(), BatchFault> {
        let content = read_file(&file)?;
        let encrypted = match EncryptedEthKey::from_json(&content) {
            Ok(encrypted) => encrypted,
            Err(source) => return Err(BatchFault::Parse { file, source }),
        };
        match self.secrets.eth_keys.map(|keys| encrypted.open_for(keys, address)) {
            Some(Err(source)) => Err(BatchFault::Decrypt { file, source }),
            _ => Ok(()),
        }
    }

    fn check_bls(
        &self,
        entry: usize,
        key: &ManifestKey,
        tuple: &UnverifiedKeyStore,
        source: Option<&BlsKeySource>,
    ) -> Result<Vec<BatchFault>, SysError> {
        let Some(source) = source else { return Ok(vec![self.misplaced(entry, "attester.bls")]) };
        let mut faults = Vec::new();
        let path = match source {
            BlsKeySource::Plain(_) => None,
            BlsKeySource::File(file) => Some(&file.path),
            BlsKeySource::FileWithPassword(file) => Some(&file.path),
        };
        let name = Layout::bls_key(key.index.get(), tuple.attester);
        if path.is_some_and(|path| *path != name) {
            faults.push(self.misplaced(entry, "attester.bls"));
        }
        let place = if path.is_some() { KeyPlace::File } else { KeyPlace::Plain };
        faults.extend(self.check_place(entry, "attester.bls", place, true));
        let (file, secret) = match source {
            _ if self.manifest.is_encrypted() => {
                let file = self.layout.secret_file(&name);
                let (wrong, secret) = self.open_bls(&file, entry, key);
                faults.extend(wrong);
                (file, secret)
            }
            BlsKeySource::Plain(plain) => {
                let secret = SecretKey::from_be_bytes(plain.as_be_bytes());
                faults.extend(secret.is_err().then(|| self.misplaced(entry, "attester.bls")));
                (self.layout.node_keystore(), secret.ok())
            }
            // Said above.
            BlsKeySource::File(_) | BlsKeySource::FileWithPassword(_) => return Ok(faults),
        };
        if let Some(secret) = secret {
            let wrong = wrong_fields(&secret, tuple, self.derived(key))?;
            faults.extend(wrong.map(|field| BatchFault::WrongKey { file: file.clone(), entry, field }));
        }
        Ok(faults)
    }

    /// What is wrong with the file of a BLS key, and the key where it opens.
    fn open_bls(&self, file: &Path, entry: usize, key: &ManifestKey) -> (Vec<BatchFault>, Option<SecretKey>) {
        let open = || {
            let encrypted = EncryptedBlsKey::from_json(&read_file(file)?)
                .map_err(|source| BatchFault::Parse { file: file.to_owned(), source })?;
            let other_path = encrypted.path() != key.path.map(|path| path.to_string()).unwrap_or_default();
            let wrong = other_path.then(|| BatchFault::WrongKey { file: file.to_owned(), entry, field: "path" });
            let secret = self.secrets.bls_keys.map(|keys| encrypted.open(keys)).transpose();
            Ok((wrong, secret.map_err(|source| BatchFault::Decrypt { file: file.to_owned(), source })))
        };
        let (wrong, secret) = open().unwrap_or_else(|fault| (Some(fault), Ok(None)));
        let (closed, secret) = secret.map_or_else(|fault| (Some(fault), None), |secret| (None, secret));
        (wrong.into_iter().chain(closed).collect(), secret)
    }

    fn misplaced(&self, entry: usize, field: &'static str) -> BatchFault {
        BatchFault::NodeEntry { file: self.layout.node_keystore(), entry, field }
    }

    /// In an encrypted batch no key stands in plain text, and in one that is not, no file is named. A key that is `own` is
    /// in the batch, so the node is not sent elsewhere for it.
    pub(super) fn check_place(
        &self,
        entry: usize,
        field: &'static str,
        place: KeyPlace,
        own: bool,
    ) -> Option<BatchFault> {
        let (file, encrypted) = (self.layout.node_keystore(), self.manifest.is_encrypted());
        match place {
            KeyPlace::Plain if encrypted => Some(BatchFault::PlainKey { file, entry, field }),
            KeyPlace::File if !encrypted => Some(BatchFault::NodeEntry { file, entry, field }),
            KeyPlace::Elsewhere if own => Some(BatchFault::Elsewhere { file, entry, field }),
            _ => None,
        }
    }

    /// The key derived once more, where what it comes from is known.
    fn derived(&self, key: &ManifestKey) -> Option<SecretKey> {
        let material = match (self.secrets.ikm, self.manifest.origin().ikm_fingerprint()) {
            (Some(ikm), _) => BlsMaterial::Ikm(ikm),
            (None, Some(_)) => return None,
            (None, None) => BlsMaterial::Seed(self.seed?),
        };
        Some(derive_bls(material, &key.path?))
    }
}

/// The fields of the public files that do not belong to this secret.
///
/// The public key in G1 is computed by the plain definition, and not by the fast path that made it; blinded, so that its
/// time says nothing of the secret. The key in G2 and both proofs belong to this point, or the audit and the comparison of
/// the lists have named them: a pairing ties each of them to it.
fn wrong_fields(
    secret: &SecretKey,
    tuple: &UnverifiedKeyStore,
    derived: Option<SecretKey>,
) -> Result<impl Iterator<Item = &'static str>, SysError> {
    let public_key = reference::sk_to_pk_g1_blinded(secret, &mut SysRng)?;
    let fields = [
        ("publicKeyG1", public_key.to_words() == tuple.public_key_g1),
        ("path", derived.is_none_or(|derived| secret.ct_eq(&derived).into())),
    ];
    Ok(fields.into_iter().filter(|(_, agrees)| !agrees).map(|(field, _)| field))
}
