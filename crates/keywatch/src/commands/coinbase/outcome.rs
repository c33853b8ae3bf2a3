//! What is done about a validator's coinbase.

use aztec_provider::Assignment;
use aztec_staking_registry::NonZeroAddress;

use crate::{
    failure::Failure,
    node_keystore::{Change, NodeFile},
};

/// A validator, and what was done about its coinbase.
pub(in crate::commands) struct Line {
    pub(in crate::commands) assignment: Assignment,
    pub(in crate::commands) outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::commands) enum Outcome {
    /// There was no file to look into.
    Listed,
    /// The file says so already.
    Same,
    /// The file is changed, or would be.
    Changed,
    /// No file has the attester.
    NotThere,
    /// Something is wrong with the Split.
    Refused,
}

/// Sets every coinbase in the files, in memory.
pub(in crate::commands) fn set_coinbases(
    assignments: &[Assignment],
    files: &mut [NodeFile<'_>],
) -> Result<Vec<Line>, Failure> {
    let line = |assignment: &Assignment| {
        let outcome = outcome(assignment, files)?;
        Ok(Line { assignment: *assignment, outcome })
    };
    assignments.iter().map(line).collect()
}

/// Sets the coinbase in the files that have the attester.
fn outcome(assignment: &Assignment, files: &mut [NodeFile<'_>]) -> Result<Outcome, Failure> {
    let delegation = &assignment.delegation;
    let pair = NonZeroAddress::new(delegation.attester).ok().zip(NonZeroAddress::new(delegation.split).ok());
    let Some((attester, split)) = pair.filter(|_| assignment.objection.is_none()) else { return Ok(Outcome::Refused) };
    if files.is_empty() {
        return Ok(Outcome::Listed);
    }
    let mut outcome = Outcome::NotThere;
    for file in files {
        outcome = match (file.set(attester, split)?, outcome) {
            (Change::Changed, _) | (_, Outcome::Changed) => Outcome::Changed,
            (Change::Same, _) => Outcome::Same,
            (Change::NotThere, before) => before,
        };
    }
    Ok(outcome)
}
