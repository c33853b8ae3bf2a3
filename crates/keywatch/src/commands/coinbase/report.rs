//! What was found, and what was done about it.

use aztec_provider::{
    Block,
    delegations::{Delegation, Stage},
};
use aztec_staking_registry::ProviderId;
use serde_json::{Value, json};

use super::outcome::{Line, Outcome};
use crate::{
    output,
    status::{Status, reason},
};

pub(super) struct Report<'a> {
    pub(super) provider: ProviderId,
    pub(super) block: Block,
    pub(super) status: Status,
    pub(super) lines: &'a [Line],
    pub(super) delegations: &'a [Delegation],
    pub(super) dry_run: bool,
}

impl Report<'_> {
    /// A line for each validator, then one that sums up.
    pub(super) fn text(&self) -> String {
        let mut lines: Vec<_> = self.lines.iter().map(|line| self.line(line)).collect();
        let stage = |wanted: fn(Stage) -> bool| self.delegations.iter().filter(|one| wanted(one.stage)).count();
        lines.push(format!(
            "KEYWATCH {} - provider {}: {} delegations: {} registered, {} refunded, {} waiting{}{} (block {})",
            self.status.word(),
            self.provider,
            self.delegations.len(),
            self.lines.len(),
            stage(|stage| matches!(stage, Stage::Refunded(_))),
            stage(|stage| stage == Stage::Waiting),
            reason(self.count(Outcome::Refused), "coinbase is kept out", "coinbases are kept out"),
            reason(if self.dry_run { self.count(Outcome::Changed) } else { 0 }, "would be written", "would be written"),
            self.block.number,
        ));
        output::fitted(&lines)
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.lines.iter().filter(|line| line.outcome == outcome).count()
    }

    fn line(&self, line: &Line) -> String {
        let Delegation { attester, split, .. } = line.assignment.delegation;
        let what = match line.outcome {
            Outcome::Listed if line.assignment.is_active() => "active".to_owned(),
            Outcome::Listed => "not active any more".to_owned(),
            Outcome::Same => "in place".to_owned(),
            Outcome::Changed if self.dry_run => "would be written".to_owned(),
            Outcome::Changed => "written".to_owned(),
            Outcome::NotThere if line.assignment.is_active() => "active, and in none of the files".to_owned(),
            Outcome::NotThere => "not active any more, and in none of the files".to_owned(),
            Outcome::Refused => format!("NOT WRITTEN: {}", self.objection(line)),
        };
        format!("{attester}  coinbase {split}  {what}")
    }

    fn objection(&self, line: &Line) -> String {
        line.assignment
            .objection
            .map_or_else(|| "the Split has no address".to_owned(), |objection| objection.to_string())
    }

    pub(super) fn json(&self) -> Value {
        let line = |line: &Line| {
            let delegation = &line.assignment.delegation;
            json!({
                "attester": delegation.attester.to_string(),
                "coinbase": delegation.split.to_string(),
                "withdrawer": delegation.withdrawer.to_string(),
                "rollup": delegation.rollup.to_string(),
                "active": line.assignment.is_active(),
                "outcome": match line.outcome {
                    Outcome::Listed => "listed",
                    Outcome::Same => "in-place",
                    Outcome::Changed if self.dry_run => "would-be-written",
                    Outcome::Changed => "written",
                    Outcome::NotThere => "not-there",
                    Outcome::Refused => "refused",
                },
                "objection": (line.outcome == Outcome::Refused).then(|| self.objection(line)),
            })
        };
        let delegation = |one: &Delegation| {
            json!({
                "attester": one.attester.to_string(),
                "split": one.split.to_string(),
                "block": one.place.block,
                "stage": match one.stage { Stage::Deposited(_) => "registered", Stage::Refunded(_) => "refunded", _ => "waiting" },
            })
        };
        json!({
            "status": self.status.word(),
            "provider": self.provider.get(),
            "coinbases": self.lines.iter().map(line).collect::<Vec<_>>(),
            "delegations": self.delegations.iter().map(delegation).collect::<Vec<_>>(),
            "block": {
                "number": self.block.number,
                "hash": self.block.hash.to_string(),
                "timestamp": self.block.timestamp,
            },
        })
    }
}
