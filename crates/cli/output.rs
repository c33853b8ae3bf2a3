//! The only place that prints. Results go to standard output, everything else to standard error.
//!
//! The name of a file may hold any character. Those that would move the cursor, or turn the text around, are shown as
//! escapes, so that no name can draw a verdict of its own.

use std::{
    fmt,
    io::{self, Write},
    sync::atomic::{AtomicBool, Ordering::SeqCst},
};

/// Whether a result did not reach standard output.
static LOST: AtomicBool = AtomicBool::new(false);

/// Prints a result, with a newline at its end. A reader that went away is no failure of ours; any other failure is one of
/// the whole run, see [`arrived`].
pub(crate) fn result(text: &str) {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{}", Visible(text)).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            self::error(&format!(
                "the result could not be written to standard output ({error}), so what arrived there is not to be used; \
                 files that were written are complete"
            ));
            LOST.store(true, SeqCst);
        }
        _ => {}
    }
}

/// Whether every result has arrived.
pub(crate) fn arrived() -> bool {
    !LOST.load(SeqCst)
}

/// Prints something that the operator should know.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", Visible(text));
}

/// Prints something that the operator should change.
pub(crate) fn warn(text: &str) {
    note(&format!("warning: {text}"));
}

/// Prints why the program stops.
pub(crate) fn error(text: &str) {
    note(&format!("error: {text}"));
}

/// A text with names in it that must stay on one line.
pub(crate) fn one_line(text: &str) -> String {
    Visible(text).to_string().replace('\n', "\\n")
}

/// Writes a text without a copy of it, which may be a secret. The escapes are those of JSON, and leave JSON as it is.
struct Visible<'a>(&'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(acts_on_the_terminal) {
            let end = part.char_indices().next_back().filter(|(_, last)| acts_on_the_terminal(*last));
            let Some((at, last)) = end else {
                f.write_str(part)?;
                continue;
            };
            f.write_str(&part[..at])?;
            write!(f, "\\u{:04x}", u32::from(last))?;
        }
        Ok(())
    }
}

/// Whether a character is a control, or one that changes the direction of writing. Lines and tabs are our own.
fn acts_on_the_terminal(character: char) -> bool {
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (character.is_control() && !matches!(character, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::{Visible, one_line};

    #[test]
    fn what_acts_on_the_terminal_is_shown_as_an_escape() {
        let text = "out\u{1b}[2K\rgood\u{202e}\u{9b}";
        assert_eq!(Visible(text).to_string(), r"out\u001b[2K\u000dgood\u202e\u009b");
        assert_eq!(Visible("two\nlines\tof ä").to_string(), "two\nlines\tof ä");
        assert_eq!(one_line("a\nb\u{7f}"), r"a\nb\u007f");
    }
}
