//! What is told of delegations and validators.

use aztec_provider::{
    ValidatorStatus,
    delegations::{Delegation, Place, Stage},
};

use super::Messages;
use crate::{
    commands::{
        coinbase::Outcome,
        run::{alert::Severity, round::Round},
    },
    status::Status,
};

/// How much of a delegation people know.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Nothing,
    Waiting,
    Outcome,
}

impl Messages {
    pub(super) fn delegations(&mut self, round: &Round, before: Option<&Round>) {
        for one in &round.delegations {
            let known = match (before, round.resumed) {
                (Some(before), _) => of_round(before, one),
                (None, Some(next)) => of_cursor(next, one),
                (None, None) => Known::Outcome,
            };
            self.delegation(round, one, known);
        }
        for one in before.map_or(&[][..], |_| &round.assignments) {
            let attester = one.delegation.attester;
            let old = before.into_iter().flat_map(|before| &before.assignments);
            let old = old.filter(|other| other.delegation == one.delegation).map(|other| other.status).next();
            if old.is_some_and(|old| old != one.status) {
                let severity = match one.status {
                    ValidatorStatus::Zombie => Severity::Of(Status::Warning),
                    _ => Severity::Info,
                };
                let sentence = format!("validator {attester} is {} now", one.status);
                self.news(&format!("validator/{attester}"), severity, Some(attester), sentence);
            }
        }
    }

    fn delegation(&mut self, round: &Round, one: &Delegation, known: Known) {
        let attester = one.attester;
        let (severity, sentence) = match (known, one.stage) {
            (Known::Outcome, _) | (Known::Waiting, Stage::Waiting) => return,
            (_, Stage::Refunded(_)) => {
                (Severity::Of(Status::Warning), format!("the deposit of {attester} failed, the stake went back"))
            }
            (_, Stage::Deposited(_)) => {
                let is = |line: &&crate::commands::coinbase::Line| line.assignment.delegation == *one;
                let written = round.written.iter().find(is).map(|line| line.outcome) == Some(Outcome::Changed);
                let coinbase = if written { "is written into the node's files:" } else { "is to be" };
                (Severity::Info, format!("{attester} is a validator now; its coinbase {coinbase} {}", one.split))
            }
            _ => (Severity::Info, format!("{} delegated; {attester} waits", one.withdrawer)),
        };
        let Place { block, index, .. } = one.place;
        self.news(&format!("delegation/{attester}/{block}/{index}"), severity, Some(attester), sentence);
    }
}

fn of_round(before: &Round, one: &Delegation) -> Known {
    let is = |other: &&Delegation| (other.place, other.attester) == (one.place, one.attester);
    match before.delegations.iter().find(is).map(|other| other.stage) {
        None => Known::Nothing,
        Some(Stage::Deposited(_) | Stage::Refunded(_)) => Known::Outcome,
        Some(_) => Known::Waiting,
    }
}

/// What the cursor held when the program started was told by an earlier run.
fn of_cursor(next: u64, one: &Delegation) -> Known {
    match one.stage {
        _ if one.place.block >= next => Known::Nothing,
        Stage::Deposited(place) | Stage::Refunded(place) if place.block < next => Known::Outcome,
        _ => Known::Waiting,
    }
}
