//! Where a text stops being JSON.

/// Where a text stops being JSON. Line and column count from 1, as editors do.
///
/// ```
/// use strict_json::{NotJson, View};
///
/// assert_eq!(View::parse("[1,\n 2,,]").unwrap_err(), NotJson { line: 2, column: 4 });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not valid JSON at line {line}, column {column}; restore the file from its source")]
pub struct NotJson {
    /// The line.
    pub line: usize,
    /// The byte in that line.
    pub column: usize,
}

impl NotJson {
    /// Keeps the position only: the message of the parser may quote the text.
    pub(crate) fn at(error: &serde_json::Error) -> Self {
        Self { line: error.line(), column: error.column() }
    }
}
