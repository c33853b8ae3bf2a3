//! From events to delegations.
//!
//! `stake` leaves two events: `ValidatorQueued` of the rollup, then `StakedWithProvider` of the registry. Later the
//! rollup takes its entry queue in order, and each entry leaves `Deposit` or `FailedDeposit`. So for one attester on
//! one rollup, the first outcome belongs to the first `ValidatorQueued`, the second to the second, and so on; whether
//! the entry came by way of our provider or not. Only the delegation whose own deposit succeeded may set the attester's
//! coinbase: a refunded one, or a twin that was refunded because the attester is active, has a Split that belongs to
//! nobody's rewards.

use std::collections::{HashMap, VecDeque};

use alloy_primitives::{Address, B256};

use super::event::{Deposit, Event, Happened, Place};

/// A delegation, and what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delegation {
    /// When somebody delegated.
    pub place: Place,
    /// The rollup that the stake went to.
    pub rollup: Address,
    /// The attester, from the head of the provider's queue.
    pub attester: Address,
    /// Whose stake it is.
    pub withdrawer: Address,
    /// The Split that was made for the delegation.
    pub split: Address,
    /// What became of it.
    pub stage: Stage,
    /// The provider's rate at that time; none where the provider registered before what was read.
    pub agreed_rate: Option<u16>,
    /// Where the provider's part went at that time; none where it was never changed in what was read before.
    pub agreed_recipient: Option<Address>,
}

/// What became of a delegation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// It waits in the rollup's entry queue.
    Waiting,
    /// Its deposit succeeded: the validator became active.
    Deposited(Place),
    /// Its deposit failed, and the stake went back.
    Refunded(Place),
}

#[derive(Clone, Copy)]
struct Entry {
    withdrawer: Address,
    transaction: B256,
    delegation: Option<usize>,
}

/// Joins the events, which are in their order.
pub(super) fn join(events: &[Happened]) -> Result<Joined, JoinError> {
    let mut join = Join::default();
    events.iter().try_for_each(|happened| join.take(happened))?;
    let waiting = join.queues.into_iter().map(|(place, queue)| (place, queue.len()));
    Ok(Joined { delegations: join.delegations, waiting: waiting.filter(|(_, length)| *length > 0).collect() })
}

/// What comes of the events.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Joined {
    pub(crate) delegations: Vec<Delegation>,
    /// How many entries of an attester wait in the entry queue of a rollup, those of strangers included.
    pub(crate) waiting: HashMap<(Address, Address), usize>,
}

#[derive(Default)]
struct Join {
    delegations: Vec<Delegation>,
    // The entry queue, as far as one attester on one rollup is concerned.
    queues: HashMap<(Address, Address), VecDeque<Entry>>,
    rate: Option<u16>,
    recipient: Option<Address>,
}

impl Join {
    fn take(&mut self, Happened { place, transaction, event }: &Happened) -> Result<(), JoinError> {
        match *event {
            Event::Registered { take_rate } | Event::Rate { take_rate } => self.rate = Some(take_rate),
            Event::Recipient { recipient } => self.recipient = Some(recipient),
            Event::Dropped { .. } => {}
            Event::Queued(Deposit { rollup, attester, withdrawer }) => {
                let entry = Entry { withdrawer, transaction: *transaction, delegation: None };
                self.queues.entry((rollup, attester)).or_default().push_back(entry);
            }
            Event::Staked { rollup, attester, split } => {
                let queue = self.queues.entry((rollup, attester)).or_default();
                let mut newest_first = queue.iter_mut().rev();
                let entry = newest_first
                    .find(|entry| entry.transaction == *transaction && entry.delegation.is_none())
                    .ok_or(JoinError { attester })?;
                entry.delegation = Some(self.delegations.len());
                self.delegations.push(Delegation {
                    place: *place,
                    rollup,
                    attester,
                    withdrawer: entry.withdrawer,
                    split,
                    stage: Stage::Waiting,
                    agreed_rate: self.rate,
                    agreed_recipient: self.recipient,
                });
            }
            Event::Deposited(deposit) => self.outcome(deposit, Stage::Deposited(*place))?,
            Event::Failed(deposit) => self.outcome(deposit, Stage::Refunded(*place))?,
        }
        Ok(())
    }

    fn outcome(&mut self, Deposit { rollup, attester, withdrawer }: Deposit, stage: Stage) -> Result<(), JoinError> {
        // Without an entry, it was queued before the first block that was read; it is none of ours then.
        let Some(entry) = self.queues.get_mut(&(rollup, attester)).and_then(VecDeque::pop_front) else { return Ok(()) };
        if entry.withdrawer != withdrawer {
            return Err(JoinError { attester });
        }
        if let Some(delegation) = entry.delegation {
            self.delegations[delegation].stage = stage;
        }
        Ok(())
    }
}

/// The events of an attester do not fit together, so some are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct JoinError {
    pub(super) attester: Address,
}

