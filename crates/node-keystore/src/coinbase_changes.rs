//! A list of new coinbases, as lines or as JSON.

use aztec_staking_registry::{AddressError, Checksum, NonZeroAddress, parse_address};
use serde::Deserialize;
use strict_json::{View, shortened};

/// An attester and its new coinbase, the address that receives its rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoinbaseChange {
    /// The attester, whose entry changes.
    pub attester: NonZeroAddress,
    /// The address that receives its rewards from then on.
    pub coinbase: NonZeroAddress,
}

/// A list of new coinbases by attester, as lines or as JSON.
///
/// ```
/// use aztec_node_keystore::CoinbaseChanges;
///
/// let list = CoinbaseChanges::read(
///     "attester,coinbase\n\
///      0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266,0x70997970c51812dc3a010c7d01b50e0d17dc79c8\n",
/// )?;
/// assert_eq!(list.changes.len(), 1);
/// // As it was copied from an RPC: nothing shows whether a digit is wrong.
/// assert_eq!(list.without_checksum, [list.changes[0].coinbase]);
/// # Ok::<(), aztec_node_keystore::CoinbaseChangesError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoinbaseChanges {
    /// The changes, in the order of the list; one at least.
    pub changes: Vec<CoinbaseChange>,
    /// Coinbases without a checksum, as an RPC prints them. A wrong digit in one of them is not noticed by anybody here.
    pub without_checksum: Vec<NonZeroAddress>,
}

impl CoinbaseChanges {
    /// Reads a list of changes. Addresses have their checksum, or all letters in one case.
    ///
    /// A wrong digit in an attester is found where the file has no such attester: see [`set_coinbase()`](crate::set_coinbase).
    /// Coinbases without a checksum are listed for a person to compare.
    ///
    /// Lines `attester,coinbase`: empty lines, lines that begin with `#` and a first line of names are passed over. Or a
    /// JSON array of objects with the members `attester` and `coinbase` (or `split`).
    ///
    /// # Errors
    /// [`CoinbaseChangesError`] names the line (from 1) or the entry (from 0).
    pub fn read(text: &str) -> Result<Self, CoinbaseChangesError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let list = if text.trim_start().starts_with(['[', '{']) { from_json(text)? } else { from_lines(text)? };
        if list.changes.is_empty() { Err(CoinbaseChangesError::Empty) } else { Ok(list) }
    }

    fn push(&mut self, attester: &str, coinbase: &str) -> Result<(), (&'static str, AddressError)> {
        let read = |field, text| {
            let (address, checksum) = parse_address(text).map_err(|source| (field, source))?;
            Ok((NonZeroAddress::new(address).map_err(|source| (field, source))?, checksum))
        };
        let ((attester, _), (coinbase, checksum)) = (read("attester", attester)?, read("coinbase", coinbase)?);
        if checksum == Checksum::Absent && !self.without_checksum.contains(&coinbase) {
            self.without_checksum.push(coinbase);
        }
        self.changes.push(CoinbaseChange { attester, coinbase });
        Ok(())
    }
}

/// The shape of a change in JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    attester: String,
    #[serde(alias = "split")]
    coinbase: String,
}

fn from_json(text: &str) -> Result<CoinbaseChanges, CoinbaseChangesError> {
    let shapes: Vec<Shape> = serde_json::from_str(text)
        .map_err(|error| CoinbaseChangesError::Json { reason: shortened(&error.to_string(), 300) })?;
    // serde takes a list for an object, its members in their order; which of two addresses is the coinbase must be said.
    let entries = View::parse(text).ok().and_then(View::array).unwrap_or_default();
    if let Some(entry) = entries.iter().position(|entry| entry.object().is_none()) {
        return Err(CoinbaseChangesError::Json { reason: format!("entry {entry} is a list, not an object") });
    }
    let mut list = CoinbaseChanges::default();
    for (entry, shape) in shapes.iter().enumerate() {
        let read = list.push(&shape.attester, &shape.coinbase);
        read.map_err(|(field, source)| CoinbaseChangesError::Entry { entry, field, source })?;
    }
    Ok(list)
}

