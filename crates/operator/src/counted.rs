//! Numbers of things in words.

use std::fmt;

/// A number and its noun: `1 key`, `3 keys`.
///
/// ```
/// use aztec_operator::counted::Counted;
///
/// assert_eq!(Counted(1, "key", "keys").to_string(), "1 key");
/// assert_eq!(Counted(0, "entry", "entries").to_string(), "0 entries");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Counted(
    /// How many.
    pub usize,
    /// What one is called.
    pub &'static str,
    /// What several, or none, are called.
    pub &'static str,
);

impl fmt::Display for Counted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(count, one, many) = *self;
        write!(f, "{count} {}", if count == 1 { one } else { many })
    }
}
