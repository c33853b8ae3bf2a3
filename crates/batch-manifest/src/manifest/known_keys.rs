//! The keys of a batch, to look up those of other batches.

use std::collections::HashMap;

use aztec_key_derivation::Index;
use aztec_staking_registry::NonZeroAddress;

use super::{Manifest, ManifestKey};

/// The keys of a batch, to look up those of other batches: by attester and by public key, which register once only.
#[derive(Debug)]
pub struct KnownKeys {
    attesters: HashMap<NonZeroAddress, Index>,
    public_keys: HashMap<[u8; 32], Index>,
}

/// A key that two batches have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SharedKey {
    /// Its attester in this batch.
    pub attester: NonZeroAddress,
    /// Its index in this batch.
    pub index: Index,
    /// Its index in the other batch.
    pub other_index: Index,
}

impl KnownKeys {
    /// All keys of this batch.
    #[must_use]
    pub fn of(manifest: &Manifest) -> Self {
        Self {
            attesters: manifest.keys().iter().map(|key| (key.attester, key.index)).collect(),
            public_keys: manifest.keys().iter().map(|key| (key.public_key.to_compressed(), key.index)).collect(),
        }
    }

    /// The index under which the batch has this key, or its attester.
    #[must_use]
    pub fn find(&self, key: &ManifestKey) -> Option<Index> {
        self.attesters.get(&key.attester).or_else(|| self.public_keys.get(&key.public_key.to_compressed())).copied()
    }
}
