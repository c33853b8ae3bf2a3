//! Where the stakes of delegations stand.

use alloy_primitives::{Address, U256};
use aztec_provider::{Standing, delegations::History};

use crate::{
    contracts::ROLLUP,
    delegating::{Made, WITHDRAWER, attester, deposit, deposit_on, refund, stake, stake_with, waiting},
    interface::*,
    ledger::{Ledger, OLD_ROLLUP},
};

fn standings(ledger: &Ledger) -> Vec<(u64, U256, Option<u64>)> {
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::since(&chain, &deployment, provider.id, 900_000);
    history.advance(&mut chain, &deployment, u64::MAX).unwrap();
    let all = history.delegations().unwrap();
    let standings = Standing::all(&mut chain, &deployment, &all).unwrap();
    standings.iter().map(|one| (one.since, one.stake, one.exitable_at)).collect()
}

fn view(status: u8, balance: u64, exit: Option<(u64, U256)>) -> AttesterView {
    let exit = exit.map(|(amount, exitable_at)| Exit {
        amount: U256::from(amount),
        exitableAt: exitable_at,
        exists: true,
        ..Exit::default()
    });
    AttesterView {
        status,
        effectiveBalance: U256::from(balance),
        exit: exit.unwrap_or_default(),
        ..AttesterView::default()
    }
}

fn sees(ledger: &mut Ledger, rollup: Address, number: u8, view: AttesterView) {
    ledger.answer(rollup, &getAttesterViewCall(attester(number)), view);
}

#[test]
fn how_much_is_at_stake_and_since_when() {
    let mut ledger = Ledger::new();
    for rollup in [OLD_ROLLUP, ROLLUP] {
        ledger.answer_all::<getAttesterViewCall>(rollup, AttesterView::default());
        ledger.answer(rollup, &getActivationThresholdCall {}, U256::from(if rollup == ROLLUP { 200 } else { 100 }));
    }
    let on_old = || Made { rollup: OLD_ROLLUP, ..Made::well() };
    // Active; leaving, and the rest that it still has is not what it takes along; refunded; waiting.
    stake(&mut ledger, 900_020, 21);
    deposit(&mut ledger, 900_030, 21, WITHDRAWER);
    sees(&mut ledger, ROLLUP, 21, view(1, 199, None));
    stake(&mut ledger, 900_021, 22);
    deposit(&mut ledger, 900_031, 22, WITHDRAWER);
    sees(&mut ledger, ROLLUP, 22, view(3, 5, Some((180, U256::from(77)))));
    stake(&mut ledger, 900_022, 23);
    refund(&mut ledger, 900_032, 23, WITHDRAWER);
    sees(&mut ledger, ROLLUP, 23, view(1, 200, None));
    stake(&mut ledger, 900_023, 24);
    // On an older rollup: waiting there; moved to the latest; still on its own, whatever the latest says.
    stake_with(&mut ledger, 900_024, 25, on_old());
    for number in [26, 27] {
        stake_with(&mut ledger, 900_025, number, on_old());
        deposit_on(&mut ledger, OLD_ROLLUP, 900_035, number, WITHDRAWER);
        sees(&mut ledger, ROLLUP, number, view(1, 150, None));
    }
    sees(&mut ledger, OLD_ROLLUP, 27, view(2, 40, Some((41, U256::MAX))));
    ledger.entry_queue(ROLLUP, &[waiting(24)]);
    ledger.entry_queue(OLD_ROLLUP, &[waiting(25)]);

    let expected = [
        (900_030, 199, None),
        (900_031, 180, Some(77)),
        (900_032, 0, None),
        (900_023, 200, None),
        (900_024, 100, None),
        (900_035, 150, None),
        (900_035, 41, Some(u64::MAX)),
    ];
    let expected = expected.map(|(block, stake, exit)| (ledger.time(block), U256::from(stake), exit));
    assert_eq!(standings(&ledger), expected);
}

#[test]
fn more_delegations_than_a_node_gives_blocks_at_once() {
    let mut ledger = Ledger::new();
    ledger.answer_all::<getAttesterViewCall>(ROLLUP, AttesterView::default());
    ledger.answer(ROLLUP, &getActivationThresholdCall {}, U256::from(200));
    for number in 1..=120 {
        stake(&mut ledger, 900_000 + u64::from(number), number);
    }
    let standings = standings(&ledger);
    assert_eq!(standings.len(), 120);
    assert!(standings.iter().zip(900_001..).all(|(one, block)| *one == (ledger.time(block), U256::from(200), None)));
}
