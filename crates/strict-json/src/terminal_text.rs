//! Text of others on a terminal.

use core::fmt;

use crate::{Escaped, changes_the_line};

/// A text in which nothing acts on the terminal: line feeds and tabs stay, and every other character that
/// [changes the line](changes_the_line) is an [escape](Escaped). Nothing is copied, so the text may be a secret.
///
/// ```
/// assert_eq!(strict_json::TerminalText("one\ntwo\u{1b}[2K").to_string(), "one\ntwo\\u001b[2K");
/// ```
#[derive(Clone, Copy)]
pub struct TerminalText<'a>(pub &'a str);

impl fmt::Display for TerminalText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split_inclusive(acts_on_the_terminal) {
            let end = part.char_indices().next_back().filter(|(_, last)| acts_on_the_terminal(*last));
            let Some((at, _)) = end else {
                f.write_str(part)?;
                continue;
            };
            f.write_str(&part[..at])?;
            write!(f, "{}", Escaped(&part[at..]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for TerminalText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TerminalText").finish_non_exhaustive()
    }
}

fn acts_on_the_terminal(character: char) -> bool {
    changes_the_line(character) && !matches!(character, '\n' | '\t')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_acts_on_the_terminal_is_an_escape() {
        let text = "out\u{1b}[2K\rgood\u{202e}\u{9b}";
        assert_eq!(TerminalText(text).to_string(), r"out\u001b[2K\u000dgood\u202e\u009b");
        assert_eq!(TerminalText("two\nlines\tof ä").to_string(), "two\nlines\tof ä");
        assert_eq!(format!("{:?}", TerminalText("secret")), "TerminalText { .. }");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_on_the_terminal_is_left(text in any::<String>()) {
            let shown = TerminalText(&text).to_string();
            prop_assert!(!shown.chars().any(acts_on_the_terminal));
        }
    }
}
