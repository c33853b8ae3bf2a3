//! The only place that prints. Results go to standard output, everything else to standard error.
//!
//! Names of files and words of nodes may hold any character. Those that act on a terminal are shown as escapes.

use std::io::{self, ErrorKind, Write};

use strict_json::TerminalText;

use crate::failure::Failure;

/// Prints a result, with a newline at its end. A reader that goes away early has taken what it wanted.
pub(crate) fn result(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{}", TerminalText(text)).and_then(|()| stdout.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => Err(Failure::Lost { source }),
        _ => Ok(()),
    }
}

/// Prints something that the operator should know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", TerminalText(text));
}

/// Prints why the program stops.
pub(crate) fn error(text: &str) {
    note(&format!("error: {text}"));
}
