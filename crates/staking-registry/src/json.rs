//! JSON as this crate writes it, and what the parser says of public text that it refuses.

use serde::Serialize;
use strict_json::shortened;

/// A shape as JSON on one line.
pub(crate) fn compact(shape: &impl Serialize) -> String {
    serde_json::to_string(shape).expect("our shapes have texts for names, and no errors of their own")
}

/// A shape as JSON, two spaces a level, with a line feed at the end.
pub(crate) fn pretty(shape: &impl Serialize) -> String {
    let text =
        serde_json::to_string_pretty(shape).expect("our shapes have texts for names, and no errors of their own");
    text + "\n"
}

/// What serde says of public text that does not have the right shape, fit to be shown: nothing in it changes the line,
/// and it is not longer than a few lines.
pub(crate) fn explain(error: &serde_json::Error) -> String {
    shortened(&error.to_string(), 300)
}
