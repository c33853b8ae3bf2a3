//! Attesters and keys that occur more than once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use alloy_primitives::Address;

use super::{Fault, Location};
use crate::Claim;

/// What has been seen, and where first.
///
/// The chain knows a key by the hash of pk1 alone, so pk1 is what is compared, as words: no point need be valid.
#[derive(Default)]
pub(super) struct Seen {
    attesters: HashMap<Address, Location>,
    keys: HashMap<[[u8; 32]; 2], Location>,
}

impl Seen {
    /// The faults of a repetition; the first occurrence is the one they point to.
    pub(super) fn find(&mut self, claim: &Claim, location: Location) -> impl Iterator<Item = Fault> {
        // The zero address is a finding of its own in each entry.
        let attester =
            if claim.attester.is_zero() { None } else { first(&mut self.attesters, claim.attester, location) };
        let key = first(&mut self.keys, claim.public_key_g1, location);
        let attester = attester.map(|first| Fault::DuplicateAttester { first });
        let key = key.map(|first| Fault::DuplicateKey { first });
        attester.into_iter().chain(key)
    }
}

/// Where the value was first, when this is not the first time.
fn first<T: Eq + Hash>(seen: &mut HashMap<T, Location>, value: T, location: Location) -> Option<Location> {
    match seen.entry(value) {
        Entry::Occupied(first) => Some(*first.get()),
        Entry::Vacant(free) => {
            free.insert(location);
            None
        }
    }
}
