//! Tuples as text, as tools for the command line take them.

use alloy_primitives::hex;

use crate::UnverifiedKeyStore;

/// The text of a `KeyStore[]` argument: `[(attester,(x,y),(x0,x1,y0,y1),(x,y)),…]`.
#[must_use]
pub fn tuples_argument(tuples: &[UnverifiedKeyStore]) -> String {
    let tuples: Vec<_> = tuples.iter().map(tuple).collect();
    format!("[{}]", tuples.join(","))
}

fn tuple(tuple: &UnverifiedKeyStore) -> String {
    format!(
        "({},({}),({}),({}))",
        tuple.attester.to_checksum(None),
        words(&tuple.public_key_g1),
        words(&tuple.public_key_g2),
        words(&tuple.proof_of_possession)
    )
}

fn words(words: &[[u8; 32]]) -> String {
    words.iter().map(hex::encode_prefixed).collect::<Vec<_>>().join(",")
}
