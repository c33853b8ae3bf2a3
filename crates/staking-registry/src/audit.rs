//! Everything that can be said about tuples before they are registered, and whether the chain will take them.
//!
//! The contract takes any tuple into its queue and refuses the bad ones only when a delegator stakes, so this is where
//! they are found.

mod duplicates;
mod finding;
mod proofs;
mod report;

use bn254_bls::ProofKind;
use rand_core::TryCryptoRng;

use crate::UnverifiedKeyStore;
use duplicates::Seen;

pub use finding::{Fault, Finding, Severity};
pub use report::{Entry, Location, Message, Report};

/// One list of tuples, such as the contents of one file.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// What messages call the list: the name of the file.
    pub label: &'a str,
    /// Its entries.
    pub tuples: &'a [UnverifiedKeyStore],
}

/// How many entries are verified between two calls of `progress`.
const STEP: usize = 512;

/// Looks at every entry of every list, and at all of them together.
///
/// `expected` is the kind of proof that the lists are to hold: [`ProofKind::Registration`] unless the operator chose
/// otherwise. `progress` is told, now and then, how many entries are done.
///
/// # Errors
/// Only that of the random generator; what is wrong with the entries is in the [`Report`].
pub fn audit<R: TryCryptoRng + ?Sized>(
    lists: &[List<'_>],
    expected: ProofKind,
    rng: &mut R,
    mut progress: impl FnMut(usize),
) -> Result<Report, R::Error> {
    let mut auditor = Auditor::new(expected);
    let mut entries = Vec::with_capacity(lists.iter().map(|list| list.tuples.len()).sum());
    for List { label, tuples } in lists {
        auditor.begin_list(label);
        for tuples in tuples.chunks(STEP) {
            entries.extend(auditor.add(tuples, rng)?);
            progress(entries.len());
        }
    }
    let mut report = auditor.finish();
    report.entries = entries;
    Ok(report)
}

/// An [audit](audit()) of lists that are too long to be held: they are handed over piece by piece.
///
/// It keeps some 100 bytes of each entry, to find those that occur twice.
pub struct Auditor {
    expected: ProofKind,
    report: Report,
    seen: Seen,
    /// Where the next entry stands.
    next: Location,
}

impl Auditor {
    /// An audit in which the lists are to hold proofs of this kind.
    #[must_use]
    pub fn new(expected: ProofKind) -> Self {
        Self { expected, report: Report::default(), seen: Seen::default(), next: Location { list: 0, entry: 0 } }
    }

    /// The entries that follow are those of a list that messages call `label`.
    pub fn begin_list(&mut self, label: &str) {
        self.next = Location { list: self.report.begin_list(label), entry: 0 };
    }

    /// Looks at the next entries of the list, a few hundred at a time, and says of each what there is to say.
    ///
    /// # Errors
    /// That of the random generator.
    pub fn add<R: TryCryptoRng + ?Sized>(
        &mut self,
        tuples: &[UnverifiedKeyStore],
        rng: &mut R,
    ) -> Result<Vec<Entry>, R::Error> {
        let verdicts = proofs::judge(tuples, rng)?;
        let mut entries = Vec::with_capacity(tuples.len());
        for (tuple, verdict) in tuples.iter().zip(verdicts) {
            entries.push(self.report.add(self.next, tuple, &verdict, self.expected));
            self.report.add_duplicates(self.next, self.seen.find(tuple, self.next), self.expected);
            self.next.entry += 1;
        }
        Ok(entries)
    }

    /// Everything that is wrong. The report has no entries: [`Auditor::add`] has handed them out.
    #[must_use]
    pub fn finish(self) -> Report {
        self.report
    }
}
