//! The only place that prints. Results go to standard output, everything else to standard error.

use std::io::{self, Write};

/// Prints a result, with a newline at its end. A reader that went away is no failure of ours.
pub(crate) fn result(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = writeln!(stdout, "{text}").and_then(|()| stdout.flush());
}

/// Prints something that the operator should know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints something that the operator should change.
pub(crate) fn warn(text: &str) {
    note(&format!("warning: {text}"));
}

/// Prints why the program stops.
pub(crate) fn error(text: &str) {
    note(&format!("error: {text}"));
}
