//! Text from a foreign file, fit to be shown in a message.

/// At most so many characters of a text, with control characters escaped.
pub(crate) fn shown(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(most) {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    if text.chars().nth(most).is_some() {
        out.push('…');
    }
    out
}
