//! What is audited.

use bn254_bls::ProofKind;

use crate::UnverifiedKeyStore;
use crate::staker_output::EntryFault;

/// One list of tuples, such as the contents of one file. [`audit`](super::audit) has an example.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    label: &'a str,
    entries: Entries<'a>,
    /// None where it holds what the audit expects of every list.
    expected: Option<ProofKind>,
}

#[derive(Clone, Copy, Debug)]
enum Entries<'a> {
    All(&'a [UnverifiedKeyStore]),
    PartlyRead(&'a [Result<UnverifiedKeyStore, EntryFault>]),
}

impl<'a> List<'a> {
    /// A list of which every entry was read. Messages call it `label`: the name of the file.
    #[must_use]
    pub fn new(label: &'a str, tuples: &'a [UnverifiedKeyStore]) -> Self {
        Self { label, entries: Entries::All(tuples), expected: None }
    }

    /// A list of which some entries may be unreadable, as [`read_entries`](crate::staker_output::read_entries) returns it.
    #[must_use]
    pub fn partly_read(label: &'a str, entries: &'a [Result<UnverifiedKeyStore, EntryFault>]) -> Self {
        Self { label, entries: Entries::PartlyRead(entries), expected: None }
    }

    /// The same list, which is to hold proofs of this kind, whatever the others hold.
    #[must_use]
    pub fn expecting(self, proof: ProofKind) -> Self {
        Self { expected: Some(proof), ..self }
    }

    /// The kind of proof that it is to hold, where it says so itself.
    pub(super) fn expected(&self) -> Option<ProofKind> {
        self.expected
    }

    /// What messages call the list.
    #[must_use]
    pub fn label(&self) -> &'a str {
        self.label
    }

    /// How many entries it has, unreadable ones included.
    #[must_use]
    pub fn len(&self) -> usize {
        match self.entries {
            Entries::All(tuples) => tuples.len(),
            Entries::PartlyRead(entries) => entries.len(),
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at a position below [`List::len`].
    pub(super) fn entry(&self, position: usize) -> Result<UnverifiedKeyStore, EntryFault> {
        match self.entries {
            Entries::All(tuples) => Ok(tuples[position]),
            Entries::PartlyRead(entries) => entries[position].clone(),
        }
    }
}
