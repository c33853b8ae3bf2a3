//! The metrics, in the text format of Prometheus.

use std::fmt::Write;

use super::round::Round;
use crate::status::Status;

pub(super) fn text(round: &Round) -> String {
    let mut text = Text { out: String::new(), provider: round.provider.id.get() };
    let good = round.audit.entries.iter().filter(|entry| entry.is_good()).count();
    text.gauge("keywatch_queue_keys", "Keys in the provider's queue.", &[("", round.provider.queue_length())]);
    text.gauge("keywatch_queue_good_keys", "Keys in the queue that will become validators.", &[("", good as u64)]);
    if let Some(days) = round.days_left {
        text.head("keywatch_queue_days_left", "Days that the keys last at the pace of the past.");
        text.line("keywatch_queue_days_left", "", &format!("{days:.3}"));
    }
    let states = round.states();
    let states: Vec<_> = states.iter().map(|(state, count)| (format!(",state=\"{state}\""), *count)).collect();
    let states: Vec<_> = states.iter().map(|(label, count)| (label.as_str(), *count)).collect();
    text.gauge("keywatch_delegations", "Delegations by their state.", &states);
    let of = |status| round.findings.values().filter(|one| one.status == status).count() as u64;
    let findings = [(",status=\"warning\"", of(Status::Warning)), (",status=\"critical\"", of(Status::Critical))];
    text.gauge("keywatch_findings", "What is not as it should be.", &findings);
    text.gauge(
        "keywatch_take_rate_basis_points",
        "The provider's take rate.",
        &[("", round.provider.take_rate.into())],
    );
    text.gauge(
        "keywatch_proof_gas_limit",
        "The gas that the contract gives a proof.",
        &[("", round.audit.proof_gas_limit)],
    );
    text.gauge(
        "keywatch_entry_queue_length",
        "Entries in the rollup's entry queue.",
        &[("", round.audit.entry_queue_length)],
    );
    text.gauge("keywatch_block_number", "The block that was read.", &[("", round.block.number)]);
    text.gauge("keywatch_block_timestamp_seconds", "Its time.", &[("", round.block.timestamp)]);
    text.gauge("keywatch_requests", "Requests that the round took.", &[("", round.round_trips)]);
    text.out
}

struct Text {
    out: String,
    provider: u64,
}

impl Text {
    fn head(&mut self, name: &str, help: &str) {
        let _ = writeln!(self.out, "# HELP {name} {help}\n# TYPE {name} gauge");
    }

    fn line(&mut self, name: &str, labels: &str, value: &str) {
        let _ = writeln!(self.out, "{name}{{provider=\"{}\"{labels}}} {value}", self.provider);
    }

    fn gauge(&mut self, name: &str, help: &str, values: &[(&str, u64)]) {
        self.head(name, help);
        values.iter().for_each(|(labels, value)| self.line(name, labels, &value.to_string()));
    }
}
