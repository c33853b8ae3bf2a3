//! BLS keys with everything public about them.

use bn254_bls::{Identity, SecretKey, derive, derive_batch};

use crate::{BlsMaterial, BlsPath, Index, derive_bls};

/// A BLS key: the secret, where it comes from, and all that is public about it.
#[derive(Debug)]
pub struct BlsKey {
    /// The path that gave the secret, with the candidate that was taken.
    pub path: BlsPath,
    /// The secret scalar.
    pub secret: SecretKey,
    /// Public key, digest with the gas estimate, and both proofs of possession.
    pub identity: Identity,
}

impl BlsKey {
    pub(crate) fn derive(material: BlsMaterial<'_>, path: BlsPath) -> Self {
        let secret = derive_bls(material, &path);
        let identity = derive(&secret);
        Self { path, secret, identity }
    }
}

/// A validator's BLS key, and why it is this candidate.
#[derive(Debug)]
pub struct ValidatorBlsKey {
    /// The address index of the validator.
    pub index: Index,
    /// The key. Its [candidate](BlsPath::candidate) is in its path.
    pub key: BlsKey,
    /// The gas estimates of the candidates before it, in their order: each is above the budget.
    pub skipped: Vec<u64>,
}

/// Derives the BLS keys at these paths, in their order: it restores keys whose paths a manifest or a key file records,
/// whatever rule gave them.
///
/// ```
/// use aztec_key_derivation::{Ikm, derive_bls_paths};
///
/// let ikm = Ikm::from_bytes(&[7; 32])?;
/// let recorded = ["m/12381/3600/0/0/0".parse()?, "m/12381/3600/0/0/1/3".parse()?];
/// let keys = derive_bls_paths(&ikm, &recorded);
/// assert_eq!(keys[1].path.candidate(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn derive_bls_paths<'a>(material: impl Into<BlsMaterial<'a>>, paths: &[BlsPath]) -> Vec<BlsKey> {
    let secrets = Secrets::derive(material.into(), paths);
    let mut keys = Vec::with_capacity(paths.len());
    keys.extend(secrets.keys());
    keys
}

/// The secrets of some paths in one place, from which nothing is moved: what moves leaves a copy where it was.
pub(crate) struct Secrets<'a> {
    paths: &'a [BlsPath],
    secrets: Vec<SecretKey>,
    identities: Vec<Identity>,
}

impl<'a> Secrets<'a> {
    /// All of them through the batch path of [`bn254_bls::derive_batch`].
    pub(crate) fn derive(material: BlsMaterial<'_>, paths: &'a [BlsPath]) -> Self {
        // Large enough from the start: a vector that grows leaves copies behind.
        let mut secrets = Vec::with_capacity(paths.len());
        secrets.extend(paths.iter().map(|path| derive_bls(material, path)));
        let identities = derive_batch(&secrets);
        Self { paths, secrets, identities }
    }

    /// The keys, one after another, each with its own copy of the secret. Those in here are wiped by their own drop.
    pub(crate) fn keys(&self) -> impl Iterator<Item = BlsKey> + '_ {
        self.paths.iter().zip(&self.secrets).zip(&self.identities).map(|((path, secret), identity)| BlsKey {
            path: *path,
            secret: copy(secret),
            identity: *identity,
        })
    }
}

fn copy(secret: &SecretKey) -> SecretKey {
    SecretKey::from_be_bytes(&secret.to_be_bytes()).expect("the scalar of a secret key is one")
}
