//! Records as text, as tools for the command line take them.

use alloy_primitives::hex;

use crate::Claim;

/// The text of a `KeyStore[]` argument: `[(attester,(x,y),(x0,x1,y0,y1),(x,y)),…]`.
#[must_use]
pub fn tuples(claims: &[Claim]) -> String {
    let tuples: Vec<_> = claims.iter().map(tuple).collect();
    format!("[{}]", tuples.join(","))
}

fn tuple(claim: &Claim) -> String {
    format!(
        "({},({}),({}),({}))",
        claim.attester.to_checksum(None),
        words(&claim.public_key_g1),
        words(&claim.public_key_g2),
        words(&claim.proof_of_possession)
    )
}

fn words(words: &[[u8; 32]]) -> String {
    words.iter().map(hex::encode_prefixed).collect::<Vec<_>>().join(",")
}
