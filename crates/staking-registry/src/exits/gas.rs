//! What a call with exits costs.

/// How many exits a call carries at most, see [`exits_gas`].
pub const EXITS_PER_CALL: usize = 20;

/// An estimate, from above, of the gas that a call with so many exits uses.
#[must_use]
pub fn exits_gas(calldata: &[u8], exits: usize) -> u64 {
    let bytes: u64 = calldata.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    TRANSACTION + bytes + ONCE + EACH * exits as u64
}

const TRANSACTION: u64 = 21_000;
const ONCE: u64 = 100_000;
const EACH: u64 = 700_000;
