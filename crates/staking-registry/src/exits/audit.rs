//! Everything that is wrong with a file of exits.

use super::{Deadline, ExitDomain, ExitEntryFault, ExitFault, SignedExit, UnverifiedExit};
use crate::FirstOccurrences;

/// What there is to say of a file of exits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExitAudit {
    /// How many entries there are.
    pub entries: usize,
    /// How many of them have the signature of their attester; none where rollup and chain are not known, so that no
    /// signature was judged.
    pub signed: Option<usize>,
    /// The first and the last deadline; none where no entry could be read.
    pub deadlines: Option<(Deadline, Deadline)>,
    /// What is wrong, in the order of the entries.
    pub findings: Vec<ExitFinding>,
}

/// One thing that is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {entry}: {problem}")]
pub struct ExitFinding {
    /// Its position, from 0.
    pub entry: usize,
    /// What is wrong.
    #[source]
    pub problem: ExitProblem,
}

/// What an audit finds wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExitProblem {
    /// It cannot be read.
    #[error(transparent)]
    Entry(#[from] ExitEntryFault),
    /// The rollup would not take the signature for the attester's.
    #[error(transparent)]
    Signature(#[from] ExitFault),
    /// The deadline has passed.
    #[error("the deadline has passed, so the exit is worth nothing any more; sign it anew")]
    Passed,
    /// An earlier entry is of the same attester.
    #[error("the attester of entry {first} again, which can leave only once; remove one of the two")]
    Duplicate {
        /// The position of the earlier one.
        first: usize,
    },
}

/// Judges the entries of a file at the time `now`, in seconds since 1970. The signatures are judged where the rollup and its
/// chain are known: the file does not name them.
#[must_use]
pub fn audit(entries: &[Result<UnverifiedExit, ExitEntryFault>], domain: Option<&ExitDomain>, now: u64) -> ExitAudit {
    let mut attesters = FirstOccurrences::default();
    let mut audit =
        ExitAudit { entries: entries.len(), signed: domain.map(|_| 0), deadlines: None, findings: Vec::new() };
    for (entry, read) in entries.iter().enumerate() {
        let mut problems = Vec::new();
        match read {
            Err(fault) => problems.push(fault.clone().into()),
            Ok(exit) => {
                audit.note_deadline(exit.deadline);
                problems.extend(exit.deadline.left(now).is_none().then_some(ExitProblem::Passed));
                let first = attesters.repeats(exit.attester, entry);
                problems.extend(first.map(|first| ExitProblem::Duplicate { first }));
                match domain.map(|domain| SignedExit::verify(exit, domain)) {
                    Some(Ok(_)) => audit.signed = audit.signed.map(|signed| signed + 1),
                    Some(Err(fault)) => problems.push(fault.into()),
                    None => {}
                }
            }
        }
        audit.findings.extend(problems.into_iter().map(|problem| ExitFinding { entry, problem }));
    }
    audit
}

impl ExitAudit {
    fn note_deadline(&mut self, deadline: Deadline) {
        let (first, last) = self.deadlines.unwrap_or((deadline, deadline));
        self.deadlines = Some((first.min(deadline), last.max(deadline)));
    }
}
