//! Reading staker output of this or another tool.

use strict_json::{Kind, View};

use super::entry::read_entry;
use super::fault::{EntryFault, MAX_BYTES, StakerOutputError};
use crate::UnverifiedKeyStore;

/// Reads staker output of which every entry is as the format has it.
///
/// It takes what [`read_entries`] takes.
///
/// # Errors
/// [`StakerOutputError`], which names the first entry (from 0) that cannot be read, and the field.
pub fn read(text: &str) -> Result<Vec<UnverifiedKeyStore>, StakerOutputError> {
    let entries = read_entries(text)?.into_iter().enumerate();
    entries.map(|(entry, read)| read.map_err(|fault| StakerOutputError::Entry { entry, fault })).collect()
}

/// Reads staker output entry by entry, so that one that cannot be read does not hide the others.
///
/// Words are `0x` and hexadecimal digits, of which leading zeros may be left out, as the official CLI does in proofs; or
/// decimal digits, as the guides print them. The fields of the keys may be spelled `publicKeyInG1` and `publicKeyInG2`.
/// Instead of an array, the file may be one object, or one object on each line. Any field that is not in the format is a
/// fault, and so is a field that occurs twice.
///
/// ```
/// use aztec_staking_registry::staker_output::{read, read_entries};
///
/// let text = r#"[{"attester": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"}]"#;
/// let entries = read_entries(text)?;
/// assert!(entries[0].is_err()); // the points are missing
/// assert!(read(text).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`StakerOutputError`] where there are no entries to speak of.
pub fn read_entries(text: &str) -> Result<Vec<Result<UnverifiedKeyStore, EntryFault>>, StakerOutputError> {
    if text.len() > MAX_BYTES {
        return Err(StakerOutputError::TooLarge { bytes: text.len() });
    }
    let whole = match View::parse(text) {
        Ok(whole) => whole,
        Err(position) => {
            let lines = object_lines(text).ok_or(StakerOutputError::NotJson(position))?;
            return Ok(lines.into_iter().map(|line| line.and_then(read_entry)).collect());
        }
    };
    let entries = match whole.kind() {
        Kind::Array(entries) if entries.is_empty() => return Err(StakerOutputError::Empty),
        Kind::Array(entries) => entries,
        Kind::Object(_) => vec![whole],
        _ => return Err(StakerOutputError::NotAList),
    };
    Ok(entries.into_iter().map(read_entry).collect())
}

/// The lines of a file that has one object on each of them; none where the first line is something else. Empty lines do
/// not count.
fn object_lines(text: &str) -> Option<Vec<Result<View<'_>, EntryFault>>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).map(View::parse).peekable();
    let first_is_object = matches!(lines.peek()?, Ok(first) if first.object().is_some());
    first_is_object.then(|| lines.map(|line| line.map_err(|_| EntryFault::NotAnObject)).collect())
}
