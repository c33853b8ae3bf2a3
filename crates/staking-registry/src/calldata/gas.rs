//! What a call of `addKeysToProvider` costs, and what a transaction may cost.

/// The most gas that a transaction may ask for, 2^24, since the Osaka upgrade (EIP-7825).
///
/// A call of `addKeysToProvider` with 82 keys or more is over it.
pub const TRANSACTION_GAS_LIMIT: u64 = 1 << 24;

/// What a Safe's transaction may spend on the calls in it: a call gets 63/64 of what is left (EIP-150), and half a million
/// covers the checking of dozens of signatures.
///
/// A call of `addKeysToProvider` with 77 keys is within it. On a local chain 78 went through a Safe with one owner, and 79 did
/// not; each owner who signs costs more.
pub const SAFE_CALLS_GAS_LIMIT: u64 = TRANSACTION_GAS_LIMIT / 64 * 63 - 500_000;

/// An estimate of the gas that an `addKeysToProvider` transaction uses at most when the admin sends it directly.
///
/// It is the sum of
/// - 21,000 for the transaction, 16 for each byte of calldata that is not zero and 4 for each that is (EIP-2028); the
///   floor price of EIP-7623 is far below and never counts;
/// - for each key nine new storage slots, one for the attester and eight for the coordinates, at 22,100 (20,000 to set
///   a slot, EIP-2200, and 2,100 for the first access, EIP-2929), and 2,700 for the rest: reading the calldata,
///   hashing the slot, moving the end of the queue, its 32 bytes of the event;
/// - 11,900 for what happens once: reading the provider, the first access to the queue, the event.
///
/// The last two figures bound what the contract used on a local chain, compiled with solc 0.8.30, optimiser on, 200
/// runs: beyond transaction and calldata 213,361 for 1 key, 10,089,167 for 50, 20,168,416 for 100. A contract compiled
/// otherwise may differ by a little; a Safe as the admin adds its own overhead.
#[must_use]
pub fn add_keys_gas(calldata: &[u8], keys: usize) -> u64 {
    let bytes: u64 = calldata.iter().map(|byte| if *byte == 0 { 4 } else { 16 }).sum();
    TRANSACTION + bytes + ONCE + (SLOTS * NEW_SLOT + REST) * keys as u64
}

const TRANSACTION: u64 = 21_000;
const SLOTS: u64 = 9;
const NEW_SLOT: u64 = 22_100;
const REST: u64 = 2_700;
const ONCE: u64 = 11_900;

#[cfg(test)]
mod tests {
    use super::*;

    /// Gas used on a local chain by the contract, with the zero bytes in the calldata of each call.
    #[test]
    fn bounds_what_was_measured() {
        for (keys, zeros, used) in [
            (1, 106, 239_297),
            (2, 119, 445_277),
            (5, 158, 1_063_224),
            (10, 224, 2_093_138),
            (50, 740, 10_333_287),
            (75, 1_072, 15_483_888),
            (80, 1_159, 16_513_818),
            (81, 1_158, 16_720_028),
            (100, 1_412, 20_634_872),
        ] {
            let mut calldata = vec![1; 100 + 288 * keys];
            calldata[..zeros].fill(0);
            let estimate = add_keys_gas(&calldata, keys);
            assert!(estimate >= used, "{keys} keys: {estimate} < {used}");
            assert!(estimate - used <= used / 1_000, "{keys} keys: {estimate} is far above {used}");
        }
    }
}