/// Leaves out what no later event can need: of attesters that the provider has nothing to do with, all whose entries have
/// had their outcome.
pub(super) fn without_settled_strangers(events: Vec<Happened>) -> Vec<Happened> {
    let mut open: HashMap<(Address, Address), i64> = HashMap::new();
    let mut ours = std::collections::HashSet::new();
    for Happened { event, .. } in &events {
        match *event {
            Event::Staked { attester, .. } => _ = ours.insert(attester),
            Event::Queued(Deposit { rollup, attester, .. }) => *open.entry((rollup, attester)).or_default() += 1,
            Event::Deposited(Deposit { rollup, attester, .. }) | Event::Failed(Deposit { rollup, attester, .. }) => {
                // One that was queued before the first block that was read counts for nothing.
                let open = open.entry((rollup, attester)).or_default();
                *open = (*open - 1).max(0);
            }
            _ => {}
        }
    }
    let keep = |happened: &Happened| match happened.event {
        Event::Queued(deposit) | Event::Deposited(deposit) | Event::Failed(deposit) => {
            ours.contains(&deposit.attester) || open[&(deposit.rollup, deposit.attester)] > 0
        }
        _ => true,
    };
    events.into_iter().filter(keep).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Address = Address::repeat_byte(0xa);
    const ROLLUP: Address = Address::repeat_byte(0x1);
    const WITHDRAWER: Address = Address::repeat_byte(0x2);

    /// Events in the order given, each in a block of its own; a number is the transaction.
    fn happened(events: &[(u8, Event)]) -> Vec<Happened> {
        let event = |(block, (transaction, event)): (u64, &(u8, Event))| Happened {
            place: Place { block, index: 0 },
            transaction: B256::repeat_byte(*transaction),
            event: *event,
        };
        (1..).zip(events).map(event).collect()
    }

    fn deposit(withdrawer: Address) -> Deposit {
        Deposit { rollup: ROLLUP, attester: A, withdrawer }
    }

    fn staked(split: u8) -> Event {
        Event::Staked { rollup: ROLLUP, attester: A, split: Address::repeat_byte(split) }
    }

    fn stages(events: &[(u8, Event)]) -> Vec<(u8, Stage)> {
        let delegations = join(&happened(events)).unwrap().delegations;
        delegations.iter().map(|delegation| (delegation.split[0], delegation.stage)).collect()
    }

    fn at(block: u64) -> Place {
        Place { block, index: 0 }
    }

    #[test]
    fn a_refunded_deposit_and_its_repetition() {
        let (queued, own) = (Event::Queued(deposit(WITHDRAWER)), deposit(WITHDRAWER));
        let events = [
            (1, queued),
            (1, staked(7)),
            (2, Event::Failed(own)),
            (3, queued),
            (3, staked(8)),
            (4, Event::Deposited(own)),
        ];
        assert_eq!(stages(&events), [(7, Stage::Refunded(at(3))), (8, Stage::Deposited(at(6)))]);
        assert_eq!(stages(&events[..5]), [(7, Stage::Refunded(at(3))), (8, Stage::Waiting)]);
    }

    #[test]
    fn a_twin_does_not_take_the_place_of_an_active_one() {
        let (queued, own) = (Event::Queued(deposit(WITHDRAWER)), deposit(WITHDRAWER));
        // Both wait at the same time, for the same delegator; also both in one transaction.
        for second in [1, 2] {
            let events = [
                (1, queued),
                (1, staked(7)),
                (second, queued),
                (second, staked(8)),
                (3, Event::Deposited(own)),
                (3, Event::Failed(own)),
            ];
            assert_eq!(stages(&events), [(7, Stage::Deposited(at(5))), (8, Stage::Refunded(at(6)))]);
        }
    }

    #[test]
    fn an_attester_that_a_stranger_registers_is_none_of_ours() {
        let stranger = deposit(Address::repeat_byte(9));
        let own = deposit(WITHDRAWER);
        let events = [
            (1, Event::Queued(stranger)),
            (2, Event::Queued(own)),
            (2, staked(7)),
            (3, Event::Deposited(stranger)),
            (3, Event::Failed(own)),
        ];
        assert_eq!(stages(&events), [(7, Stage::Refunded(at(5)))]);
        // While both wait, both count.
        assert_eq!(join(&happened(&events[..3])).unwrap().waiting, [((ROLLUP, A), 2)].into());
    }

    #[test]
    fn events_that_do_not_fit_are_an_error() {
        let queued = Event::Queued(deposit(WITHDRAWER));
        let other = Event::Deposited(deposit(Address::repeat_byte(9)));
        for events in
            [vec![(1, staked(7))], vec![(1, queued), (2, staked(7))], vec![(1, queued), (1, staked(7)), (2, other)]]
        {
            assert_eq!(join(&happened(&events)), Err(JoinError { attester: A }));
        }
    }

    #[test]
    fn the_rate_is_that_of_the_time() {
        let queued = Event::Queued(deposit(WITHDRAWER));
        let rate = |take_rate| (9, Event::Rate { take_rate });
        let events = [
            (1, queued),
            (1, staked(6)),
            rate(500),
            (2, queued),
            (2, staked(7)),
            rate(600),
            (3, queued),
            (3, staked(8)),
        ];
        let rates: Vec<_> = join(&happened(&events)).unwrap().delegations.iter().map(|one| one.agreed_rate).collect();
        assert_eq!(rates, [None, Some(500), Some(600)]);
    }

    #[test]
    fn only_settled_strangers_are_left_out() {
        let other = Deposit { attester: Address::repeat_byte(0xb), ..deposit(WITHDRAWER) };
        let waiting = Deposit { attester: Address::repeat_byte(0xc), ..deposit(WITHDRAWER) };
        let ours = [(1, Event::Queued(deposit(WITHDRAWER))), (1, staked(7)), (3, Event::Queued(waiting))];
        let settled = [(2, Event::Queued(other)), (2, Event::Failed(other))];
        let kept = without_settled_strangers(happened(&[ours.as_slice(), &settled].concat()));
        assert_eq!(kept, happened(&ours));
    }
}
