//! What is not as it should be, by names that stay the same for as long as the finding does.

use std::{collections::BTreeMap, path::PathBuf};

use aztec_provider::{Assignment, ValidatorStatus, audit::Audit};
use aztec_staking_registry::NonZeroAddress;

use crate::{
    commands::check::Verdict,
    failure::Failure,
    node_keystore::{Change, NodeFile},
    status::Status,
};

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) status: Status,
    pub(super) sentence: String,
}

#[derive(Default)]
pub(super) struct Findings(pub(super) BTreeMap<String, Finding>);

impl Findings {
    /// Queue, days, head and configuration.
    pub(super) fn of_provider(&mut self, verdict: &Verdict) {
        for finding in &verdict.findings {
            self.add(finding.code.to_owned(), finding.status, finding.sentence.clone());
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
            self.add(format!("key-{index}"), status, format!("key {attester} (index {index}) {}{rival}", one.fate));
        }
    }

    /// Splits that are not as they were agreed, and validators that were slashed out.
    pub(super) fn of_validators(&mut self, assignments: &[Assignment]) {
        for one in assignments {
            let attester = one.delegation.attester;
            if let Some(objection) = one.objection {
                self.add(format!("split-{attester}"), Status::Critical, format!("validator {attester}: {objection}"));
            }
            if one.status == ValidatorStatus::Zombie {
                self.add(
                    format!("slashed-{attester}"),
                    Status::Warning,
                    format!("validator {attester} was slashed out"),
                );
            }
        }
    }

    /// Active validators whose coinbase in the node's files is not their Split. The files are read anew, and not changed.
    pub(super) fn of_files(&mut self, assignments: &[Assignment], paths: &[PathBuf]) -> Result<(), Failure> {
        let mut files = paths.iter().map(|path| NodeFile::read(path)).collect::<Result<Vec<_>, _>>()?;
        for one in assignments.iter().filter(|one| one.is_active() && one.objection.is_none()) {
            let (attester, split) = (one.delegation.attester, one.delegation.split);
            let pair = NonZeroAddress::new(attester).ok().zip(NonZeroAddress::new(split).ok());
            let Some((attester, split)) = pair else { continue };
            for file in &mut files {
                if file.set(attester, split)? == Change::Changed {
                    let sentence =
                        format!("validator {attester} is active without its coinbase {split}; run keywatch coinbase");
                    self.add(format!("coinbase-{attester}"), Status::Critical, sentence);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, name: String, status: Status, sentence: String) {
        self.0.insert(name, Finding { status, sentence });
    }
}
