//! The official file of exits: `[{"attester", "deadline", "signature"}, …]`.

use alloy_primitives::hex;
use serde::Serialize;
use strict_json::{Members, View};

use super::{Deadline, ExitEntryFault, ExitFileError, MAX_BYTES, SignedExit, SignedExits, UnverifiedExit};
use crate::json::pretty;
use crate::parse_address;

impl SignedExits {
    /// The file: an array, two spaces a level, a line feed at the end. The official tool reads it.
    #[must_use]
    pub fn to_json(&self) -> String {
        pretty(&self.exits().iter().map(Entry::from).collect::<Vec<_>>())
    }
}

/// The shape of an entry; the order of the fields is that of the file.
#[derive(Serialize)]
struct Entry {
    attester: String,
    deadline: String,
    signature: String,
}

impl From<&SignedExit> for Entry {
    fn from(exit: &SignedExit) -> Self {
        Self {
            attester: exit.attester().to_checksum(None),
            deadline: exit.deadline().unix().to_string(),
            signature: hex::encode_prefixed(exit.unverified().signature),
        }
    }
}

/// Whether the text seems to be a file of exits: a JSON array whose first entry has a signature and a deadline.
#[must_use]
pub fn is_exit_file(text: &str) -> bool {
    let entries = View::parse(text).ok().and_then(View::array).unwrap_or_default();
    entries.first().is_some_and(|first| first.has("signature") && first.has("deadline"))
}

/// Reads a file of which every entry is as the format has it. Nothing is verified yet.
///
/// # Errors
/// [`ExitFileError`], which names the first entry (from 0) that cannot be read.
pub fn read(text: &str) -> Result<Vec<UnverifiedExit>, ExitFileError> {
    let entries = read_entries(text)?.into_iter().enumerate();
    entries.map(|(entry, read)| read.map_err(|fault| ExitFileError::Entry { entry, fault })).collect()
}

/// Reads a file entry by entry, so that one that cannot be read does not hide the others.
///
/// # Errors
/// [`ExitFileError`] where there are no entries to speak of.
pub fn read_entries(text: &str) -> Result<Vec<Result<UnverifiedExit, ExitEntryFault>>, ExitFileError> {
    if text.len() > MAX_BYTES {
        return Err(ExitFileError::TooLarge { bytes: text.len() });
    }
    let entries = View::parse(text).map_err(ExitFileError::NotJson)?.array().ok_or(ExitFileError::NotAList)?;
    if entries.is_empty() { Err(ExitFileError::Empty) } else { Ok(entries.into_iter().map(read_entry).collect()) }
}

fn read_entry(entry: View<'_>) -> Result<UnverifiedExit, ExitEntryFault> {
    let members = Members::known(entry, ["attester", "deadline", "signature"]).map_err(ExitEntryFault::Members)?;
    let text = |name| {
        let value = members.required(name).map_err(ExitEntryFault::Members)?;
        value.text().ok_or(ExitEntryFault::NotText { name })
    };
    let (attester, _) = parse_address(&text("attester")?).map_err(ExitEntryFault::Attester)?;
    let deadline = seconds(&text("deadline")?).ok_or(ExitEntryFault::Deadline)?;
    let signature = signature(&text("signature")?).ok_or(ExitEntryFault::Signature)?;
    Ok(UnverifiedExit { attester, deadline: Deadline::from_unix(deadline), signature })
}

/// Decimal digits and nothing else: no sign, no space.
fn seconds(text: &str) -> Option<u64> {
    text.bytes().all(|digit| digit.is_ascii_digit()).then(|| text.parse().ok())?
}

fn signature(text: &str) -> Option<[u8; 65]> {
    let digits = text.strip_prefix("0x").filter(|digits| !digits.starts_with("0x"))?;
    hex::decode_to_array(digits).ok()
}