fn from_lines(text: &str) -> Result<CoinbaseChanges, CoinbaseChangesError> {
    let mut list = CoinbaseChanges::default();
    for (line, entry) in (1..).zip(text.lines().map(str::trim)) {
        if entry.is_empty() || entry.starts_with('#') || (line == 1 && entry.starts_with("attester")) {
            continue;
        }
        let (attester, coinbase) = entry.split_once(',').ok_or(CoinbaseChangesError::NotAPair { line })?;
        let read = list.push(attester.trim(), coinbase.trim());
        read.map_err(|(field, source)| CoinbaseChangesError::Line { line, field, source })?;
    }
    Ok(list)
}

/// Why a list of coinbases is refused. Lines are counted from 1, entries from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CoinbaseChangesError {
    /// Not JSON of that shape.
    #[error("not an array of objects with attester and coinbase ({reason}); correct it")]
    Json {
        /// What is wrong, and where.
        reason: String,
    },
    /// An address in a JSON object.
    #[error("entry {entry}, {field}: {source}")]
    Entry {
        /// The position of the object.
        entry: usize,
        /// The member.
        field: &'static str,
        /// What is wrong with it.
        source: AddressError,
    },
    /// A line without a comma.
    #[error("line {line}: write the attester, a comma and the coinbase")]
    NotAPair {
        /// The line.
        line: usize,
    },
    /// An address in a line.
    #[error("line {line}, {field}: {source}")]
    Line {
        /// The line.
        line: usize,
        /// Which of the two addresses.
        field: &'static str,
        /// What is wrong with it.
        source: AddressError,
    },
    /// Nothing to change.
    #[error("the file holds no attester; check that it is the right one")]
    Empty,
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
    const B: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    #[test]
    fn lines_and_json_say_the_same() {
        let address = |text| NonZeroAddress::parse(text).unwrap();
        let expected = vec![CoinbaseChange { attester: address(A), coinbase: address(B) }];
        for text in [
            format!("{A},{B}"),
            format!("\u{feff}attester,coinbase\n{A},{B}"),
            format!("\u{feff}[{{\"attester\": \"{A}\", \"coinbase\": \"{B}\"}}]"),
            format!("attester,coinbase\r\n# one\n\n{A} , {B}\r\n"),
            format!(r#"[{{"attester": "{A}", "coinbase": "{B}"}}]"#),
            format!(r#"[{{"split": "{B}", "attester": "{A}"}}]"#),
        ] {
            let list = CoinbaseChanges::read(&text).unwrap();
            assert_eq!((list.changes, list.without_checksum), (expected.clone(), Vec::new()), "{text}");
        }
    }

    /// As an RPC prints them.
    #[test]
    fn addresses_in_one_case() {
        let list = CoinbaseChanges::read(&format!("{A},{B}\n{},{}", A.to_lowercase(), B.to_lowercase())).unwrap();
        assert_eq!(list.changes[0], list.changes[1]);
        assert_eq!(list.without_checksum, [list.changes[0].coinbase]);
        // Each coinbase is compared once, however many attesters have it.
        let list = CoinbaseChanges::read(&format!("{A},{0}\n{B},{0}\n{A},{A}", B.to_lowercase())).unwrap();
        assert_eq!((list.changes.len(), list.without_checksum), (3, vec![list.changes[0].coinbase]));
    }

    #[test]
    fn what_is_refused() {
        let (lower, wrong) = (A.to_lowercase(), A.replacen('F', "f", 1));
        for (text, words) in [
            (String::new(), "no attester"),
            ("attester,coinbase\n".to_owned(), "no attester"),
            (A.to_owned(), "line 1: write"),
            (format!("{A},{B}\nattester,coinbase"), "line 2, attester"),
            (format!("{A},{B}\n{A},"), "line 2, coinbase"),
            (format!("{A},{B},{B}"), "line 1, coinbase"),
            (format!("{wrong},{B}"), "line 1, attester"),
            (format!("{},{B}", &lower[..41]), "line 1, attester"),
            (format!(r#"[{{"attester": "{A}", "coinbase": "{wrong}"}}]"#), "entry 0, coinbase"),
            (format!(r#"[{{"attester": "{A}", "coinbase": "{B}", "x": 1}}]"#), "unknown field"),
            (format!(r#"[{{"attester": "{A}", "coinbase": "{B}"}}, ["{A}", "{B}"]]"#), "entry 1 is a list"),
            (format!(r#"{{"{A}": "{B}"}}"#), "not an array"),
            ("[]".to_owned(), "no attester"),
        ] {
            let message = CoinbaseChanges::read(&text).unwrap_err().to_string();
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
