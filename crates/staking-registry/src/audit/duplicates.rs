//! Attesters and keys that occur more than once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use alloy_primitives::{Address, B256, keccak256};

use super::{Fault, Location};
use crate::UnverifiedKeyStore;

/// What has been seen, and where first.
///
/// A key is known by the Keccak-256 of pk1, as the chain knows it; no point need be valid for that.
#[derive(Default)]
pub(super) struct Seen {
    attesters: HashMap<Address, Place>,
    keys: HashMap<B256, Place>,
}

/// A [`Location`] in half the memory.
#[derive(Clone, Copy)]
struct Place {
    list: u32,
    entry: u32,
}

impl Seen {
    /// The faults of a repetition; the first occurrence is the one they point to.
    pub(super) fn find(&mut self, tuple: &UnverifiedKeyStore, location: Location) -> impl Iterator<Item = Fault> {
        // The zero address is a finding of its own in each entry.
        let attester =
            if tuple.attester.is_zero() { None } else { first(&mut self.attesters, tuple.attester, location) };
        let key = first(&mut self.keys, keccak256(tuple.public_key_g1.as_flattened()), location);
        let attester = attester.map(|first| Fault::DuplicateAttester { first });
        let key = key.map(|first| Fault::DuplicateKey { first });
        attester.into_iter().chain(key)
    }
}

/// Where the value was first, when this is not the first time.
fn first<T: Eq + Hash>(seen: &mut HashMap<T, Place>, value: T, location: Location) -> Option<Location> {
    match seen.entry(value) {
        Entry::Occupied(first) => Some((*first.get()).into()),
        Entry::Vacant(free) => {
            free.insert(location.into());
            None
        }
    }
}

impl From<Location> for Place {
    fn from(Location { list, entry }: Location) -> Self {
        let number = |position| u32::try_from(position).expect("four billion entries do not fit into memory");
        Self { list: number(list), entry: number(entry) }
    }
}

impl From<Place> for Location {
    fn from(Place { list, entry }: Place) -> Self {
        let position = |number| usize::try_from(number).expect("it was one");
        Self { list: position(list), entry: position(entry) }
    }
}
