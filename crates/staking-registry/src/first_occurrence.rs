//! Values that may occur once only, and where each was first.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;

/// Remembers where each value was first, to find those that occur again.
///
/// ```
/// use aztec_staking_registry::FirstOccurrences;
///
/// let mut lines = FirstOccurrences::default();
/// assert_eq!(lines.repeats("a", 1), None);
/// assert_eq!(lines.repeats("b", 2), None);
/// assert_eq!(lines.repeats("a", 3), Some(1));
/// assert_eq!(lines.repeats("a", 4), Some(1));
/// ```
#[derive(Clone, Debug)]
pub struct FirstOccurrences<T, P = usize>(HashMap<T, P>);

impl<T, P> Default for FirstOccurrences<T, P> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<T: Eq + Hash, P: Copy> FirstOccurrences<T, P> {
    /// Takes note of a value at a position. Where it was before, that first position comes back, and stays.
    pub fn repeats(&mut self, value: T, position: P) -> Option<P> {
        match self.0.entry(value) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(free) => {
                free.insert(position);
                None
            }
        }
    }

    /// Where the value was first.
    #[must_use]
    pub fn first(&self, value: &T) -> Option<P> {
        self.0.get(value).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repetition_does_not_move_the_first() {
        let mut lines = FirstOccurrences::default();
        assert_eq!(lines.first(&"a"), None);
        assert_eq!((lines.repeats("a", 1), lines.repeats("b", 2), lines.repeats("a", 3)), (None, None, Some(1)));
        assert_eq!((lines.first(&"a"), lines.first(&"b"), lines.first(&"c")), (Some(1), Some(2), None));
    }
}
