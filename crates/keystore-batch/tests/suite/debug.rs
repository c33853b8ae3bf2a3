//! What `Debug` shows of a plan, which holds every secret of a batch.

use aztec_encrypted_keystore::{EthKdf, NewPassword};
use aztec_key_derivation::{Allocation, BlsRule, Ikm, Index, IndexRange, Mnemonic, Passphrase};
use aztec_keystore_batch::{
    Account, Attesters, BatchPlan, DerivedKeys, Encryption, KeyMaterial, PlannedKeys, Protection, Salts,
};

#[test]
fn a_plan_shows_no_secret() {
    let mnemonic = Mnemonic::parse("test test test test test test test test test test test junk").unwrap();
    let passphrase = Passphrase::new("swordfish").unwrap();
    let ikm = Ikm::from_bytes(&[0xab; 32]).unwrap();
    let material = KeyMaterial::from_mnemonic(&mnemonic, passphrase).with_ikm(ikm);
    let indices = IndexRange::new(Index::ZERO, 2).unwrap();
    let allocation = Allocation::new(BlsRule::V6, Index::ZERO, indices);
    let publishers = Account::parse_list(&format!("0x{}\n", "11".repeat(32))).unwrap();
    let keys = DerivedKeys::new(allocation, material, Attesters::Derived).unwrap().with_publishers(publishers).unwrap();
    let password = || NewPassword::ascii("correct horse battery").unwrap();
    let protection = Protection::Encrypted(Encryption {
        eth_password: password(),
        bls_password: password(),
        eth_kdf: EthKdf::Pbkdf2,
        salts: Salts::PerBatch,
    });
    let shown = format!("{:?}", BatchPlan::new(PlannedKeys::Derived(keys), protection));
    assert!(shown.contains("Allocation") && shown.contains("Pbkdf2"), "what is no secret is there: {shown}");
    for secret in ["junk", "swordfish", "horse", "abab", "171, 171", "1111", "17, 17"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
}
