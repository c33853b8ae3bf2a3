//! The shape of an entry.

use alloy_primitives::Address;
use serde::Serialize;

use crate::{UnverifiedKeyStore, word_to_text};

/// The shape of an entry; the order of the fields is that of the file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    attester: String,
    public_key_g1: G1,
    public_key_g2: G2,
    proof_of_possession: G1,
}

#[derive(Serialize)]
struct G1 {
    x: String,
    y: String,
}

#[derive(Serialize)]
struct G2 {
    x0: String,
    x1: String,
    y0: String,
    y1: String,
}

impl From<&UnverifiedKeyStore> for Entry {
    fn from(tuple: &UnverifiedKeyStore) -> Self {
        let g1 = |[x, y]: &[[u8; 32]; 2]| G1 { x: word_to_text(x), y: word_to_text(y) };
        let [x0, x1, y0, y1] = tuple.public_key_g2.each_ref().map(word_to_text);
        Self {
            attester: checksummed(tuple.attester),
            public_key_g1: g1(&tuple.public_key_g1),
            public_key_g2: G2 { x0, x1, y0, y1 },
            proof_of_possession: g1(&tuple.proof_of_possession),
        }
    }
}

fn checksummed(address: Address) -> String {
    address.to_checksum(None)
}
