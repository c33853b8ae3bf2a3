//! Fingerprints tell secrets apart and say nothing else.

use aztec_key_derivation::{Ikm, MasterFingerprint, Seed, derive_bls_custom};
use sha2::{Digest, Sha256};

#[test]
fn of_key_material_is_a_digest_of_a_public_key() {
    let ikm = Ikm::from_bytes(&[7; 32]).unwrap();
    let public_key = derive_bls_custom(&ikm, "m").public_key().g1().to_compressed();
    let digest = base16ct::lower::encode_string(&Sha256::digest(public_key));
    assert_eq!(MasterFingerprint::of_ikm(&ikm).to_string(), digest[..8]);
}

#[test]
fn different_secrets_differ() {
    let of_ikm = |byte| MasterFingerprint::of_ikm(&Ikm::from_bytes(&[byte; 64]).unwrap());
    let of_seed = |byte| MasterFingerprint::of_seed(&Seed::from_bytes(&[byte; 64])).unwrap();
    assert_ne!(of_ikm(1), of_ikm(2));
    assert_ne!(of_seed(1), of_seed(2));
    assert_ne!(of_ikm(1), of_seed(1));
    assert_eq!(of_ikm(1), of_ikm(1));
}
