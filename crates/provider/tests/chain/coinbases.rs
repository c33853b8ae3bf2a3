//! Which Split is an attester's coinbase, and what stands against it.

use alloy_primitives::{Address, B256, U256};
use aztec_provider::{Assignment, Objection, ValidatorStatus, delegations::History};

use crate::{
    contracts::{GSE, REGISTRY, ROLLUP},
    delegating::{
        Made, RATE, WITHDRAWER, attester, deposit, deposit_on, hash, refund, split, stake, stake_with, terms, waiting,
    },
    interface::*,
    ledger::{Ledger, OLD_ROLLUP, OURS, RECIPIENT},
};

const SOMEBODY: Address = Address::repeat_byte(0x66);

fn assignments(ledger: &Ledger) -> Vec<Assignment> {
    let (mut chain, deployment, provider) = ledger.read();
    let mut history = History::since(&chain, &deployment, provider.id, 900_000);
    history.advance(&mut chain, &deployment, u64::MAX).unwrap();
    Assignment::all(&mut chain, &deployment, &provider, &history).unwrap()
}

fn objection(ledger: &Ledger) -> Option<Objection> {
    let [one] = assignments(ledger).try_into().unwrap();
    one.objection
}

/// One active validator with such a Split, made by the factory, that answers with its hash.
fn with(params: Split) -> Ledger {
    made(Made { params, ..Made::well() })
}

fn made(made: Made) -> Ledger {
    let mut ledger = Ledger::new();
    ledger.answer(split(21), &splitHashCall {}, hash(&made.params));
    stake_with(&mut ledger, 900_020, 21, made);
    deposit(&mut ledger, 900_030, 21, WITHDRAWER);
    ledger
}

#[test]
fn only_delegations_whose_deposit_succeeded_count() {
    let mut ledger = with(terms());
    stake(&mut ledger, 900_040, 22);
    refund(&mut ledger, 900_050, 22, WITHDRAWER);
    stake(&mut ledger, 900_060, 23);
    ledger.entry_queue(ROLLUP, &[waiting(23)]);
    let [one] = assignments(&ledger).try_into().unwrap();
    assert_eq!((one.delegation.attester, one.delegation.split, one.objection), (attester(21), split(21), None));
    assert!(one.is_active());
}

#[test]
fn where_the_validator_stands_on_its_rollup_or_on_the_latest() {
    let status = |own, latest| {
        let mut ledger = Ledger::new();
        // Staked on what was the canonical rollup then.
        stake_with(&mut ledger, 900_020, 21, Made { rollup: OLD_ROLLUP, ..Made::well() });
        deposit_on(&mut ledger, OLD_ROLLUP, 900_030, 21, WITHDRAWER);
        ledger.answer(OLD_ROLLUP, &getStatusCall(attester(21)), own);
        ledger.answer(ROLLUP, &getStatusCall(attester(21)), latest);
        let [one] = assignments(&ledger).try_into().unwrap();
        (one.status, one.is_active())
    };
    assert_eq!(status(0, 1), (ValidatorStatus::Validating, true));
    assert_eq!(status(3, 1), (ValidatorStatus::Exiting, false));
    assert_eq!(status(2, 0), (ValidatorStatus::Zombie, false));
    assert_eq!(status(0, 0), (ValidatorStatus::None, false));
}

#[test]
fn what_the_chain_says_against_the_events() {
    let mut ledger = with(terms());
    ledger.answer(
        GSE,
        &getConfigCall(attester(21)),
        AttesterConfig { withdrawer: SOMEBODY, ..AttesterConfig::default() },
    );
    assert_eq!(objection(&ledger), Some(Objection::OtherWithdrawer { actual: SOMEBODY }));
    let mut ledger = with(terms());
    ledger.entry_queue(ROLLUP, &[waiting(21)]);
    assert_eq!(objection(&ledger), Some(Objection::OtherQueue));
}

