//! What is not as it should be, by names that stay the same for as long as the finding does.

use std::collections::BTreeMap;

use alloy_primitives::Address;
use aztec_provider::{Assignment, ValidatorStatus, audit::Audit};

use crate::{
    commands::{
        check::Verdict,
        coinbase::{Line, Outcome},
    },
    failure::Failure,
    status::Status,
};

/// What a finding is about: its kind, and which key, where it is about one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub(super) kind: &'static str,
    pub(super) subject: Option<String>,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) status: Status,
    pub(super) attester: Option<Address>,
    pub(super) sentence: String,
}

#[derive(Default)]
pub(super) struct Findings(pub(super) BTreeMap<Name, Finding>);

impl Findings {
    /// Queue, days, head and configuration.
    pub(super) fn of_provider(&mut self, verdict: &Verdict) {
        for finding in &verdict.findings {
            self.add(finding.code, None, None, finding.status, finding.sentence.clone());
        }
    }

    /// Every entry of the queue that somebody has to do something about.
    pub(super) fn of_queue(&mut self, audit: &Audit) {
        for one in audit.entries.iter().filter(|one| !one.is_good()) {
            let (attester, index) = (one.entry.tuple.attester, one.entry.index);
            let (status, rival) = if one.fate.is_good() {
                (Status::Warning, ", unless a rival in another queue comes first")
            } else {
                (Status::Critical, "")
            };
            let sentence = format!("key {attester} (index {index}) {}{rival}", one.fate);
            self.add("key", Some(format!("{attester}-{index}")), Some(attester), status, sentence);
        }
    }

    /// Splits that are not as they were agreed, and validators that were slashed out.
    pub(super) fn of_validators(&mut self, assignments: &[Assignment]) {
        for one in assignments {
            let attester = one.delegation.attester;
            if let Some(objection) = one.objection {
                self.of_validator("split", attester, Status::Critical, format!("validator {attester}: {objection}"));
            }
            if one.status == ValidatorStatus::Zombie {
                self.of_validator(
                    "slashed",
                    attester,
                    Status::Warning,
                    format!("validator {attester} was slashed out"),
                );
            }
        }
    }

    /// Active validators whose coinbase in the node's files is not their Split.
    pub(super) fn of_files(&mut self, lines: &[Line]) {
        for one in lines.iter().filter(|line| line.assignment.is_active() && line.assignment.objection.is_none()) {
            let (attester, split) = (one.assignment.delegation.attester, one.assignment.delegation.split);
            match one.outcome {
                Outcome::Changed => self.of_validator(
                    "coinbase",
                    attester,
                    Status::Critical,
                    format!("validator {attester} is active without its coinbase {split}; run keywatch coinbase"),
                ),
                Outcome::NotThere => self.of_validator(
                    "not-in-files",
                    attester,
                    Status::Warning,
                    format!(
                        "validator {attester} is active, and in none of the node's files; name the one that has it"
                    ),
                ),
                _ => {}
            }
        }
    }

    /// Files that could not be read or written, or a node that was not told. The chain is watched all the same.
    pub(super) fn of_failure(&mut self, failure: &Failure) {
        self.add("node", None, None, Status::Critical, failure.to_string());
    }

    fn of_validator(&mut self, kind: &'static str, attester: Address, status: Status, sentence: String) {
        self.add(kind, Some(attester.to_string()), Some(attester), status, sentence);
    }

    fn add(
        &mut self,
        kind: &'static str,
        subject: Option<String>,
        attester: Option<Address>,
        status: Status,
        sentence: String,
    ) {
        self.0.insert(Name { kind, subject }, Finding { status, attester, sentence });
    }
}
