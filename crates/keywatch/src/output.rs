//! The only place that prints. Results go to standard output, everything else to standard error.
//!
//! Names of files and words of nodes may hold any character. Those that act on a terminal are shown as escapes.

use std::io::{self, ErrorKind, Write};

use standard_streams::Stream;
use strict_json::TerminalText;

use crate::failure::Failure;

/// What to do when a result is lost that the command can give again.
pub(crate) const RUN_AGAIN: &str = "send standard output elsewhere and run the command again";

/// A report for people, in lines that fit the terminal.
pub(crate) fn fitted(lines: &[String]) -> String {
    standard_streams::fitted(&lines.join("\n"), "keywatch")
}

/// When the report of written files is lost.
const FILES_WRITTEN: &str = "the files are complete and in place, only this report of them is lost";

/// Prints a result, with a newline at its end. A reader that goes away early has taken what it wanted.
pub(crate) fn result(text: &str) -> Result<(), Failure> {
    print(text, RUN_AGAIN)
}

/// Prints what was written into files, which are in place.
pub(crate) fn written(text: &str) -> Result<(), Failure> {
    print(text, FILES_WRITTEN)
}

fn print(text: &str, remedy: &'static str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    // The runtime opened /dev/null in the place of a closed one, which takes everything.
    let printed = Stream::Output.require().and_then(|()| writeln!(stdout, "{}", TerminalText(text)));
    match printed.and_then(|()| stdout.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => Err(Failure::Lost { remedy, source }),
        _ => Ok(()),
    }
}

/// Prints the help that was asked for, or why the command line is refused. Whether it was printed.
pub(crate) fn answer(answer: &clap::Error) -> bool {
    let open = if answer.use_stderr() { Ok(()) } else { Stream::Output.require() };
    match open.and_then(|()| answer.print()) {
        Err(lost) if !answer.use_stderr() && lost.kind() != ErrorKind::BrokenPipe => {
            error(&format!("the help could not be printed ({lost}); {RUN_AGAIN}"));
            false
        }
        _ => true,
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