#[test]
fn who_made_the_split_and_who_can_change_it() {
    assert_eq!(objection(&made(Made { factory: SOMEBODY, ..Made::well() })), Some(Objection::NotTheFactorys));
    let owned = made(Made { owner: SOMEBODY, ..Made::well() });
    assert_eq!(objection(&owned), Some(Objection::HasOwner { owner: SOMEBODY }));
    let mut ledger = with(terms());
    ledger.answer(split(21), &splitHashCall {}, B256::repeat_byte(1));
    assert_eq!(objection(&ledger), Some(Objection::OtherHash));
    // An address that answers nothing.
    let mut ledger = Ledger::new();
    stake(&mut ledger, 900_020, 21);
    deposit(&mut ledger, 900_030, 21, WITHDRAWER);
    assert_eq!(objection(&ledger), Some(Objection::OtherHash));
}

#[test]
fn how_the_split_shares() {
    let shares = |shares: [u64; 2]| shares.map(U256::from).to_vec();
    let three = Split {
        recipients: vec![RECIPIENT, WITHDRAWER, SOMEBODY],
        allocations: [500, 500, 9_000].map(U256::from).to_vec(),
        ..terms()
    };
    let others = [
        three,
        Split { total: U256::from(10_001), ..terms() },
        Split { allocations: shares([500, 9_400]), ..terms() },
        Split { allocations: vec![U256::from(500), U256::MAX], ..terms() },
        Split { incentive: 1, ..terms() },
    ];
    for params in others {
        assert_eq!(objection(&with(params.clone())), Some(Objection::OtherShape), "{params:?}");
    }
    let params = Split { allocations: shares([400, 9_600]), ..terms() };
    let other = Objection::OtherRate { actual: U256::from(400), expected: RATE };
    assert_eq!(objection(&with(params)), Some(other));
    let params = Split { recipients: vec![SOMEBODY, WITHDRAWER], ..terms() };
    let other = Objection::OtherRecipient { actual: SOMEBODY, expected: RECIPIENT };
    assert_eq!(objection(&with(params)), Some(other));
}

#[test]
fn what_was_agreed_is_what_held_at_that_time() {
    let provider = U256::from(OURS);
    let somebodys = Split { recipients: vec![SOMEBODY, WITHDRAWER], ..terms() };
    // Changed later: nothing says where the part went before, so nothing stands against it.
    let change = |recipient| ProviderRewardsRecipientUpdated { provider, recipient };
    let mut ledger = with(somebodys.clone());
    ledger.happens(900_090, 90, REGISTRY, &change(RECIPIENT));
    assert_eq!(objection(&ledger), None);
    // Changed before.
    let mut ledger = Ledger::new();
    ledger.happens(900_010, 90, REGISTRY, &change(SOMEBODY));
    ledger.happens(900_011, 91, REGISTRY, &ProviderTakeRateUpdated { provider, takeRate: 700 });
    for (number, params) in [(21, somebodys), (22, terms())] {
        ledger.answer(split(number), &splitHashCall {}, hash(&params));
        stake_with(&mut ledger, 900_020, number, Made { params, ..Made::well() });
        deposit(&mut ledger, 900_030, number, WITHDRAWER);
    }
    let rate = Some(Objection::OtherRate { actual: U256::from(RATE), expected: 700 });
    assert_eq!(assignments(&ledger).iter().map(|one| one.objection).collect::<Vec<_>>(), [rate, rate]);
    ledger.happens(900_012, 92, REGISTRY, &ProviderTakeRateUpdated { provider, takeRate: RATE });
    let other = Objection::OtherRecipient { actual: RECIPIENT, expected: SOMEBODY };
    assert_eq!(assignments(&ledger).iter().map(|one| one.objection).collect::<Vec<_>>(), [None, Some(other)]);
}

#[test]
fn a_node_can_lie_about_events_and_not_about_what_a_hash_seals() {
    let (owner, actual, expected) = (SOMEBODY, SOMEBODY, RECIPIENT);
    let lies =
        [Objection::NotTheFactorys, Objection::OtherHash, Objection::OtherWithdrawer { actual }, Objection::OtherQueue];
    assert!(lies.iter().all(|objection| objection.may_be_a_lie()));
    let sealed = [
        Objection::HasOwner { owner },
        Objection::OtherShape,
        Objection::OtherRecipient { actual, expected },
        Objection::OtherRate { actual: U256::ONE, expected: RATE },
    ];
    assert!(!sealed.iter().any(|objection| objection.may_be_a_lie()));
}
