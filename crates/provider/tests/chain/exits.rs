//! How many attesters may leave now, and the pace at which a queue empties.

use alloy_primitives::{Address, U256};
use aztec_provider::{ExitRoom, Pace};
use aztec_staking_registry::ProviderId;

use crate::{
    contracts::{REGISTRY, ROLLUP},
    delegating::{attester, stake},
    fake_node::FINALIZED,
    interface::*,
    ledger::{Ledger, OURS},
};

/// A window of a thousand blocks, in which 8 of 166 may leave.
const WINDOW: u64 = 12_000;

fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    ledger.answer(ROLLUP, &getAttesterExitWindowCall {}, U256::from(WINDOW));
    ledger.answer(ROLLUP, &getActiveAttesterCountCall {}, U256::from(166));
    ledger.answer(ROLLUP, &getTargetCommitteeSizeCall {}, U256::from(48));
    ledger
}

fn exits(ledger: &mut Ledger, block: u64) {
    let (amount, withdrawer) = (U256::from(200), Address::repeat_byte(0xdd));
    let exit = WithdrawInitiatedByAttester { attester: attester(1), withdrawer, amount, withdrawalId: U256::ONE };
    ledger.happens(block, 1, ROLLUP, &exit);
}

fn room(ledger: &Ledger) -> Option<ExitRoom> {
    let (mut chain, deployment, _) = ledger.read();
    ExitRoom::read(&mut chain, &deployment).unwrap()
}

#[test]
fn exits_count_until_the_window_has_passed() {
    let mut ledger = ledger();
    for block in [FINALIZED - 1_200, FINALIZED - 1_000, FINALIZED - 999, FINALIZED - 5, FINALIZED] {
        exits(&mut ledger, block);
    }
    // Two in one block are two.
    exits(&mut ledger, FINALIZED);
    let (mut chain, deployment, _) = ledger.read();
    let before = chain.round_trips();
    let room = ExitRoom::read(&mut chain, &deployment).unwrap().unwrap();
    assert_eq!((room.window, room.validators, room.committee), (WINDOW, 166, 48));
    assert_eq!((room.allowance, room.used, room.places()), (8, 4, 4));
    assert_eq!(room.next_free, Some(ledger.time(FINALIZED - 999) + WINDOW));
    assert_eq!(room.open, None);
    // The numbers, the block before the window, the exits, and their blocks: no more of the past than is needed.
    assert_eq!(chain.round_trips() - before, 4);
}

#[test]
fn the_whole_window_is_read_where_blocks_come_faster() {
    let mut ledger = ledger();
    ledger.tenths = 115;
    let first = FINALIZED - WINDOW * 10 / 115 + 1;
    exits(&mut ledger, first);
    let room = room(&ledger).unwrap();
    assert_eq!((room.used, room.next_free), (1, Some(ledger.time(first) + WINDOW)));
}

#[test]
fn what_the_rollup_says_of_itself_counts_where_its_numbers_are_ours() {
    let mut ledger = ledger();
    exits(&mut ledger, FINALIZED - 5);
    let mut open = |numbers: [u64; 6]| {
        ledger.answer(ROLLUP, &getAttesterExitLimitStateCall {}, numbers.map(U256::from));
        room(&ledger).unwrap().open
    };
    assert_eq!(open([48, 1, WINDOW, 166, 8, 1]), Some(true));
    assert_eq!(open([8, 166, 0, 48, WINDOW, 1]), Some(false));
    assert_eq!(open([8, 166, 0, 48, WINDOW, 2]), None);
}

#[test]
fn a_rollup_without_such_exits_has_no_room() {
    assert_eq!(room(&Ledger::new()), None);
    // One with a fallback that takes every call.
    let mut ledger = ledger();
    ledger.answer_nothing::<getAttesterExitWindowCall>(ROLLUP);
    assert_eq!(room(&ledger), None);
}

#[test]
fn nobody_has_left() {
    let room = room(&ledger()).unwrap();
    assert_eq!((room.used, room.next_free, room.places()), (0, None, 8));
}

#[test]
fn delegations_to_our_provider_in_the_past_days() {
    let mut ledger = Ledger::new();
    // Ten days are 72,000 blocks.
    for (block, number) in [(FINALIZED - 80_000, 1), (FINALIZED - 70_000, 2), (FINALIZED - 100, 3), (FINALIZED, 4)] {
        stake(&mut ledger, block, number);
    }
    let (provider, split, staker) = (U256::from(3), Address::ZERO, Address::ZERO);
    let others = StakedWithProvider { provider, rollup: ROLLUP, attester: attester(5), split, staker };
    ledger.happens(FINALIZED - 50, 5, REGISTRY, &others);
    let (mut chain, deployment, _) = ledger.read();
    let pace = Pace::read(&mut chain, &deployment, ProviderId::new(OURS).unwrap(), 10).unwrap();
    assert_eq!((pace.delegations, pace.days), (3, 10.0));
}
