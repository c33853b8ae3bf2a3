//! The past of a provider, read in parts and again where the chain has changed.

use alloy_primitives::{Address, B256, U256};
use aztec_provider::{
    Chain, Deployment,
    delegations::{Delegation, History, HistoryError, Place, Stage},
};
use aztec_staking_registry::ProviderId;

use crate::{
    contracts::{REGISTRY, ROLLUP},
    delegating::{Made, WITHDRAWER, attester, deposit, hash, queue, refund, split, stake, stake_with, terms, waiting},
    fake_node::FINALIZED,
    interface::*,
    ledger::{ADMIN, Ledger, OLD_ROLLUP, OURS},
};

const STRANGER: Address = Address::repeat_byte(0xee);

/// All that there is, up to the block that the chain is read at.
fn read(ledger: &Ledger, from: u64) -> History {
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::since(&chain, &deployment, provider.id, from);
    assert!(history.advance(&mut chain, &deployment, u64::MAX).unwrap());
    history
}

fn complete(ledger: &Ledger, history: &mut History) -> Result<(), HistoryError> {
    let (mut chain, deployment, provider) = ledger.read();
    history.must_be_complete(&mut chain, &deployment, &provider)
}

fn stages(history: &History) -> Vec<(Address, Stage)> {
    history.delegations().unwrap().iter().map(|one| (one.attester, one.stage)).collect()
}

fn at(block: u64, index: u64) -> Place {
    Place { block, index }
}

/// Three delegations: one active, one refunded, one waiting; a key dropped; other providers and strangers in between.
fn eventful() -> Ledger {
    let mut ledger = Ledger::new();
    let us = U256::from(OURS);
    ledger.happens(900_010, 1, REGISTRY, &ProviderRegistered { provider: us, admin: ADMIN, takeRate: 500 });
    ledger.happens(900_011, 2, REGISTRY, &ProviderRegistered { provider: U256::from(3), admin: ADMIN, takeRate: 900 });
    ledger.happens(900_012, 3, REGISTRY, &ProviderTakeRateUpdated { provider: U256::from(3), takeRate: 901 });
    stake(&mut ledger, 900_020, 21);
    deposit(&mut ledger, 900_030, 21, WITHDRAWER);
    ledger.happens(900_040, 4, REGISTRY, &ProviderTakeRateUpdated { provider: us, takeRate: 600 });
    stake(&mut ledger, 900_050, 22);
    refund(&mut ledger, 900_060, 22, WITHDRAWER);
    ledger.happens(900_070, 5, REGISTRY, &ProviderQueueDripped { provider: us, attester: attester(29) });
    ledger.happens(900_071, 6, REGISTRY, &ProviderQueueDripped { provider: U256::from(1), attester: attester(28) });
    let (ours, theirs) = (Address::repeat_byte(0x50), Address::repeat_byte(0x51));
    ledger.happens(900_072, 7, REGISTRY, &ProviderRewardsRecipientUpdated { provider: us, recipient: ours });
    ledger.happens(
        900_073,
        8,
        REGISTRY,
        &ProviderRewardsRecipientUpdated { provider: U256::from(1), recipient: theirs },
    );
    let (provider, rollup, staker) = (U256::from(1), ROLLUP, STRANGER);
    queue(&mut ledger, 900_080, 31, STRANGER);
    let other = StakedWithProvider { provider, rollup, attester: attester(31), split: split(31), staker };
    ledger.happens(900_080, 31, REGISTRY, &other);
    stake(&mut ledger, FINALIZED, 23);
    ledger.queue(OURS, 5, &[]);
    ledger.entry_queue(ROLLUP, &[waiting(31), waiting(23)]);
    ledger
}

