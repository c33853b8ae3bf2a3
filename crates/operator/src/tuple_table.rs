//! The table of tuples: a line for each, with which message the proof signs and what verifying it costs on chain.

use std::fmt::Write as _;

use aztec_staking_registry::audit::{Severity, TupleReport};

/// Up to so many entries are shown without being asked for: a screen or two, and the keys of one call.
pub const FEW: usize = 50;

/// Adds the table to a text: a line for each tuple, in columns, 80 characters long. An attester has 42, the longest message has 12.
pub fn table(tuples: &[TupleReport], text: &mut String) {
    let width = tuples.len().to_string().len().max("entry".len());
    let _ = writeln!(text, "{:>width$}  {:<42}  {:<12}  {:>6}  verdict", "entry", "attester", "proof signs", "gas");
    for tuple in tuples {
        let TupleReport { entry, attester, .. } = tuple;
        let (message, gas) = (tuple.message.to_string(), number(tuple.gas_estimate));
        let verdict = verdict(tuple);
        let _ = writeln!(text, "{entry:>width$}  {attester}  {message:<12}  {gas:>6}  {verdict}");
    }
}

/// The word before the line that says why, where there is one.
fn verdict(tuple: &TupleReport) -> &'static str {
    match tuple.severity() {
        Some(Severity::Error) => "fault",
        Some(Severity::Warning) => "warning",
        None => "sound",
    }
}

fn number(number: Option<impl ToString>) -> String {
    number.map_or_else(|| "-".to_owned(), |number| number.to_string())
}
