//! BLS keys with everything public about them.

use bn254_bls::{ProvenPublicKey, SecretKey};

use crate::{BlsMaterial, BlsPath, Index, derive_bls};

/// A BLS key: the secret, where it comes from, and all that is public about it.
#[derive(Debug)]
pub struct BlsKey {
    /// The path that gave the secret, with the candidate that was taken.
    pub path: BlsPath,
    /// The secret scalar.
    pub secret: SecretKey,
    /// The public key, with its gas estimate and both proofs of possession.
    pub proven: ProvenPublicKey,
}

impl BlsKey {
    pub(crate) fn derive(material: BlsMaterial<'_>, path: BlsPath) -> Self {
        let secret = derive_bls(material, &path);
        let proven = secret.prove();
        Self { path, secret, proven }
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
    let material = material.into();
    let secrets: Vec<_> = paths.iter().map(|path| derive_bls(material, path)).collect();
    let proven = SecretKey::prove_batch(&secrets);
    let keys = paths.iter().zip(secrets).zip(proven);
    keys.map(|((path, secret), proven)| BlsKey { path: *path, secret, proven }).collect()
}
