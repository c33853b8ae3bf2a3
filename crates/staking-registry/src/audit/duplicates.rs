//! Attesters and keys that occur more than once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

use super::{Fault, List, Location};

/// A finding for each repetition; the first occurrence is the one they point to.
///
/// The chain knows a key by the hash of pk1 alone, so pk1 is what is compared, as words: no point need be valid.
pub(super) fn find(lists: &[List<'_>]) -> Vec<(Location, Fault)> {
    let mut attesters = Seen(HashMap::new());
    let mut keys = Seen(HashMap::new());
    let mut findings = Vec::new();
    for (list, List { claims, .. }) in lists.iter().enumerate() {
        for (entry, claim) in claims.iter().enumerate() {
            let location = Location { list, entry };
            // The zero address is a finding of its own in each entry.
            let attester = if claim.attester.is_zero() { None } else { attesters.first(claim.attester, location) };
            let key = keys.first(claim.public_key_g1, location);
            let faults = [
                attester.map(|first| Fault::DuplicateAttester { first }),
                key.map(|first| Fault::DuplicateKey { first }),
            ];
            findings.extend(faults.into_iter().flatten().map(|fault| (location, fault)));
        }
    }
    findings
}

struct Seen<T>(HashMap<T, Location>);

impl<T: Eq + Hash> Seen<T> {
    /// Where the value was first, when this is not the first time.
    fn first(&mut self, value: T, location: Location) -> Option<Location> {
        match self.0.entry(value) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(location);
                None
            }
        }
    }
}
