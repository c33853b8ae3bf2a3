//! The list of new coinbases, as lines or as JSON.

use aztec_staking_registry::{AddressError, NonZeroAddress};
use serde::Deserialize;

/// Reads pairs of attester and coinbase, each address with its checksum.
///
/// Lines `attester,coinbase`: empty lines, lines that begin with `#` and a first line of names are passed over. Or a
/// JSON array of objects with the members `attester` and `coinbase` (or `split`).
pub(super) fn read_changes(text: &str) -> Result<Vec<(NonZeroAddress, NonZeroAddress)>, ChangesError> {
    let pairs = if text.trim_start().starts_with(['[', '{']) { from_json(text)? } else { from_lines(text)? };
    if pairs.is_empty() { Err(ChangesError::Empty) } else { Ok(pairs) }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    attester: String,
    #[serde(alias = "split")]
    coinbase: String,
}

fn from_json(text: &str) -> Result<Vec<(NonZeroAddress, NonZeroAddress)>, ChangesError> {
    let changes: Vec<Change> = serde_json::from_str(text).map_err(ChangesError::Json)?;
    let pair = |(entry, change): (usize, &Change)| {
        let refused = |field| move |source| ChangesError::Entry { entry, field, source };
        let attester = NonZeroAddress::parse(&change.attester).map_err(refused("attester"))?;
        Ok((attester, NonZeroAddress::parse(&change.coinbase).map_err(refused("coinbase"))?))
    };
    changes.iter().enumerate().map(pair).collect()
}

fn from_lines(text: &str) -> Result<Vec<(NonZeroAddress, NonZeroAddress)>, ChangesError> {
    let mut pairs = Vec::new();
    for (line, entry) in (1..).zip(text.lines().map(str::trim)) {
        if entry.is_empty() || entry.starts_with('#') || (line == 1 && entry.starts_with("attester")) {
            continue;
        }
        let (attester, coinbase) = entry.split_once(',').ok_or(ChangesError::NotAPair { line })?;
        let refused = |field| move |source| ChangesError::Line { line, field, source };
        let attester = NonZeroAddress::parse(attester.trim()).map_err(refused("attester"))?;
        pairs.push((attester, NonZeroAddress::parse(coinbase.trim()).map_err(refused("coinbase"))?));
    }
    Ok(pairs)
}

/// Why a list of coinbases is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ChangesError {
    /// Not JSON of that shape.
    #[error("not an array of objects with attester and coinbase ({0}); correct it")]
    Json(serde_json::Error),
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
        let pair = vec![(NonZeroAddress::parse(A).unwrap(), NonZeroAddress::parse(B).unwrap())];
        for text in [
            format!("{A},{B}"),
            format!("attester,coinbase\r\n# one\n\n{A} , {B}\r\n"),
            format!(r#"[{{"attester": "{A}", "coinbase": "{B}"}}]"#),
            format!(r#"[{{"split": "{B}", "attester": "{A}"}}]"#),
        ] {
            assert_eq!(read_changes(&text).unwrap(), pair, "{text}");
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
            let message = read_changes(&text).unwrap_err().to_string();
            assert!(message.contains(words), "{text}: {message}");
        }
    }
}
