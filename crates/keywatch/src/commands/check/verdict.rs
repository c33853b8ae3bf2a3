//! From what is, and what is expected, to a status and a line.

use alloy_primitives::Address;
use aztec_provider::{Head, Pace, Provider};

use crate::status::Status;

/// What the operator expects.
#[derive(Debug, Default)]
pub(super) struct Expected {
    pub(super) threshold: Option<u64>,
    pub(super) days: Option<u64>,
    pub(super) admin: Option<Address>,
    pub(super) recipient: Option<Address>,
    pub(super) rate: Option<u16>,
}

/// What comes of it.
#[derive(Debug)]
pub(in crate::commands) struct Verdict {
    pub(in crate::commands) status: Status,
    pub(in crate::commands) findings: Vec<Finding>,
    pub(in crate::commands) days_left: Option<f64>,
    pace: Option<Pace>,
    thresholds: (Option<u64>, Option<u64>),
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::commands) struct Finding {
    /// What kind it is: the same from one run to the next, whatever the numbers in the sentence.
    pub(in crate::commands) code: &'static str,
    pub(in crate::commands) status: Status,
    pub(in crate::commands) sentence: String,
}

impl Verdict {
    pub(super) fn new(provider: &Provider, head: Head, pace: Option<Pace>, expected: &Expected) -> Self {
        let days_left = pace.and_then(|pace| pace.days_left(provider.queue_length()));
        let thresholds = (expected.threshold, expected.days);
        let mut verdict = Self { status: Status::Ok, findings: Vec::new(), days_left, pace, thresholds };
        verdict.queue(provider, head, expected);
        verdict.configuration(provider, expected);
        verdict
    }

    fn queue(&mut self, provider: &Provider, head: Head, expected: &Expected) {
        let length = provider.queue_length();
        match head {
            Head::Empty => {
                self.finds(
                    "queue-empty",
                    Status::Critical,
                    "no key is queued, so nobody can delegate: add keys".to_owned(),
                );
            }
            Head::Blocked(block) => self.finds(
                "head-blocked",
                Status::Critical,
                format!("nobody can delegate, the head of the queue is blocked: {block}; drop it (keywatch audit)"),
            ),
            _ => {}
        }
        if let Some(threshold) = expected.threshold.filter(|threshold| length < *threshold && length > 0) {
            self.finds("queue-low", Status::Critical, format!("fewer than {threshold} keys are queued: add keys"));
        }
        let soon = expected.days.zip(self.days_left).filter(|(days, left)| *left < whole(*days));
        if let Some((days, _)) = soon.filter(|_| length > 0) {
            self.finds("days-low", Status::Warning, format!("the keys last fewer than {days} days: add keys"));
        }
    }

    fn configuration(&mut self, provider: &Provider, expected: &Expected) {
        if let Some(admin) = expected.admin.filter(|admin| *admin != provider.admin) {
            self.finds("admin", Status::Critical, format!("the admin is {}, not {admin}", provider.admin));
        }
        if let Some(recipient) = expected.recipient.filter(|recipient| *recipient != provider.rewards_recipient) {
            self.finds(
                "recipient",
                Status::Critical,
                format!("the rewards go to {}, not {recipient}", provider.rewards_recipient),
            );
        }
        if let Some(rate) = expected.rate.filter(|rate| *rate != provider.take_rate) {
            self.finds("rate", Status::Critical, format!("the take rate is {}, not {rate}", provider.take_rate));
        }
        if let Some(pending) = provider.pending_admin {
            self.finds("pending-admin", Status::Warning, format!("{pending} may take over as admin at any time"));
        }
    }

    fn finds(&mut self, code: &'static str, status: Status, sentence: String) {
        self.status = self.status.max(status);
        self.findings.push(Finding { code, status, sentence });
    }

    /// The line, with performance data behind the bar, as plugins print it.
    pub(in crate::commands) fn line(&self, provider: &Provider, block: u64, age: u64) -> String {
        let length = provider.queue_length();
        let keys = if length == 1 { "1 key".to_owned() } else { format!("{length} keys") };
        let pace = match (self.pace, self.days_left) {
            (Some(pace), Some(left)) => format!(", {left:.0} days at {:.2} delegations a day", pace.per_day()),
            (Some(pace), None) => format!(", no delegation in {:.0} days", pace.days),
            (None, _) => String::new(),
        };
        let findings: String = self.findings.iter().map(|finding| format!("; {}", finding.sentence)).collect();
        let limit = |limit: Option<u64>| limit.map_or_else(String::new, |limit| format!("{limit}:"));
        let (threshold, days) = self.thresholds;
        let days_left = self.days_left.map_or_else(String::new, |left| format!(" days={left:.1};{};;0", limit(days)));
        format!(
            "KEYWATCH {} - provider {}: {keys} queued{pace}{findings} (block {block}, {} min old)\
             |queue={length};;{};0{days_left}",
            self.status.word(),
            provider.id,
            age / 60,
            limit(threshold),
        )
    }
}

/// Days are far below 2^32, where every whole number has its own `f64`.
fn whole(days: u64) -> f64 {
    f64::from(u32::try_from(days).unwrap_or(u32::MAX))
}
