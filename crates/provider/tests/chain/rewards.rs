//! What has accrued for the delegations to a provider, and where it lies.

use alloy_primitives::{Address, U256};
use aztec_provider::{Assignment, Rewards, SplitRewards, Stray, delegations::History};

use crate::{
    contracts::ROLLUP,
    delegating::{Made, WITHDRAWER, attester, deposit, split, stake, stake_with, waiting},
    interface::*,
    ledger::{Ledger, OLD_ROLLUP, RECIPIENT, TOKEN},
};

const WAREHOUSE: Address = Address::repeat_byte(0xaa);
/// What the old rollup pays in where it is not the token of today.
const OLD_TOKEN: Address = Address::repeat_byte(0x01);

/// Two active validators with Splits, one whose Split nobody knows, and one that waits. Nothing has accrued.
fn ledger() -> Ledger {
    let mut ledger = Ledger::new();
    for number in [21, 22] {
        stake(&mut ledger, 900_020, number);
        deposit(&mut ledger, 900_030, number, WITHDRAWER);
    }
    stake_with(&mut ledger, 900_020, 23, Made { factory: OLD_TOKEN, ..Made::well() });
    deposit(&mut ledger, 900_030, 23, WITHDRAWER);
    stake(&mut ledger, 900_020, 24);
    ledger.entry_queue(ROLLUP, &[waiting(24)]);
    for rollup in [OLD_ROLLUP, ROLLUP] {
        ledger.answer(rollup, &getFeeAssetCall {}, TOKEN);
        ledger.answer(rollup, &isRewardsClaimableCall {}, true);
        ledger.answer_all::<getSequencerRewardsCall>(rollup, U256::ZERO);
    }
    for split in [21, 22].map(split) {
        ledger.answer_all::<getSplitBalanceCall>(
            split,
            getSplitBalanceReturn { here: U256::ZERO, inWarehouse: U256::ZERO },
        );
        ledger.answer(split, &SPLITS_WAREHOUSECall {}, WAREHOUSE);
    }
    ledger.answer_all::<balanceOfCall>(WAREHOUSE, U256::ZERO);
    for (token, symbol) in [(TOKEN, "A\u{202e}Z T"), (OLD_TOKEN, "abcdefghijklmnop")] {
        ledger.answer(token, &symbolCall {}, symbol.to_owned());
        ledger.answer(token, &decimalsCall {}, 18);
    }
    ledger
}

fn read(ledger: &Ledger) -> Vec<Rewards> {
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::since(&chain, &deployment, provider.id, 900_000);
    history.advance(&mut chain, &deployment, u64::MAX).unwrap();
    let assignments = Assignment::all(&mut chain, &deployment, &provider, &history).unwrap();
    Rewards::read(&mut chain, &deployment, &provider, &history, &assignments).unwrap()
}

fn accrues(ledger: &mut Ledger, rollup: Address, coinbase: Address, amount: u64) {
    ledger.answer(rollup, &getSequencerRewardsCall(coinbase), U256::from(amount));
}

#[test]
fn where_the_rewards_of_each_split_lie() {
    let mut ledger = ledger();
    accrues(&mut ledger, OLD_ROLLUP, split(21), 1_000);
    accrues(&mut ledger, ROLLUP, split(21), 200);
    accrues(&mut ledger, ROLLUP, split(22), 50);
    accrues(&mut ledger, ROLLUP, attester(22), 7);
    let balance = getSplitBalanceReturn { here: U256::from(30), inWarehouse: U256::from(4) };
    ledger.answer(split(21), &getSplitBalanceCall(TOKEN), balance);
    let id = U256::from_be_bytes(TOKEN.into_word().0);
    ledger.answer(WAREHOUSE, &balanceOfCall { owner: RECIPIENT, id }, U256::from(90));
    ledger.answer(OLD_ROLLUP, &isRewardsClaimableCall {}, false);

    let [rewards] = read(&ledger).try_into().unwrap();
    assert_eq!((rewards.token.address, rewards.token.decimals), (TOKEN, 18));
    // What cannot be seen, and what moves other text, is not shown.
    assert_eq!(rewards.token.symbol, "AZT");
    assert_eq!((rewards.recipient, rewards.not_claimable.as_slice()), (RECIPIENT, [OLD_ROLLUP].as_slice()));
    assert_eq!(rewards.in_warehouses, [(WAREHOUSE, U256::from(90))]);
    let stray = rewards.strays.iter().map(|Stray { attester, rollup, amount, .. }| (*attester, *rollup, *amount));
    assert_eq!(stray.collect::<Vec<_>>(), [(attester(22), ROLLUP, U256::from(7))]);
    let [first, second]: [SplitRewards; 2] = rewards.splits.try_into().unwrap();
    assert_eq!((first.attester, first.split), (attester(21), split(21)));
    assert_eq!(first.on_rollups, [(OLD_ROLLUP, U256::from(1_000)), (ROLLUP, U256::from(200))]);
    assert_eq!((first.on_split, first.in_warehouse), (U256::from(30), U256::from(4)));
    assert_eq!([first.total(), second.total()], [1_234, 50].map(U256::from));
    // 5 of 100, rounded down.
    let parts = [RECIPIENT, WITHDRAWER, WAREHOUSE].map(|recipient| first.part_of(recipient));
    assert_eq!(parts, [61, 1_172, 0].map(U256::from));
}

#[test]
fn each_token_for_itself() {
    let mut ledger = ledger();
    ledger.answer(OLD_ROLLUP, &getFeeAssetCall {}, OLD_TOKEN);
    ledger.answer(OLD_ROLLUP, &isRewardsClaimableCall {}, false);
    accrues(&mut ledger, OLD_ROLLUP, split(21), 1_000);
    accrues(&mut ledger, ROLLUP, split(21), 200);
    let rewards = read(&ledger);
    let summary: Vec<_> = rewards.iter().map(|one| (one.token.address, one.not_claimable.clone())).collect();
    assert_eq!(summary, [(TOKEN, vec![]), (OLD_TOKEN, vec![OLD_ROLLUP])]);
    assert_eq!(rewards[1].token.symbol, "abcdefghijkl");
    let totals = rewards.iter().map(|one| one.splits[0].total());
    assert_eq!(totals.collect::<Vec<_>>(), [200, 1_000].map(U256::from));
}
