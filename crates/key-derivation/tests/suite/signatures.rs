//! Signatures of digests, as viem and ethers make them.

use aztec_key_derivation::{B256, EthSecretKey};
use serde::Deserialize;

use crate::support;

#[derive(Deserialize)]
struct Batch {
    name: String,
    exits: Vec<Exit>,
}

#[derive(Deserialize)]
struct Exit {
    sk: String,
    attester: String,
    digest: String,
    signature: String,
}

#[test]
fn known_answers() {
    let batches: Vec<Batch> = support::vectors("exits.json");
    for Batch { name, exits } in batches {
        for exit in exits {
            let key = EthSecretKey::from_be_bytes(&support::hex(&exit.sk)).unwrap();
            assert_eq!(key.address().to_string(), exit.attester, "{name}");
            let signature = key.sign_digest(&B256::from(support::hex::<32>(&exit.digest))).unwrap();
            assert_eq!(signature.as_bytes(), support::hex::<65>(&exit.signature), "{name}");
            assert!(signature.normalize_s().is_none(), "{name}: s is in the lower half");
        }
    }
}
