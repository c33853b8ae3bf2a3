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

use crate::Claim;

pub use finding::{Fault, Finding, Severity};
pub use report::{Entry, Location, Message, Report};

/// One list of tuples, such as the contents of one file.
#[derive(Clone, Copy, Debug)]
pub struct List<'a> {
    /// What messages call the list: the name of the file.
    pub label: &'a str,
    /// Its entries.
    pub claims: &'a [Claim],
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
    let mut report = Report::new(lists);
    for (list, List { claims, .. }) in lists.iter().enumerate() {
        for (claims, first) in claims.chunks(STEP).zip((0..).step_by(STEP)) {
            let verdicts = proofs::judge(claims, rng)?;
            for (position, (claim, verdict)) in claims.iter().zip(verdicts).enumerate() {
                report.add(Location { list, entry: first + position }, claim, &verdict, expected);
            }
            progress(report.entries().len());
        }
    }
    report.add_duplicates(&duplicates::find(lists), expected);
    Ok(report)
}
