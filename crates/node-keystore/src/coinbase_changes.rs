//! A list of new coinbases, as lines or as JSON.

use aztec_staking_registry::{AddressError, NonZeroAddress};
use serde::Deserialize;
use strict_json::shortened;

/// Which attester gets which coinbase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoinbaseChange {
    /// The attester, whose entry changes.
    pub attester: NonZeroAddress,
    /// The address that receives its rewards from then on.
    pub coinbase: NonZeroAddress,
}

impl CoinbaseChange {
    /// Reads a list of changes, each address with its checksum.
    ///
    /// Lines `attester,coinbase`: empty lines, lines that begin with `#` and a first line of names are passed over. Or a
    /// JSON array of objects with the members `attester` and `coinbase` (or `split`).
    ///
    /// # Errors
    /// [`CoinbaseChangesError`] names the line (from 1) or the entry (from 0).
    pub fn read_list(text: &str) -> Result<Vec<Self>, CoinbaseChangesError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let changes = if text.trim_start().starts_with(['[', '{']) { from_json(text)? } else { from_lines(text)? };
        if changes.is_empty() { Err(CoinbaseChangesError::Empty) } else { Ok(changes) }
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

fn from_json(text: &str) -> Result<Vec<CoinbaseChange>, CoinbaseChangesError> {
    let shapes: Vec<Shape> = serde_json::from_str(text)
        .map_err(|error| CoinbaseChangesError::Json { reason: shortened(&error.to_string(), 300) })?;
    let change = |(entry, shape): (usize, &Shape)| {
        let refused = |field| move |source| CoinbaseChangesError::Entry { entry, field, source };
        Ok(CoinbaseChange {
            attester: NonZeroAddress::parse(&shape.attester).map_err(refused("attester"))?,
            coinbase: NonZeroAddress::parse(&shape.coinbase).map_err(refused("coinbase"))?,
        })
    };
    shapes.iter().enumerate().map(change).collect()
}

fn from_lines(text: &str) -> Result<Vec<CoinbaseChange>, CoinbaseChangesError> {
    let mut changes = Vec::new();
    for (line, entry) in (1..).zip(text.lines().map(str::trim)) {
        if entry.is_empty() || entry.starts_with('#') || (line == 1 && entry.starts_with("attester")) {
            continue;
        }
        let (attester, coinbase) = entry.split_once(',').ok_or(CoinbaseChangesError::NotAPair { line })?;
        let refused = |field| move |source| CoinbaseChangesError::Line { line, field, source };
        changes.push(CoinbaseChange {
            attester: NonZeroAddress::parse(attester.trim()).map_err(refused("attester"))?,
            coinbase: NonZeroAddress::parse(coinbase.trim()).map_err(refused("coinbase"))?,
        });
    }
    Ok(changes)
}

/// Why a list of coinbases is refused. Lines are counted from 1, entries from 0.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[expect(missing_docs, reason = "the fields are the numbers and names that the messages show")]
pub enum CoinbaseChangesError {
    /// Not JSON of that shape.
    #[error("not an array of objects with attester and coinbase ({reason}); correct it")]
    Json { reason: String },
    /// An address in a JSON object.
    #[error("entry {entry}, {field}: {source}")]
    Entry { entry: usize, field: &'static str, source: AddressError },
    /// A line without a comma.
    #[error("line {line}: write the attester, a comma and the coinbase")]
    NotAPair { line: usize },
    /// An address in a line.
    #[error("line {line}, {field}: {source}")]
    Line { line: usize, field: &'static str, source: AddressError },
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
            assert_eq!(CoinbaseChange::read_list(&text).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_refused() {
        let lower = A.to_lowercase();
        for (text, words) in [
            (String::new(), "no attester"),
            ("attester,coinbase\n".to_owned(), "no attester"),
            (A.to_owned(), "line 1: write"),
            (format!("{A},{B}\n{A},"), "line 2, coinbase"),
            (format!("{A},{B},{B}"), "line 1, coinbase"),
            (format!("{lower},{B}"), "line 1, attester"),
            (format!(r#"[{{"attester": "{A}", "coinbase": "{lower}"}}]"#), "entry 0, coinbase"),
            (format!(r#"[{{"attester": "{A}", "coinbase": "{B}", "x": 1}}]"#), "unknown field"),
            (format!(r#"{{"{A}": "{B}"}}"#), "not an array"),
            ("[]".to_owned(), "no attester"),
        ] {
            let message = CoinbaseChange::read_list(&text).unwrap_err().to_string();
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
