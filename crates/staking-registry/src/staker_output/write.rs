//! Writing staker output.

use super::shape::Entry;
use crate::KeyStore;
use crate::json::pretty;

/// Writes the official format: an array, two spaces a level, every word padded to 64 digits, a line feed at the end.
#[must_use]
pub fn to_json(key_stores: &[KeyStore]) -> String {
    pretty(&key_stores.iter().map(|key_store| Entry::from(&key_store.to_unverified())).collect::<Vec<_>>())
}
