//! What people are told: what is new, and what is over.

use std::collections::BTreeMap;

use aztec_provider::delegations::{Delegation, Stage};

use super::{findings::Finding, round::Round};

/// What was told, and what waits to be.
#[derive(Debug, Default)]
pub(super) struct Messages {
    /// Findings that people know of.
    known: BTreeMap<String, Finding>,
    unreadable: bool,
    new: Vec<String>,
}

impl Messages {
    /// Compares a round with the one before it. The first one tells what is wrong, and nothing of the past.
    pub(super) fn compare(&mut self, round: &Round, before: Option<&Round>) {
        let provider = round.provider.id;
        if std::mem::take(&mut self.unreadable) {
            self.say(format!("keywatch, provider {provider}: the chain can be read again"));
        }
        self.findings(&provider.to_string(), &round.findings);
        let Some(before) = before else { return };
        for one in &round.delegations {
            let attester = one.attester;
            let is = |other: &&Delegation| (other.place, other.attester) == (one.place, attester);
            match (before.delegations.iter().find(is).map(|other| other.stage), one.stage) {
                (Some(Stage::Refunded(_)), Stage::Refunded(_)) | (Some(Stage::Deposited(_)), _) => {}
                (_, Stage::Refunded(_)) => {
                    self.say(format!(
                        "keywatch, provider {provider}: the deposit of {attester} failed, the stake went back"
                    ));
                }
                (_, Stage::Deposited(_)) => self.say(format!(
                    "keywatch, provider {provider}: {attester} is a validator now; its coinbase is to be {}",
                    one.split
                )),
                (None, _) => {
                    self.say(format!("keywatch, provider {provider}: {} delegated; {attester} waits", one.withdrawer));
                }
                _ => {}
            }
        }
        for one in &round.assignments {
            let attester = one.delegation.attester;
            let before = before.assignments.iter().find(|other| other.delegation == one.delegation);
            if before.is_some_and(|before| before.status != one.status) {
                self.say(format!("keywatch, provider {provider}: validator {attester} is {} now", one.status));
            }
        }
        let (old, new) = (before.audit.proof_gas_limit, round.audit.proof_gas_limit);
        if old != new {
            self.say(format!("keywatch, provider {provider}: the gas limit of proofs is {new} now, and was {old}"));
        }
    }

    fn findings(&mut self, provider: &str, findings: &BTreeMap<String, Finding>) {
        let known = std::mem::replace(&mut self.known, findings.clone());
        for (name, Finding { status, sentence }) in findings {
            // A finding whose sentence alone has changed is no news; one that got worse is.
            if known.get(name).is_none_or(|before| before.status < *status) {
                self.say(format!("keywatch {}, provider {provider}: {sentence}", status.word()));
            }
        }
        for (_, Finding { sentence, .. }) in known.iter().filter(|(name, _)| !findings.contains_key(*name)) {
            self.say(format!("keywatch, provider {provider}: over: {sentence}"));
        }
    }

    /// The chain could not be read. Told once, until it can be again.
    pub(super) fn unreadable(&mut self, reason: &str) {
        if !std::mem::replace(&mut self.unreadable, true) {
            self.say(format!("keywatch UNKNOWN: {reason}"));
        }
    }

    /// Hands over what is new since the last time.
    pub(super) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.new)
    }

    fn say(&mut self, message: String) {
        self.new.push(message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Status;

    fn findings(list: &[(&str, Status)]) -> BTreeMap<String, Finding> {
        list.iter()
            .map(|(name, status)| ((*name).to_owned(), Finding { status: *status, sentence: format!("about {name}") }))
            .collect()
    }

    #[test]
    fn a_finding_is_told_once_and_again_when_it_is_worse_or_over() {
        let mut messages = Messages::default();
        messages.findings("7", &findings(&[("queue", Status::Warning)]));
        assert_eq!(messages.take(), ["keywatch WARNING, provider 7: about queue"]);
        messages.findings("7", &findings(&[("queue", Status::Warning)]));
        assert!(messages.take().is_empty());
        messages.findings("7", &findings(&[("queue", Status::Critical)]));
        assert_eq!(messages.take(), ["keywatch CRITICAL, provider 7: about queue"]);
        messages.findings("7", &findings(&[]));
        assert_eq!(messages.take(), ["keywatch, provider 7: over: about queue"]);
    }

    #[test]
    fn an_unreadable_chain_is_told_once() {
        let mut messages = Messages::default();
        messages.unreadable("no node");
        messages.unreadable("no node");
        assert_eq!(messages.take(), ["keywatch UNKNOWN: no node"]);
    }
}
