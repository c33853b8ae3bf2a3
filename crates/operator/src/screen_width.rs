//! Reports of keygen that fit the terminal.

/// A report for standard output: [`standard_streams::fitted`], where a command of keygen stays in one piece.
#[must_use]
pub fn fitted(report: &str) -> String {
    standard_streams::fitted(report, "keygen")
}
