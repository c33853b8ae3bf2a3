//! Exits as their attesters sign them, with the curve's library itself.

#![allow(dead_code, unreachable_pub, reason = "each test file takes what it needs")]

use alloy_primitives::{Address, Signature, U256};
use aztec_staking_registry::NonZeroAddress;
use aztec_staking_registry::exits::{Deadline, ExitDomain, UnverifiedExit};
use k256::ecdsa::SigningKey;

pub const ROLLUP: &str = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
pub const DEADLINE: u64 = 1_798_761_600;

pub fn domain() -> ExitDomain {
    ExitDomain::new(1, NonZeroAddress::parse(ROLLUP).unwrap()).unwrap()
}

/// A key of its own for each number.
pub fn key(number: u32) -> SigningKey {
    let mut bytes = [0x5e; 32];
    bytes[28..].copy_from_slice(&number.to_be_bytes());
    SigningKey::from_slice(&bytes).unwrap()
}

pub fn address(key: &SigningKey) -> Address {
    Address::from_raw_public_key(&key.verifying_key().to_sec1_point(false).as_bytes()[1..])
}

pub fn signed(key: &SigningKey, deadline: u64, domain: &ExitDomain) -> UnverifiedExit {
    let (attester, deadline) = (address(key), Deadline::from_unix(deadline));
    let (signature, recovery) = key.sign_prehash_recoverable(&domain.digest(attester, deadline)[..]);
    let (r, s) = signature.split_bytes();
    let signature = Signature::new(U256::from_be_slice(&r), U256::from_be_slice(&s), recovery.is_y_odd());
    UnverifiedExit::new(attester, deadline, &signature)
}

/// The exits of so many attesters.
pub fn exits(count: u32) -> Vec<UnverifiedExit> {
    (0..count).map(|number| signed(&key(number), DEADLINE, &domain())).collect()
}
