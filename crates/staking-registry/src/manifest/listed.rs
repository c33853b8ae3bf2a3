//! What must hold among the keys of one manifest.

use std::collections::{HashMap, HashSet};

use super::{KeyFault, Manifest, ManifestError, ManifestKey};
use crate::NonZeroAddress;

/// The indices that keys must have, one after the other.
pub(super) struct Sequence {
    start: u32,
    /// The position of the next key, from 0.
    position: usize,
}

impl Sequence {
    pub(super) fn from(start: u32) -> Self {
        Self { start, position: 0 }
    }

    /// How many keys there were.
    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Takes the next key.
    pub(super) fn take(&mut self, key: &ManifestKey) -> Result<(), KeyFault> {
        let expected = u32::try_from(self.position).ok().and_then(|offset| self.start.checked_add(offset));
        self.position += 1;
        if expected == Some(key.index) { Ok(()) } else { Err(KeyFault::Index) }
    }
}

/// The keys of one manifest: consecutive indices, and no attester or public key twice. Takes 52 bytes of each.
pub(super) struct Listed {
    sequence: Sequence,
    attesters: HashSet<NonZeroAddress>,
    public_keys: HashSet<[u8; 32]>,
}

impl Listed {
    pub(super) fn from(start: u32) -> Self {
        Self { sequence: Sequence::from(start), attesters: HashSet::new(), public_keys: HashSet::new() }
    }

    /// How many keys there were.
    pub(super) fn count(&self) -> usize {
        self.sequence.position()
    }

    /// Takes the next key.
    pub(super) fn take(&mut self, key: &ManifestKey) -> Result<(), ManifestError> {
        let position = self.count();
        let fault = if let Err(fault) = self.sequence.take(key) {
            fault
        } else if !self.attesters.insert(key.attester) {
            KeyFault::DuplicateAttester
        } else if !self.public_keys.insert(key.public_key.to_compressed()) {
            KeyFault::DuplicateKey
        } else {
            return Ok(());
        };
        Err(ManifestError::Key { key: position, fault })
    }
}

/// The keys of a batch by what may occur once only, to look up those of other batches.
pub struct Known {
    attesters: HashMap<NonZeroAddress, u32>,
    public_keys: HashMap<[u8; 32], u32>,
}

impl Known {
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
    pub fn find(&self, key: &ManifestKey) -> Option<u32> {
        self.attesters.get(&key.attester).or_else(|| self.public_keys.get(&key.public_key.to_compressed())).copied()
    }
}