#[test]
fn what_became_of_each_delegation_and_what_was_agreed() {
    let ledger = eventful();
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::whole(&mut chain, &deployment, provider.id).unwrap();
    // The block in which the registry was deployed.
    assert_eq!(history.next(), 900_000);
    while !history.advance(&mut chain, &deployment, 25_000).unwrap() {}
    assert_eq!(history.next(), FINALIZED + 1);
    let delegations = history.delegations().unwrap();
    let summary: Vec<_> = delegations.iter().map(|one| (one.place, one.attester, one.split, one.stage)).collect();
    assert_eq!(
        summary,
        [
            (at(900_020, 2), attester(21), split(21), Stage::Deposited(at(900_030, 0))),
            (at(900_050, 2), attester(22), split(22), Stage::Refunded(at(900_060, 0))),
            (at(FINALIZED, 2), attester(23), split(23), Stage::Waiting),
        ]
    );
    assert!(delegations.iter().all(|one| (one.rollup, one.withdrawer) == (ROLLUP, WITHDRAWER)));
    let agreed =
        delegations.iter().map(|Delegation { agreed_rate, agreed_recipient, .. }| (*agreed_rate, *agreed_recipient));
    let after = Some(Address::repeat_byte(0x50));
    assert_eq!(agreed.collect::<Vec<_>>(), [(Some(500), None), (Some(600), None), (Some(600), after)]);
    let made = history.terms(split(21)).unwrap();
    assert_eq!((&made.recipients, &made.allocations), (&terms().recipients, &terms().allocations));
    assert_eq!((made.total, made.incentive, made.owner), (U256::from(10_000), 0, Address::ZERO));
    assert_eq!(made.hash(), hash(&terms()));
    assert_eq!(history.terms(split(31)), None);
    history.must_be_complete(&mut chain, &deployment, &provider).unwrap();
}

#[test]
fn every_key_that_has_left_the_queue_has_its_event() {
    let mut ledger = eventful();
    complete(&ledger, &mut read(&ledger, 900_000)).unwrap();
    // Four have left it: three by delegations, one was dropped. Who has seen the registration has seen all of them.
    for (first, expected) in [(4, 3), (6, 5)] {
        ledger.queue(OURS, first, &[]);
        let missing = complete(&ledger, &mut read(&ledger, 900_000));
        assert!(
            matches!(missing, Err(HistoryError::Missing { actual: 4, expected: e }) if e == expected),
            "{missing:?}"
        );
    }
}

#[test]
fn a_whole_history_has_seen_every_key() {
    let mut ledger = Ledger::new();
    ledger.queue(OURS, 3, &[]);
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::whole(&mut chain, &deployment, provider.id).unwrap();
    history.advance(&mut chain, &deployment, u64::MAX).unwrap();
    let missing = history.must_be_complete(&mut chain, &deployment, &provider);
    assert!(matches!(missing, Err(HistoryError::Missing { actual: 0, expected: 2 })), "{missing:?}");
}

#[test]
fn what_left_before_the_first_block_is_the_same_number_at_every_run() {
    let mut ledger = eventful();
    // From behind the registration and the first two delegations on: a key was dropped, and another taken.
    let mut history = read(&ledger, 900_065);
    complete(&ledger, &mut history).unwrap();
    ledger.queue(OURS, 6, &[]);
    let missing = complete(&ledger, &mut history);
    assert!(matches!(missing, Err(HistoryError::Missing { actual: 4, expected: 5 })), "{missing:?}");
}

#[test]
fn the_entry_queues_hold_what_has_had_no_outcome() {
    let incomplete = |ledger: &Ledger, number: u8| {
        let mut history = read(ledger, 900_000);
        let found = complete(ledger, &mut history);
        assert!(matches!(found, Err(HistoryError::Incomplete { attester: a }) if a == attester(number)), "{found:?}");
    };
    let mut ledger = eventful();
    ledger.entry_queue(ROLLUP, &[waiting(31)]);
    incomplete(&ledger, 23);
    ledger.entry_queue(ROLLUP, &[waiting(23), waiting(21)]);
    incomplete(&ledger, 21);
    // An attester may wait twice, and in the queue of an older rollup.
    ledger.entry_queue(ROLLUP, &[waiting(23), waiting(23)]);
    incomplete(&ledger, 23);
    queue(&mut ledger, 950_000, 23, STRANGER);
    ledger.entry_queue(OLD_ROLLUP, &[waiting(22)]);
    complete(&ledger, &mut read(&ledger, 900_000)).unwrap();
    stake_with(&mut ledger, 900_100, 22, Made { rollup: OLD_ROLLUP, ..Made::well() });
    ledger.queue(OURS, 6, &[]);
    complete(&ledger, &mut read(&ledger, 900_000)).unwrap();
    ledger.entry_queue(OLD_ROLLUP, &[]);
    incomplete(&ledger, 22);
}

