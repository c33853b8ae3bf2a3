//! Characters that nobody sees, or takes for a space.

/// Where, from 0, there is a character that is not seen where it stands, or a blank that is no space.
pub(crate) fn position_of_invisible(text: &str) -> Option<usize> {
    let mut before = None;
    let mut characters = text.chars().enumerate().peekable();
    while let Some((at, character)) = characters.next() {
        let after = characters.peek().map(|(_, after)| *after);
        if is_invisible(character)
            || (character.is_whitespace() && character != ' ')
            || (is_joiner(character) && !joins(before, after))
            || (is_selector(character) && !selects(before, after))
        {
            return Some(at);
        }
        before = Some(character);
    }
    None
}

/// Characters that take no place, or look like a space: those of the general category Format and the property
/// `Default_Ignorable_Code_Point` of the Unicode Character Database, and the blank of Braille. Joiners and variation selectors are
/// judged by what is beside them.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Zero width joiner and non-joiner.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
}

/// A joiner changes what people see between letters that have several shapes, and between pictures. No letter before
/// U+0590, where Hebrew begins, is one of those.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let has_shapes = |beside: Option<char>| beside.is_some_and(|beside| beside >= '\u{590}' && !is_joiner(beside));
    has_shapes(before) && has_shapes(after)
}

fn is_selector(character: char) -> bool {
    matches!(character, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// A variation selector chooses the shape of the character before it; ASCII has only those of key caps.
fn selects(before: Option<char>, after: Option<char>) -> bool {
    match before {
        None => false,
        Some('0'..='9' | '#' | '*') => after == Some('\u{20e3}'),
        Some(before) => !before.is_ascii() && !is_joiner(before) && !is_selector(before),
    }
}
