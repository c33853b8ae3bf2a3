//! Counts of addresses for machines.

use std::collections::BTreeMap;

use serde::Serializer;

/// A map from the text of an address to its count.
pub(super) fn by_text<K: ToString, S: Serializer>(
    counts: &BTreeMap<K, usize>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(address, entries)| (address.to_string(), entries)))
}