#[test]
fn it_is_read_in_parts_up_to_the_block_of_the_chain() {
    let (mut chain, deployment, _) = eventful().read();
    let mut history = since(&chain, &deployment, FINALIZED - 20);
    for (blocks, next, is_reached) in [(10, 10, false), (0, 9, false), (9, 0, false), (1, -1, true), (5, -1, true)] {
        assert_eq!(history.advance(&mut chain, &deployment, blocks).unwrap(), is_reached, "{blocks}");
        assert_eq!(i128::from(FINALIZED) - i128::from(history.next()), next);
    }
    // The last part is one block, and what happened in it is there.
    assert_eq!(stages(&history), [(attester(23), Stage::Waiting)]);
    let before = chain.round_trips();
    assert!(history.advance(&mut chain, &deployment, 5).unwrap());
    assert_eq!(chain.round_trips(), before);
}

fn since(chain: &Chain, deployment: &Deployment, from: u64) -> History {
    History::since(chain, deployment, ProviderId::new(OURS).unwrap(), from)
}

#[test]
fn a_chain_that_changes_while_it_is_read_is_not_taken() {
    let (ledger, mut chain) = eventful().changing();
    let deployment = Deployment::read(&mut chain, REGISTRY).unwrap();
    let fork = B256::repeat_byte(9);
    let mut history = since(&chain, &deployment, 900_000);
    // The block that is read at has become another.
    ledger.lock().unwrap().forks.insert(FINALIZED, fork);
    let before = history.clone();
    assert!(matches!(history.advance(&mut chain, &deployment, u64::MAX), Err(HistoryError::Reorganised)));
    assert_eq!(history, before);
    ledger.lock().unwrap().forks.clear();
    // The last block of the part has become another between its events and its header.
    ledger.lock().unwrap().forks_in_events.insert(900_030, fork);
    assert!(matches!(history.advance(&mut chain, &deployment, 31), Err(HistoryError::Reorganised)));
    assert_eq!(history, before);
    // Where a part ends elsewhere, that block is looked at no more: its own events are.
    assert!(!history.advance(&mut chain, &deployment, 32).unwrap());
    assert_eq!(stages(&history), [(attester(21), Stage::Deposited(at(900_030, 0)))]);
}

#[test]
fn what_the_chain_has_undone_is_forgotten_and_read_again() {
    let mut ledger = eventful();
    ledger.finalized = 900_060;
    let (mut chain, deployment, _) = ledger.read();
    let mut history = since(&chain, &deployment, 900_000);
    // Parts end at 900,019, 900,049 and 900,060.
    for blocks in [20, 30, 30] {
        history.advance(&mut chain, &deployment, blocks).unwrap();
    }
    assert!(!history.rewind(&mut chain).unwrap());
    assert_eq!(history.next(), 900_061);
    let refunded = (attester(22), Stage::Refunded(at(900_060, 0)));
    assert_eq!(stages(&history)[1], refunded);

    // Another block stands where the last part ended, and the next after the second holds nothing any more.
    ledger.forks.insert(900_060, B256::repeat_byte(9));
    ledger.undo(900_050);
    queue(&mut ledger, 900_049, 40, STRANGER);
    let mut chain = ledger.chain();
    assert!(history.rewind(&mut chain).unwrap());
    assert_eq!(history.next(), 900_050);
    assert_eq!(stages(&history), [(attester(21), Stage::Deposited(at(900_030, 0)))]);
    assert!(history.advance(&mut chain, &deployment, 30).unwrap());
    assert_eq!(history.delegations().unwrap().len(), 1);

    // A chain that is read at an earlier block has less of it; the event of the last block in common stays.
    ledger.finalized = 900_049;
    assert!(history.rewind(&mut ledger.chain()).unwrap());
    assert_eq!((history.next(), history.delegations().unwrap().len()), (900_050, 1));
    ledger.finalized = 900_029;
    assert!(history.rewind(&mut ledger.chain()).unwrap());
    assert_eq!((history.next(), history.delegations().unwrap().len()), (900_020, 0));
    // Not even the first block is the same.
    ledger.forks.insert(900_019, B256::repeat_byte(9));
    assert!(history.rewind(&mut ledger.chain()).unwrap());
    assert_eq!(history.next(), 900_000);
}
