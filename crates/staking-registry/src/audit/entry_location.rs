//! Which entry of which list.

/// Which entry of which list, both from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct EntryLocation {
    /// The position of the list.
    pub list: usize,
    /// The position of the entry in its list.
    pub entry: usize,
}

/// An [`EntryLocation`] in half the memory, of which an audit keeps two for each entry.
#[derive(Clone, Copy)]
pub(super) struct CompactLocation {
    list: u32,
    entry: u32,
}

impl From<EntryLocation> for CompactLocation {
    fn from(EntryLocation { list, entry }: EntryLocation) -> Self {
        let number = |position| u32::try_from(position).expect("four billion entries do not fit into memory");
        Self { list: number(list), entry: number(entry) }
    }
}

impl From<CompactLocation> for EntryLocation {
    fn from(CompactLocation { list, entry }: CompactLocation) -> Self {
        let position = |number| usize::try_from(number).expect("it was one");
        Self { list: position(list), entry: position(entry) }
    }
}
