//! What delegations to our provider leave behind.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolValue;

use crate::{
    contracts::{GSE, REGISTRY, ROLLUP},
    interface::*,
    ledger::{FACTORY, Ledger, OURS, RECIPIENT},
};

/// Whose stake it is.
pub(crate) const WITHDRAWER: Address = Address::repeat_byte(0xdd);
/// The provider's rate, in basis points.
pub(crate) const RATE: u16 = 500;

/// An attester by its number.
pub(crate) fn attester(number: u8) -> Address {
    Address::with_last_byte(number)
}

/// The Split of the delegation with this attester.
pub(crate) fn split(number: u8) -> Address {
    Address::repeat_byte(number)
}

/// The Split as it is agreed: the provider's part, and the rest to the delegator.
pub(crate) fn terms() -> Split {
    Split {
        recipients: vec![RECIPIENT, WITHDRAWER],
        allocations: [RATE, 10_000 - RATE].map(U256::from).to_vec(),
        total: U256::from(10_000),
        incentive: 0,
    }
}

/// What a Split with these parameters answers to `splitHash`.
pub(crate) fn hash(terms: &Split) -> B256 {
    keccak256(terms.abi_encode())
}

/// How a delegation is made.
pub(crate) struct Made {
    pub(crate) rollup: Address,
    /// What made the Split, and with which owner and parameters.
    pub(crate) factory: Address,
    pub(crate) owner: Address,
    pub(crate) params: Split,
}

impl Made {
    /// As it should be.
    pub(crate) fn well() -> Self {
        Self { rollup: ROLLUP, factory: FACTORY, owner: Address::ZERO, params: terms() }
    }
}

/// Somebody delegates, in a transaction whose number is that of the attester: a Split is made, and the attester queued.
pub(crate) fn stake(ledger: &mut Ledger, block: u64, number: u8) {
    stake_with(ledger, block, number, Made::well());
}

pub(crate) fn stake_with(ledger: &mut Ledger, block: u64, number: u8, made: Made) {
    let (split, Made { rollup, factory, owner, params }) = (split(number), made);
    let created = SplitCreated { split, params, owner, creator: REGISTRY, nonce: U256::ZERO };
    ledger.happens(block, number, factory, &created);
    let queued = ValidatorQueued { attester: attester(number), withdrawer: WITHDRAWER };
    ledger.happens(block, number, rollup, &queued);
    let (provider, attester, staker) = (U256::from(OURS), attester(number), WITHDRAWER);
    ledger.happens(block, number, REGISTRY, &StakedWithProvider { provider, rollup, attester, split, staker });
}

/// An attester goes into the rollup's entry queue, by way of us or not.
pub(crate) fn queue(ledger: &mut Ledger, block: u64, number: u8, withdrawer: Address) {
    ledger.happens(block, number, ROLLUP, &ValidatorQueued { attester: attester(number), withdrawer });
}

/// The rollup takes it from there, and it becomes active.
pub(crate) fn deposit(ledger: &mut Ledger, block: u64, number: u8, withdrawer: Address) {
    deposit_on(ledger, ROLLUP, block, number, withdrawer);
}

pub(crate) fn deposit_on(ledger: &mut Ledger, rollup: Address, block: u64, number: u8, withdrawer: Address) {
    let attester = attester(number);
    let event = Deposit {
        attester,
        withdrawer,
        publicKeyG1: G1Point::default(),
        publicKeyG2: G2Point::default(),
        proof: G1Point::default(),
        amount: U256::from(200),
    };
    ledger.happens(block, 0xdd, rollup, &event);
    ledger.answer(rollup, &getStatusCall(attester), 1);
    ledger.answer(GSE, &getConfigCall(attester), AttesterConfig { withdrawer, ..AttesterConfig::default() });
}

/// The rollup takes it from there, and the deposit fails.
pub(crate) fn refund(ledger: &mut Ledger, block: u64, number: u8, withdrawer: Address) {
    let event = FailedDeposit {
        attester: attester(number),
        withdrawer,
        publicKeyG1: G1Point::default(),
        publicKeyG2: G2Point::default(),
        proof: G1Point::default(),
    };
    ledger.happens(block, 0xdf, ROLLUP, &event);
}

/// An entry of the rollup's entry queue.
pub(crate) fn waiting(number: u8) -> KeyStore {
    KeyStore { attester: attester(number), ..KeyStore::default() }
}
