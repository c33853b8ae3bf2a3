//! Writing staker output.

use std::io;

use super::shape::Entry;
use super::stream::Writer;
use crate::KeyStore;
use crate::json::pretty;

/// Writes the official format: an array, two spaces a level, every word padded to 64 digits, a line feed at the end.
///
/// The tuples are taken one at a time, so that any number of them needs little memory.
///
/// # Errors
/// Those of `out`.
pub fn write_json(key_stores: impl IntoIterator<Item = KeyStore>, out: impl io::Write) -> io::Result<()> {
    let mut writer = Writer::new(out)?;
    key_stores.into_iter().try_for_each(|key_store| writer.push(&key_store))?;
    writer.finish().map(drop)
}

/// The same as [`write_json`], as one text.
#[must_use]
pub fn to_json(key_stores: &[KeyStore]) -> String {
    pretty(&key_stores.iter().map(|key_store| Entry::from(&key_store.to_unverified())).collect::<Vec<_>>())
}
