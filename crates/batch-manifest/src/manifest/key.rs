//! What a manifest says of one key, and what must hold among all of them.

use std::collections::HashSet;

use aztec_key_derivation::{BlsPath, Index};
use aztec_staking_registry::NonZeroAddress;
use bn254_bls::{G1Point, ProofKind, ProofOfPossession, ProvenPublicKey, gas, gas::PopGasLimit};

use super::{ManifestError, ManifestKeyFault};

/// What is public about one key.
///
/// [`Manifest`](crate::Manifest) has an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManifestKey {
    /// The address index in the derivation paths; of imported keys their position, from 0.
    pub index: Index,
    /// The attester that the key is for.
    pub attester: NonZeroAddress,
    /// The public key in G1.
    pub public_key: G1Point,
    /// The derivation path of the BLS key, with the candidate of the rule that was taken; none for imported keys.
    pub path: Option<BlsPath>,
    /// How many attempts hashing pk1 to a point takes.
    pub attempts: u32,
    /// How many of them take a square root.
    pub square_roots: u32,
    /// The proof that the contract accepts.
    pub registration_proof: ProofOfPossession,
    /// The proof over the word "feedback".
    pub feedback_proof: ProofOfPossession,
}

impl ManifestKey {
    /// What a manifest says of a key with this path.
    #[must_use]
    pub fn new(index: Index, attester: NonZeroAddress, path: Option<BlsPath>, proven: &ProvenPublicKey) -> Self {
        Self {
            index,
            attester,
            public_key: *proven.public_key().g1(),
            path,
            attempts: proven.hashed_point().attempts(),
            square_roots: proven.hashed_point().square_roots(),
            registration_proof: *proven.registration_proof(),
            feedback_proof: *proven.feedback_proof(),
        }
    }

    /// Which candidate of the rule was taken, from 0.
    #[must_use]
    pub fn candidate(&self) -> u8 {
        self.path.map_or(0, BlsPath::candidate)
    }

    /// The estimate of the gas that the contract's check of the proof needs.
    #[must_use]
    pub fn gas_estimate(&self) -> u64 {
        gas::pop_gas(self.attempts, self.square_roots)
    }

    /// Whether the contract's check of the proof is within this limit, as far as the estimate knows.
    #[must_use]
    pub fn is_within(&self, limit: PopGasLimit) -> bool {
        limit.allows(self.gas_estimate())
    }

    /// The proof of this kind.
    #[must_use]
    pub fn proof(&self, kind: ProofKind) -> &ProofOfPossession {
        match kind {
            ProofKind::Registration => &self.registration_proof,
            ProofKind::Feedback => &self.feedback_proof,
        }
    }
}

/// The keys of one manifest have consecutive indices, and no attester or public key occurs twice.
pub(super) fn check_all(keys: &[ManifestKey], first: Index) -> Result<(), ManifestError> {
    let (mut attesters, mut public_keys) = (HashSet::new(), HashSet::new());
    for (position, key) in keys.iter().enumerate() {
        let expected = u32::try_from(position).ok().and_then(|offset| first.get().checked_add(offset));
        let fault = if expected != Some(key.index.get()) {
            ManifestKeyFault::Index
        } else if !attesters.insert(key.attester) {
            ManifestKeyFault::DuplicateAttester
        } else if !public_keys.insert(key.public_key.to_compressed()) {
            ManifestKeyFault::DuplicateKey
        } else {
            continue;
        };
        return Err(ManifestError::Key { key: position, fault });
    }
    Ok(())
}
