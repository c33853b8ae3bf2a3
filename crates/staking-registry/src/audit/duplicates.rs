//! Attesters and keys that occur more than once.

use alloy_primitives::{Address, B256, keccak256};

use super::entry_location::{CompactLocation, EntryLocation};
use super::finding::Fault;
use crate::{FirstOccurrences, UnverifiedKeyStore};

/// What has been seen, and where first.
///
/// A key is known by the Keccak-256 of pk1, as the chain knows it; no point need be valid for that.
#[derive(Default)]
pub(super) struct Seen {
    attesters: FirstOccurrences<Address, CompactLocation>,
    keys: FirstOccurrences<B256, CompactLocation>,
}

impl Seen {
    /// The faults of a repetition; the first occurrence is the one they point to.
    pub(super) fn find(&mut self, tuple: &UnverifiedKeyStore, location: EntryLocation) -> impl Iterator<Item = Fault> {
        // The zero address is a finding of its own in each entry.
        let is_somebody = !tuple.attester.is_zero();
        let attester = is_somebody.then(|| self.attesters.repeats(tuple.attester, location.into())).flatten();
        let key = self.keys.repeats(keccak256(tuple.public_key_g1.as_flattened()), location.into());
        let attester = attester.map(|first| Fault::DuplicateAttester { first: first.into() });
        let key = key.map(|first| Fault::DuplicateKey { first: first.into() });
        attester.into_iter().chain(key)
    }
}
