//! Text of others in a message: nothing in it may redraw the line that it stands in.
//!
//! It is in this crate because whoever shows such text got it from a file that is read here, and so that one set of
//! characters holds for messages, for the terminal and for pages alike.

use core::fmt::{self, Write as _};

/// Whether a character would change the line that it stands in, or stand in it without being seen.
///
/// These are controls, line and paragraph separators, marks that change the direction of writing, the byte order mark, blanks
/// without a width, fillers, and the tag characters. Joiners and variation selectors are not: they are a part of what people see.
///
/// Sources: Unicode Character Database, general category `Cc` and the properties `Bidi_Control` and
/// `Default_Ignorable_Code_Point`; Unicode Technical Report 36, section 2; UTR 51 for the tag characters (U+E0000 to U+E007F).
#[must_use]
pub fn changes_the_line(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// A text with an escape in place of each character that [changes the line](changes_the_line).
///
/// The escapes are those of JSON (`\u001b`), so that text which is JSON stays the same JSON. Nothing is copied.
///
/// ```
/// assert_eq!(strict_json::Escaped("a\u{1b}[2Kb\u{202e}").to_string(), r"a\u001b[2Kb\u202e");
/// ```
#[derive(Clone, Copy)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Debug for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Escaped(\"{self}\")")
    }
}

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((at, character)) = rest.char_indices().find(|(_, character)| changes_the_line(*character)) {
            f.write_str(&rest[..at])?;
            write_escape(character, f)?;
            rest = &rest[at + character.len_utf8()..];
        }
        f.write_str(rest)
    }
}

fn write_escape(character: char, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    character.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(f, "\\u{unit:04x}"))
}

/// The first characters of a text, escaped as [`Escaped`] does it; `…` stands for what is left out.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
    let mut out = String::new();
    write!(out, "{}", Escaped(&text[..end])).expect("a String takes every character");
    if end < text.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_changes_the_line_is_an_escape() {
        let text = "a\0b\n\t\r\u{1b}\u{7f}\u{9b}c\u{61c}\u{200e}\u{2028}\u{2029}\u{202e}\u{2066}\u{2069}\u{feff}ä";
        let expected =
            r"a\u0000b\u000a\u0009\u000d\u001b\u007f\u009bc\u061c\u200e\u2028\u2029\u202e\u2066\u2069\ufeffä";
        assert_eq!(Escaped(text).to_string(), expected);
    }

    /// The list of the Unicode Character Database, without joiners and variation selectors.
    #[test]
    fn what_is_not_seen_is_an_escape() {
        let ranges = [
            ('\u{ad}', '\u{ad}'),
            ('\u{34f}', '\u{34f}'),
            ('\u{115f}', '\u{1160}'),
            ('\u{17b4}', '\u{17b5}'),
            ('\u{180e}', '\u{180e}'),
            ('\u{200b}', '\u{200b}'),
            ('\u{2060}', '\u{206f}'),
            ('\u{3164}', '\u{3164}'),
            ('\u{ffa0}', '\u{ffa0}'),
            ('\u{fff0}', '\u{fffb}'),
            ('\u{1bca0}', '\u{1bca3}'),
            ('\u{1d173}', '\u{1d17a}'),
            ('\u{e0000}', '\u{e00ff}'),
            ('\u{e01f0}', '\u{e0fff}'),
        ];
        for (first, last) in ranges {
            for character in first..=last {
                let shown = Escaped(&format!("a{character}b")).to_string();
                assert!(shown.is_ascii() && shown.starts_with("a\\u"), "{character:?}: {shown}");
            }
        }
    }

    #[test]
    fn debug_is_escaped_too() {
        assert_eq!(format!("{:?}", Escaped("a\u{1b}[2Kb")), r#"Escaped("a\u001b[2Kb")"#);
    }

    #[test]
    fn a_tag_character_is_a_pair_as_in_json() {
        let text = "x\u{e0041}y";
        assert_eq!(Escaped(text).to_string(), r"x\udb40\udc41y");
        assert_eq!(serde_json::from_str::<String>(&format!("\"{}\"", Escaped(text))).unwrap(), text);
    }

    #[test]
    fn what_people_write_stays() {
        for text in
            ["", "a b-c", "übergröße", "名前", "אבג", "👩‍🚀", "❤\u{fe0f}", "می\u{200c}خواهم", "葛\u{e0100}", "\\u001b"]
        {
            assert_eq!(Escaped(text).to_string(), text);
        }
    }

    #[test]
    fn long_texts_are_cut() {
        assert_eq!(shortened("äöü", 3), "äöü");
        assert_eq!(shortened("äöüß", 3), "äöü…");
        assert_eq!(shortened("\n\n", 1), r"\u000a…");
    }

    proptest! {
        #[test]
        fn nothing_that_changes_the_line_is_left(text in any::<String>()) {
            let escaped = Escaped(&text).to_string();
            prop_assert!(!escaped.chars().any(changes_the_line));
        }
    }
}
