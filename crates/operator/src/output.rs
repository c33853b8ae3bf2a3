//! The only place that prints. Results go to standard output, everything else to standard error.
//!
//! The name of a file may hold any character. Those that would move the cursor, or turn the text around, are shown as
//! escapes, so that no name can draw a verdict of its own.

use std::{
    fmt,
    fs::{self, File},
    io::{self, ErrorKind, Write},
    os::{
        fd::AsFd,
        unix::fs::{FileTypeExt, MetadataExt},
    },
    path::Path,
};

use serde::Serialize;
use standard_streams::Stream;
use strict_json::TerminalText;

use crate::exit_status::{BAD_INPUT, ExitStatus, SYSTEM_FAILED};

/// What to do when a result is lost that the command can give again.
pub const RUN_AGAIN: &str = "send standard output elsewhere and run the command again";

/// When the report of a new or changed file is lost.
pub const FILE_WRITTEN: &str = "the output is complete and in place, only this line about it is lost";

/// Prints a result, with a newline at its end. A reader that goes away early has taken what it wanted.
///
/// `remedy` says what the operator can rely on or do, where the result cannot be printed.
///
/// # Errors
///
/// Fails where it cannot be printed; a reader that has gone away is no failure.
pub fn result(text: &str, remedy: &'static str) -> Result<(), ResultLost> {
    match print(text) {
        Err(source) if source.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(|source| ResultLost { remedy, source }),
    }
}

/// Prints what is wrong. The program ends with an error for that anyway, so a loss on the way is only a warning.
pub fn findings(text: &str) {
    result(text, RUN_AGAIN).unwrap_or_else(|lost| warn(&lost.to_string()));
}

/// Prints a result of which a part is worth nothing, so that a reader that goes away early is a failure as well.
///
/// # Errors
///
/// Fails where it cannot be printed.
pub fn whole(text: &str, remedy: &'static str) -> Result<(), ResultLost> {
    print(text).map_err(|source| ResultLost { remedy, source })
}

/// Prints a secret, which must reach somebody.
///
/// # Errors
///
/// Fails where it cannot be printed, or goes to the null device.
pub fn secret(text: &str, remedy: &'static str) -> Result<(), ResultLost> {
    if Stream::Output.was_open_at_start() && goes_nowhere() {
        return Err(ResultLost { remedy, source: io::Error::other("standard output is /dev/null") });
    }
    whole(text, remedy)
}

/// Prints the help that was asked for, or why the command line is refused, and gives the status to end with. A reader that
/// goes away early has taken what it wanted.
///
/// `facts` are added to the long form of `--version`; `-V` prints the number alone.
pub fn answer(answer: &clap::Error, facts: &str) -> u8 {
    let print = || {
        let text = answer.to_string();
        match answer.kind() {
            clap::error::ErrorKind::DisplayVersion if text.lines().count() > 1 => {
                writeln!(io::stdout(), "{}\n{facts}", text.trim_end())
            }
            _ => answer.print(),
        }
    };
    let is_result = !answer.use_stderr();
    let open = if is_result { Stream::Output.require() } else { Ok(()) };
    match open.and_then(|()| print()) {
        Err(lost) if is_result && lost.kind() != ErrorKind::BrokenPipe => {
            error(&format!("the help could not be printed ({lost}); {RUN_AGAIN}"));
            SYSTEM_FAILED
        }
        _ => u8::try_from(answer.exit_code()).unwrap_or(BAD_INPUT),
    }
}

/// Writes to standard output itself. The standard library's buffer would keep a copy of a secret, and it passes over a
/// descriptor that cannot be written to. The runtime opened `/dev/null` in place of a closed one, which takes everything.
fn print(text: &str) -> io::Result<()> {
    Stream::Output.require()?;
    let mut stdout = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    writeln!(stdout, "{}", TerminalText(text))
}

/// Whether standard output is the null device.
fn goes_nowhere() -> bool {
    let stdout = io::stdout().as_fd().try_clone_to_owned().map(File::from).and_then(|stdout| stdout.metadata());
    let null = fs::metadata("/dev/null");
    stdout
        .is_ok_and(|stdout| stdout.file_type().is_char_device() && null.is_ok_and(|null| null.rdev() == stdout.rdev()))
}

/// A result that did not reach standard output, or not all of it.
#[derive(Debug, thiserror::Error)]
#[error("the result could not be printed ({source}); {remedy}")]
pub struct ResultLost {
    remedy: &'static str,
    source: io::Error,
}

impl ExitStatus for ResultLost {
    fn status(&self) -> u8 {
        SYSTEM_FAILED
    }
}

/// Prints something that the operator should know.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", TerminalText(text));
}

/// Prints something that the operator should change.
pub fn warn(text: &str) {
    note(&format!("warning: {text}"));
}

/// Prints why the program stops.
pub fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// A text with names in it that must stay on one line.
pub fn one_line(text: &str) -> String {
    TerminalText(text).to_string().replace('\n', "\\n")
}

/// The name of a file in a message: on one line, whatever is in it.
///
/// ```
/// use std::path::Path;
///
/// use aztec_operator::output::Shown;
///
/// assert_eq!(Shown(Path::new("out\nerror: forged")).to_string(), r"out\nerror: forged");
/// ```
pub struct Shown<'a>(pub &'a Path);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&one_line(&self.0.display().to_string()))
    }
}

/// A result for programs.
///
/// # Panics
///
/// Never: what is reported has names for keys.
pub fn json(report: &impl Serialize) -> String {
    serde_json::to_string_pretty(report).expect("strings, numbers and booleans always are JSON")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Shown, one_line};

    #[test]
    fn a_name_stays_on_its_line() {
        assert_eq!(one_line("a\nb\u{7f}"), r"a\nb\u007f");
        assert_eq!(Shown(Path::new("out\nerror: forged")).to_string(), r"out\nerror: forged");
    }
}
