//! Lists that people write: one entry per line.

/// The entries of a list with their lines, from 1. White space around an entry does not count. Empty lines and lines that
/// begin with `#` are passed over, and so is a byte order mark before the first.
///
/// ```
/// let entries: Vec<_> = aztec_staking_registry::list_lines("# ours\n\n one\r\ntwo").collect();
/// assert_eq!(entries, [(3, "one"), (4, "two")]);
/// ```
pub fn list_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines().map(str::trim)).filter(|(_, entry)| !entry.is_empty() && !entry.starts_with('#'))
}
