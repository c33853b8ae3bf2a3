//! What people are sent: what is new, what is still wrong, and what is over.

mod delegations;

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use alloy_primitives::Address;
use aztec_staking_registry::ProviderId;

use super::{
    alert::{Alert, Event, Severity},
    findings::{Finding, Name},
    round::Round,
};
use crate::{settings::Target, status::Status};

/// What was sent about a provider, and what waits to be.
pub(super) struct Messages {
    provider: ProviderId,
    /// What the key of every alert begins with.
    place: String,
    remind: Duration,
    /// Findings that people know of, and when they were last sent.
    known: BTreeMap<Name, (Finding, Instant)>,
    unreadable: Option<(String, Instant)>,
    new: Vec<Alert>,
}

impl Messages {
    pub(super) fn new(target: &Target, remind: Duration) -> Self {
        Self {
            provider: target.provider,
            place: format!("{}/{}/{}", target.rpc.chain_id, target.registry, target.provider),
            remind,
            known: BTreeMap::new(),
            unreadable: None,
            new: Vec::new(),
        }
    }

    /// What is sent when the program starts.
    pub(super) fn hello(&self) -> Alert {
        self.alert("watching", Event::News, Severity::Info, None, "is watched from now on".to_owned())
    }

    /// Compares a round with the one before it. The first one tells what is wrong, and of the past only what the cursor did not
    /// know.
    pub(super) fn compare(&mut self, round: &Round, before: Option<&Round>) {
        if let Some((_, _)) = self.unreadable.take() {
            let sentence = "the chain can be read again".to_owned();
            self.new.push(self.alert("chain", Event::News, Severity::Info, None, sentence));
        }
        self.findings(&round.findings, Instant::now());
        self.delegations(round, before);
        if let Some(before) = before {
            self.configuration(round, before);
        }
    }

    fn findings(&mut self, findings: &BTreeMap<Name, Finding>, now: Instant) {
        let mut known = std::mem::take(&mut self.known);
        for (name, finding) in findings {
            let severity = Severity::Of(finding.status);
            let sent = match known.remove(name) {
                // A finding whose sentence alone has changed is no news; one that got worse is.
                Some((before, sent)) if before.status >= finding.status => {
                    if now.duration_since(sent) < self.remind {
                        sent
                    } else {
                        self.finding(name, finding, Event::Reminder, severity);
                        now
                    }
                }
                _ => {
                    self.finding(name, finding, Event::Firing, severity);
                    now
                }
            };
            self.known.insert(name.clone(), (finding.clone(), sent));
        }
        for (name, (finding, _)) in &known {
            self.finding(name, finding, Event::Resolved, Severity::Of(Status::Ok));
        }
    }

    fn finding(&mut self, name: &Name, finding: &Finding, event: Event, severity: Severity) {
        let about = match &name.subject {
            Some(subject) => format!("{}/{subject}", name.kind),
            None => name.kind.to_owned(),
        };
        self.new.push(self.alert(&about, event, severity, finding.attester, finding.sentence.clone()));
    }

    fn configuration(&mut self, round: &Round, before: &Round) {
        let mut changed = |about: &str, what: &str, old: String, new: String| {
            if old != new {
                let sentence = format!("{what} is {new} now, and was {old}");
                self.news(about, Severity::Of(Status::Warning), None, sentence);
            }
        };
        let (old, new) = (&before.provider, &round.provider);
        changed("admin-changed", "the admin", old.admin.to_string(), new.admin.to_string());
        let (from, to) = (old.rewards_recipient.to_string(), new.rewards_recipient.to_string());
        changed("recipient-changed", "the recipient of the rewards", from, to);
        changed("rate-changed", "the take rate", old.take_rate.to_string(), new.take_rate.to_string());
        let (old, new) = (before.audit.proof_gas_limit, round.audit.proof_gas_limit);
        changed("gas-limit-changed", "the gas limit of proofs", old.to_string(), new.to_string());
    }

    /// The chain could not be read. Told once, and again as a reminder, until it can be.
    pub(super) fn unreadable(&mut self, reason: &str) {
        let now = Instant::now();
        let event = match &self.unreadable {
            None => Event::Firing,
            Some((_, sent)) if now.duration_since(*sent) >= self.remind => Event::Reminder,
            Some(_) => return,
        };
        self.unreadable = Some((reason.to_owned(), now));
        self.new.push(self.alert("chain", event, Severity::Of(Status::Unknown), None, reason.to_owned()));
    }

    /// Hands over what is new since the last time.
    pub(super) fn take(&mut self) -> Vec<Alert> {
        std::mem::take(&mut self.new)
    }

    fn news(&mut self, about: &str, severity: Severity, attester: Option<Address>, sentence: String) {
        self.new.push(self.alert(about, Event::News, severity, attester, sentence));
    }

    fn alert(
        &self,
        about: &str,
        event: Event,
        severity: Severity,
        attester: Option<Address>,
        sentence: String,
    ) -> Alert {
        let key = format!("{}/{about}", self.place);
        let attesters = attester.into_iter().collect();
        Alert { key, event, severity, provider: self.provider, attesters, sentence }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(86_400);

    fn messages() -> Messages {
        Messages {
            provider: ProviderId::new(7).unwrap(),
            place: "1/0x01/7".to_owned(),
            remind: DAY,
            known: BTreeMap::new(),
            unreadable: None,
            new: Vec::new(),
        }
    }

    fn findings(list: &[(&'static str, Status)]) -> BTreeMap<Name, Finding> {
        list.iter()
            .map(|(kind, status)| {
                let finding = Finding { status: *status, attester: None, sentence: format!("about {kind}") };
                (Name { kind, subject: None }, finding)
            })
            .collect()
    }

    #[test]
    fn a_finding_is_told_once_and_again_when_it_is_worse_or_over() {
        let (mut messages, now) = (messages(), Instant::now());
        let mut sent = |list: &[(&'static str, Status)], now| {
            messages.findings(&findings(list), now);
            messages.take().iter().map(Alert::text).collect::<Vec<_>>()
        };
        assert_eq!(sent(&[("queue", Status::Warning)], now), ["keywatch WARNING, provider 7: about queue"]);
        assert!(sent(&[("queue", Status::Warning)], now).is_empty());
        assert_eq!(sent(&[("queue", Status::Critical)], now), ["keywatch CRITICAL, provider 7: about queue"]);
        assert!(sent(&[("queue", Status::Warning)], now + DAY / 2).is_empty());
        assert_eq!(sent(&[], now), ["keywatch, provider 7: over: about queue"]);
        assert!(sent(&[], now).is_empty());
    }

    #[test]
    fn what_is_still_wrong_is_told_again_once_a_day() {
        let (mut messages, start) = (messages(), Instant::now());
        let mut reminders = 0;
        for hour in 0..72 {
            messages.findings(&findings(&[("queue", Status::Critical)]), start + Duration::from_secs(hour * 3_600));
            for alert in messages.take().iter().filter(|alert| alert.event == Event::Reminder) {
                assert_eq!(alert.text(), "keywatch CRITICAL, provider 7, still: about queue");
                assert_eq!(alert.key, "1/0x01/7/queue");
                reminders += 1;
            }
        }
        assert_eq!(reminders, 2);
    }

    #[test]
    fn an_unreadable_chain_is_told_once() {
        let mut messages = messages();
        messages.unreadable("no node");
        messages.unreadable("no node");
        let texts: Vec<_> = messages.take().iter().map(Alert::text).collect();
        assert_eq!(texts, ["keywatch UNKNOWN, provider 7: no node"]);
    }
}
