//! The metrics, in the text format of Prometheus.

use std::{
    collections::BTreeMap,
    fmt::{Display, Write},
};

use alloy_primitives::U256;
use aztec_provider::Rewards;

use super::round::Round;
use crate::status::Status;

/// Every family by its name: its help, and its lines. One family has the lines of all providers.
#[derive(Clone, Default)]
pub(super) struct Families(BTreeMap<&'static str, (&'static str, Vec<String>)>);

impl Families {
    pub(super) fn of(round: &Round) -> Self {
        let mut all = Of { families: Self::default(), provider: round.provider.id.get() };
        let good = round.audit.entries.iter().filter(|entry| entry.is_good()).count();
        all.add("keywatch_queue_keys", "Keys in the provider's queue.", "", round.provider.queue_length());
        all.add("keywatch_queue_good_keys", "Keys in the queue that will become validators.", "", good);
        if let Some(days) = round.days_left {
            let seconds = format!("{:.0}", days * 86_400.0);
            all.add("keywatch_queue_left_seconds", "How long the keys last at the pace of the past.", "", seconds);
        }
        for (state, count) in round.states() {
            let label = format!(",state=\"{state}\"");
            all.add("keywatch_delegations", "Delegations by their state.", &label, count);
        }
        for (word, status) in [("warning", Status::Warning), ("critical", Status::Critical)] {
            let count = round.findings.values().filter(|one| one.status == status).count();
            let label = format!(",status=\"{word}\"");
            all.add("keywatch_findings", "What is not as it should be.", &label, count);
        }
        for (name, finding) in &round.findings {
            let subject = finding.attester.map(|attester| attester.to_string()).unwrap_or_default();
            let status = finding.status.word().to_lowercase();
            let label = format!(",kind=\"{}\",attester=\"{subject}\",status=\"{status}\"", name.kind);
            all.add_once("keywatch_finding", "What is not as it should be, one by one.", &label, 1);
        }
        all.add("keywatch_take_rate_basis_points", "The provider's take rate.", "", round.provider.take_rate);
        let limit = round.audit.proof_gas_limit;
        all.add("keywatch_proof_gas_limit", "The gas that the contract gives a proof.", "", limit);
        let waiting = round.audit.entry_queue_length;
        all.add("keywatch_entry_queue_length", "Entries in the rollup's entry queue.", "", waiting);
        for rewards in &round.rewards {
            let label = format!(",token=\"{}\"", rewards.token.symbol);
            let help = "The provider's part of what has accrued, in whole tokens.";
            all.add("keywatch_rewards", help, &label, rewards.token.decimal(of_provider(rewards)));
        }
        all.add("keywatch_block_number", "The block that was read.", "", round.block.number);
        all.add("keywatch_block_timestamp_seconds", "Its time.", "", round.block.timestamp);
        all.add("keywatch_requests", "Requests that the round took.", "", round.round_trips);
        all.families
    }

    /// Adds the lines of another provider.
    pub(super) fn extend(&mut self, other: &Self) {
        for (name, (help, lines)) in &other.0 {
            let family = self.0.entry(name).or_insert_with(|| (help, Vec::new()));
            family.1.extend(lines.iter().cloned());
        }
    }

    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (name, (help, lines)) in &self.0 {
            let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
            lines.iter().for_each(|line| {
                let _ = writeln!(text, "{line}");
            });
        }
        text
    }
}

/// On rollups, on Splits and in the warehouse.
pub(super) fn of_provider(rewards: &Rewards) -> U256 {
    let parts = rewards.splits.iter().map(|one| one.part_of(rewards.recipient));
    let home = rewards.in_warehouses.iter().map(|(_, amount)| *amount);
    parts.chain(home).fold(U256::ZERO, U256::saturating_add)
}

struct Of {
    families: Families,
    provider: u64,
}

impl Of {
    fn add(&mut self, name: &'static str, help: &'static str, labels: &str, value: impl Display) {
        let line = format!("{name}{{provider=\"{}\"{labels}}} {value}", self.provider);
        self.families.0.entry(name).or_insert_with(|| (help, Vec::new())).1.push(line);
    }

    /// A series must not stand there twice: the same attester may be in the queue twice.
    fn add_once(&mut self, name: &'static str, help: &'static str, labels: &str, value: impl Display) {
        let line = format!("{name}{{provider=\"{}\"{labels}}} {value}", self.provider);
        let family = self.families.0.entry(name).or_insert_with(|| (help, Vec::new()));
        if !family.1.contains(&line) {
            family.1.push(line);
        }
    }
}
