//! Runs of address indices.

use std::fmt;
use std::num::NonZeroU32;

use crate::Index;

/// Consecutive address indices: at least one, the last at most 2^31 - 1.
///
/// ```
/// use aztec_key_derivation::{Index, IndexRange};
///
/// let range = IndexRange::new(Index::new(7)?, 3)?;
/// assert_eq!(range.to_string(), "7 to 9");
/// assert_eq!(range.iter().map(Index::get).collect::<Vec<_>>(), [7, 8, 9]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// Invariant: start + count - 1 <= Index::MAX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IndexRange {
    start: Index,
    count: NonZeroU32,
}

impl IndexRange {
    /// The `count` indices from `start`.
    ///
    /// # Errors
    /// [`IndexRangeError::Empty`] for a count of 0, [`IndexRangeError::PastTheEnd`] when the last index would be 2^31
    /// or more.
    pub fn new(start: Index, count: u32) -> Result<Self, IndexRangeError> {
        let nonzero = NonZeroU32::new(count).ok_or(IndexRangeError::Empty)?;
        if count - 1 > Index::MAX.get() - start.get() {
            return Err(IndexRangeError::PastTheEnd { start, count });
        }
        Ok(Self { start, count: nonzero })
    }

    /// The first index.
    #[must_use]
    pub fn start(self) -> Index {
        self.start
    }

    /// How many indices there are: at least 1.
    #[must_use]
    pub fn count(self) -> u32 {
        self.count.get()
    }

    /// The last index.
    #[must_use]
    pub fn last(self) -> Index {
        at(self.start.get() + (self.count.get() - 1))
    }

    /// The index after the last, where the next range may start.
    ///
    /// # Errors
    /// [`IndexRangeError::Exhausted`] when the last index is 2^31 - 1.
    pub fn next_start(self) -> Result<Index, IndexRangeError> {
        Index::new(self.last().get() + 1).map_err(|_| IndexRangeError::Exhausted)
    }

    /// The indices in ascending order.
    pub fn iter(self) -> impl ExactSizeIterator<Item = Index> + DoubleEndedIterator {
        let start = self.start.get();
        (0..self.count.get()).map(move |offset| at(start + offset))
    }

    /// The same indices in ranges of `size`, the last one possibly shorter: for work in bounded memory.
    pub fn chunks(self, size: NonZeroU32) -> impl Iterator<Item = Self> {
        let (start, count) = (self.start.get(), self.count.get());
        (0..count.div_ceil(size.get())).map(move |chunk| {
            let done = chunk * size.get();
            part(start + done, size.get().min(count - done))
        })
    }

    /// The first `size` indices, and those after them if there are any.
    pub(crate) fn split(self, size: NonZeroU32) -> (Self, Option<Self>) {
        let first = self.count.min(size);
        let rest = self.count.get() - first.get();
        (Self { count: first, ..self }, (rest > 0).then(|| part(self.start.get() + first.get(), rest)))
    }

    /// Whether the index is in the range.
    #[must_use]
    pub fn contains(self, index: Index) -> bool {
        self.start <= index && index <= self.last()
    }

    /// The indices that both ranges hold.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let start = self.start.max(other.start);
        let last = self.last().min(other.last());
        let count = (last.get() + 1).checked_sub(start.get()).and_then(NonZeroU32::new)?;
        Some(Self { start, count })
    }
}

/// For a number that lies in a range that exists.
fn at(number: u32) -> Index {
    Index::new(number).expect("a range ends at or below the last index")
}

/// For numbers that lie in a range that exists.
fn part(start: u32, count: u32) -> IndexRange {
    IndexRange::new(at(start), count).expect("a part of a range has an index and ends where the range does")
}

/// `7` for one index, `7 to 9` for several.
impl fmt::Display for IndexRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.start.fmt(f)?;
        if self.count.get() > 1 { write!(f, " to {}", self.last()) } else { Ok(()) }
    }
}

/// Why a start and a count are not an [`IndexRange`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IndexRangeError {
    /// The count is 0.
    #[error("the count is 0; ask for at least one key")]
    Empty,
    /// The last index would be 2^31 or more.
    #[error("{count} keys from index {start} would go past 2147483647, the last index; start lower or ask for fewer")]
    PastTheEnd {
        /// The first index.
        start: Index,
        /// How many were asked for.
        count: u32,
    },
    /// The range ends with the last index there is.
    #[error("no index is left in this account; continue with another account index")]
    Exhausted,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, count: u32) -> IndexRange {
        IndexRange::new(Index::new(start).unwrap(), count).unwrap()
    }

    #[test]
    fn bounds() {
        assert_eq!(IndexRange::new(Index::ZERO, 0), Err(IndexRangeError::Empty));
        assert_eq!(range(0, 1 << 31).last(), Index::MAX);
        assert_eq!(range(2_147_483_647, 1).last(), Index::MAX);
        for (start, count) in [(0, (1 << 31) + 1), (1, 1 << 31), (2_147_483_647, 2), (2_147_483_647, u32::MAX)] {
            let start = Index::new(start).unwrap();
            assert_eq!(IndexRange::new(start, count), Err(IndexRangeError::PastTheEnd { start, count }));
        }
    }

    #[test]
    fn next_start() {
        assert_eq!(range(5, 3).next_start().unwrap().get(), 8);
        assert_eq!(range(0, 1 << 31).next_start(), Err(IndexRangeError::Exhausted));
    }

    #[test]
    fn iteration_is_ascending_and_complete() {
        assert_eq!(range(5, 3).iter().map(Index::get).collect::<Vec<_>>(), [5, 6, 7]);
        assert_eq!(range(5, 3).iter().len(), 3);
    }

    #[test]
    fn chunks_cover_the_range_once() {
        let size = NonZeroU32::new(4).unwrap();
        let chunks: Vec<_> = range(10, 9).chunks(size).collect();
        assert_eq!(chunks, [range(10, 4), range(14, 4), range(18, 1)]);
        assert_eq!(range(10, 8).chunks(size).count(), 2);
    }

    #[test]
    fn intersections() {
        for (a, b, both) in [
            (range(0, 10), range(10, 5), None),
            (range(0, 10), range(9, 5), Some(range(9, 1))),
            (range(0, 10), range(3, 2), Some(range(3, 2))),
            (range(4, 1), range(4, 1), Some(range(4, 1))),
            (range(0, 1 << 31), range(2_147_483_647, 1), Some(range(2_147_483_647, 1))),
        ] {
            assert_eq!(a.intersection(b), both, "{a} and {b}");
            assert_eq!(b.intersection(a), both, "{b} and {a}");
        }
    }

    #[test]
    fn display() {
        assert_eq!(range(7, 1).to_string(), "7");
        assert_eq!(range(7, 3).to_string(), "7 to 9");
    }
}
