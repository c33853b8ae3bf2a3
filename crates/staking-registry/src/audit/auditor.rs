//! Looking at every entry.

use bn254_bls::{ProofKind, gas::PopGasLimit};
use rand_core::TryCryptoRng;

use super::duplicates::Seen;
use super::entry::Entry;
use super::entry_location::EntryLocation;
use super::list::List;
use super::report::Report;
use super::terms::Terms;
use super::verdict::classify;
use crate::UnverifiedKeyStore;
use crate::staker_output::EntryFault;

/// How many entries are verified between two calls of `progress`.
const STEP: usize = 512;

/// Looks at every entry of every list, and at all of them together.
///
/// `expected` is the kind of proof that the lists are to hold: [`ProofKind::Registration`] unless the operator chose
/// otherwise; a list may say for itself ([`List::expecting`]). `limit` is what the contract gives to the check of a
/// proof: its own answer where it can be asked, else [`PopGasLimit::DEFAULT`].
///
/// ```
/// use aztec_staking_registry::audit::{List, audit};
/// use aztec_staking_registry::staker_output;
/// use bn254_bls::{ProofKind, gas::PopGasLimit};
///
/// let entries = staker_output::read_entries(r#"[{"attester": "0x"}]"#)?;
/// let lists = [List::partly_read("keys.json", &entries)];
/// let report = audit(&lists, ProofKind::Registration, PopGasLimit::DEFAULT, &mut rand::rngs::SysRng)?;
/// let sentence = report.describe(&report.findings()[0]);
/// assert_eq!(sentence, "keys.json, entry 0: publicKeyG1 is missing; export the entry again");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Only that of the random generator; what is wrong with the entries is in the [`Report`].
pub fn audit<R: TryCryptoRng + ?Sized>(
    lists: &[List<'_>],
    expected: ProofKind,
    limit: PopGasLimit,
    rng: &mut R,
) -> Result<Report, R::Error> {
    audit_with_progress(lists, expected, limit, rng, |_| {})
}

/// Audits like [`audit`]; `progress` is told, now and then, how many entries are done.
///
/// # Errors
/// Those of [`audit`].
pub fn audit_with_progress<R: TryCryptoRng + ?Sized>(
    lists: &[List<'_>],
    expected: ProofKind,
    limit: PopGasLimit,
    rng: &mut R,
    mut progress: impl FnMut(usize),
) -> Result<Report, R::Error> {
    let mut auditor = Auditor::new(Terms { expected, limit });
    let mut judged = Vec::with_capacity(lists.iter().map(List::len).sum());
    let mut done = 0;
    for list in lists {
        auditor.begin_list(list, expected);
        let mut tuples = Vec::with_capacity(STEP.min(list.len()));
        for position in 0..list.len() {
            let entry = list.entry(position);
            match entry {
                Ok(tuple) => tuples.push(tuple),
                Err(fault) => {
                    judged.extend(auditor.add(&tuples, rng)?);
                    tuples.clear();
                    auditor.add_unreadable(fault);
                }
            }
            if tuples.len() == STEP || position + 1 == list.len() {
                judged.extend(auditor.add(&tuples, rng)?);
                tuples.clear();
                progress(done + position + 1);
            }
        }
        done += list.len();
    }
    let mut report = auditor.finish();
    report.entries = judged;
    Ok(report)
}

/// An audit that is under way.
struct Auditor {
    terms: Terms,
    report: Report,
    seen: Seen,
    /// Where the next entry stands.
    next: EntryLocation,
}

impl Auditor {
    /// An audit on these terms.
    fn new(terms: Terms) -> Self {
        Self {
            terms,
            report: Report::within(terms.limit),
            seen: Seen::default(),
            next: EntryLocation { list: 0, entry: 0 },
        }
    }

    /// The entries that follow are those of this list. `expected` holds where it does not say what it is to hold.
    fn begin_list(&mut self, list: &List<'_>, expected: ProofKind) {
        self.terms.expected = list.expected().unwrap_or(expected);
        self.next = EntryLocation { list: self.report.begin_list(list.label()), entry: 0 };
    }

    /// Looks at the next entries of the list, a few hundred at a time, and says of each what there is to say.
    fn add<R: TryCryptoRng + ?Sized>(
        &mut self,
        tuples: &[UnverifiedKeyStore],
        rng: &mut R,
    ) -> Result<Vec<Entry>, R::Error> {
        let verdicts = classify(tuples, rng)?;
        let mut entries = Vec::with_capacity(tuples.len());
        for (tuple, verdict) in tuples.iter().zip(verdicts) {
            entries.push(self.report.add(self.next, tuple, &verdict, self.terms));
            self.report.add_duplicates(self.next, self.seen.find(tuple, self.next), self.terms);
            self.next.entry += 1;
        }
        Ok(entries)
    }

    /// The next entry of the list cannot be read.
    fn add_unreadable(&mut self, fault: EntryFault) {
        self.report.add_unreadable(self.next, fault, self.terms);
        self.next.entry += 1;
    }

    /// Everything that is wrong. The report has no entries: `add` has handed them out.
    fn finish(self) -> Report {
        self.report
    }
}
