//! What a call with exits costs.

/// How many exits a call carries at most: with [`exits_gas`] some 15.2 million gas of the 16.8 million that a transaction may
/// use, which leaves room for a Safe around it.
pub const EXITS_PER_CALL: usize = 25;

/// An estimate of the gas that a call of `initiateWithdrawByAttesterBatchUpToLimit` with so many exits uses at most.
///
/// It is the sum of
/// - 21,000 for the transaction, 16 for each byte of calldata that is not zero and 4 for each that is (EIP-2028);
/// - 100,000 for what happens once: what is counted of the window;
/// - 600,000 for each exit. `GSE.withdraw`, which does most of the work, used 362,000 beyond its transaction at most, on a
///   local chain with the published bytecode of 4.1.2, for 30 of 40 attesters one after the other. The record of the exit is
///   four new storage slots at 22,100. The rest is for the signature, the reads before, and what the rollup counts.
///
/// The rollup that takes signed exits has no published bytecode, so the whole was not measured.
#[must_use]
pub fn exits_gas(calldata: &[u8], exits: usize) -> u64 {
    let bytes: u64 = calldata.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    TRANSACTION + bytes + ONCE + EACH * exits as u64
}

const TRANSACTION: u64 = 21_000;
const ONCE: u64 = 100_000;
const EACH: u64 = 600_000;
