//! The only place that prints. Results go to standard output, everything else to standard error.
//!
//! Names of files and words of nodes may hold any character. Those that act on a terminal are shown as escapes.

use std::{
    fmt::Write as _,
    io::{self, ErrorKind, Write},
};

use crate::failure::Failure;

/// Prints a result, with a newline at its end. A reader that goes away early has taken what it wanted.
pub(crate) fn result(text: &str) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{}", visible(text)).and_then(|()| stdout.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => Err(Failure::Lost { source }),
        _ => Ok(()),
    }
}

/// Prints something that the operator should know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", visible(text));
}

/// Prints why the program stops.
pub(crate) fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// The escapes are those of JSON, and leave JSON as it is.
fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        if turns || (character.is_control() && !matches!(character, '\n' | '\t')) {
            let _ = write!(out, "\\u{:04x}", u32::from(character));
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_acts_on_the_terminal_is_shown_as_an_escape() {
        assert_eq!(visible("out\u{1b}[2K\rgood\u{202e}\n\tä"), "out\\u001b[2K\\u000dgood\\u202e\n\tä");
    }
}
