//! What the benches share.

use bn254_bls::SecretKey;

/// The same keys in each run, spread over the whole range.
///
/// # Panics
/// Never: none of these numbers is a multiple of the order.
#[must_use]
pub fn keys(count: usize) -> Vec<SecretKey> {
    let mut state = 0;
    let mut key = || {
        let bytes: Vec<u8> = (0..8).flat_map(|_| split_mix(&mut state).to_be_bytes()).collect();
        SecretKey::from_be_bytes_mod_order(&bytes).expect("no multiple of the order")
    };
    (0..count).map(|_| key()).collect()
}

/// The generator SplitMix64 (Steele, Lea, Flood 2014): repeatable numbers without a pattern that matters here.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ *state >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ mixed >> 31
}

/// Whether to run everything once and briefly, only to see that it runs: `cargo bench -- --test`.
#[must_use]
pub fn is_test() -> bool {
    std::env::args().any(|argument| argument == "--test")
}
