//! Staker output: the public JSON file with one `KeyStore` an entry, which the staking dashboard and scripts read.

use std::io;

use alloy_primitives::Address;
use serde::Serialize;
use strict_json::{Kind, NotJson, View};

use crate::json::pretty;
use crate::{AddressError, Field, KeyStore, UnverifiedKeyStore, WordError, word_to_text};

mod entry;
mod stream;

use entry::read_entry;
pub use stream::{Entries, Writer};

/// The size in bytes up to which a file is read: room for 100,000 entries.
pub const MAX_BYTES: usize = 128 << 20;

/// Writes the official format: an array, two spaces a level, every word padded to 64 digits, a line feed at the end.
///
/// The records are taken one at a time, so that any number of them needs little memory.
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

/// Reads staker output of this or another tool.
///
/// Words may have leading zeros left out, as the official CLI does in proofs, and the fields of the keys may be
/// spelled `publicKeyInG1` and `publicKeyInG2`. One object without an array around it is one entry. Any field that is
/// not in the format is refused, and so is a field that occurs twice.
///
/// # Errors
/// [`StakerOutputError`], which names the entry (from 0) and the field.
pub fn read(text: &str) -> Result<Vec<UnverifiedKeyStore>, StakerOutputError> {
    if text.len() > MAX_BYTES {
        return Err(StakerOutputError::TooLarge { bytes: text.len() });
    }
    let whole = View::parse(text).map_err(StakerOutputError::NotJson)?;
    let entries = match whole.kind() {
        Kind::Array(entries) if entries.is_empty() => return Err(StakerOutputError::Empty),
        Kind::Array(entries) => entries,
        Kind::Object(_) => vec![whole],
        _ => return Err(StakerOutputError::NotAList),
    };
    let read =
        |(entry, view): (usize, View<'_>)| read_entry(view).map_err(|fault| StakerOutputError::Entry { entry, fault });
    entries.into_iter().enumerate().map(read).collect()
}

/// Why a text is not staker output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StakerOutputError {
    /// Longer than [`MAX_BYTES`].
    #[error("the file has {bytes} bytes; staker output has at most {MAX_BYTES}, so split it")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not JSON at all.
    #[error(transparent)]
    NotJson(NotJson),
    /// JSON, but neither an array nor an object.
    #[error("staker output is a JSON array of entries; this file holds something else")]
    NotAList,
    /// An array without entries.
    #[error("the file holds no entries; check that it is the right one")]
    Empty,
    /// An entry is not as the format has it.
    #[error("entry {entry}: {fault}")]
    Entry {
        /// Its position, from 0.
        entry: usize,
        /// What is wrong with it.
        fault: EntryFault,
    },
}

/// What is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryFault {
    /// The entry is not an object.
    #[error("not an object; each entry has attester, publicKeyG1, publicKeyG2 and proofOfPossession")]
    NotAnObject,
    /// A field is not there.
    #[error("{field} is missing; export the entry again")]
    Missing {
        /// The field.
        field: Field,
    },
    /// A field is there twice, so it is unclear which one counts.
    #[error("{field} occurs twice; remove the wrong one")]
    Repeated {
        /// The field.
        field: Field,
    },
    /// A field that the format does not have.
    #[error("{name} is not a field of the format; remove it")]
    Unknown {
        /// Its name, shortened, with control characters escaped.
        name: String,
    },
    /// A point is not an object of coordinates.
    #[error("{field} is not an object of coordinates; export the entry again")]
    NotAPoint {
        /// The field.
        field: Field,
    },
    /// A value is not text.
    #[error("{field} is not text; write the value as 0x and hexadecimal digits in quotes")]
    NotText {
        /// The field.
        field: Field,
    },
    /// A coordinate is not a word.
    #[error("{field}: {reason}")]
    Word {
        /// The field.
        field: Field,
        /// What is wrong with it.
        reason: WordError,
    },
    /// The attester is not an address, or its checksum is wrong.
    #[error("attester: {0}")]
    Attester(AddressError),
}

/// The shape of an entry; the order of the fields is that of the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    attester: String,
    public_key_g1: G1,
    public_key_g2: G2,
    proof_of_possession: G1,
}

#[derive(Serialize)]
struct G1 {
    x: String,
    y: String,
}

#[derive(Serialize)]
struct G2 {
    x0: String,
    x1: String,
    y0: String,
    y1: String,
}

impl From<&UnverifiedKeyStore> for Entry {
    fn from(tuple: &UnverifiedKeyStore) -> Self {
        let g1 = |[x, y]: &[[u8; 32]; 2]| G1 { x: word_to_text(x), y: word_to_text(y) };
        let [x0, x1, y0, y1] = tuple.public_key_g2.each_ref().map(word_to_text);
        Self {
            attester: checksummed(tuple.attester),
            public_key_g1: g1(&tuple.public_key_g1),
            public_key_g2: G2 { x0, x1, y0, y1 },
            proof_of_possession: g1(&tuple.proof_of_possession),
        }
    }
}

fn checksummed(address: Address) -> String {
    address.to_checksum(None)
}
