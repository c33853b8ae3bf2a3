//! Files that share a derived key: what they have in common, what they never have, and that any reader opens them.

use std::collections::HashSet;

use aztec_encrypted_keystore::{
    BlsSealingKey, DecryptError, EncryptedBlsKey, EncryptedEthKey, EthKdf, EthSealingKey, NewPassword, OpeningKeys,
    Password, ScryptCost,
};
use aztec_key_derivation::EthSecretKey;
use bn254_bls::SecretKey;
use proptest::prelude::*;
use rand::rngs::SysRng;
use serde_json::Value;

use crate::samples::{PASSWORD, bls_secret, eth_secret, new_password};

const ETH_SALT: &str = "/crypto/kdfparams/salt";
const BLS_SALT: &str = "/crypto/kdf/params/salt";
const ETH_IV: &str = "/crypto/cipherparams/iv";
const BLS_IV: &str = "/crypto/cipher/params/iv";

fn values(files: &[String], pointer: &str) -> HashSet<String> {
    let value = |file: &String| serde_json::from_str::<Value>(file).unwrap().pointer(pointer).unwrap().to_string();
    files.iter().map(value).collect()
}

/// The ETH and the BLS files of one batch.
fn batch(password: &NewPassword, count: u8) -> (Vec<String>, Vec<String>) {
    let eth = EthSealingKey::derive(password, EthKdf::Pbkdf2, &mut SysRng).unwrap();
    let bls = BlsSealingKey::derive(password, &mut SysRng).unwrap();
    let secret = |number: u8| [number; 32];
    let eth_file = |number| {
        let secret = EthSecretKey::from_be_bytes(&secret(number)).unwrap();
        EncryptedEthKey::seal(&secret, &eth, &mut SysRng).unwrap().to_json()
    };
    let bls_file = |number| {
        let secret = SecretKey::from_be_bytes(&secret(number)).unwrap();
        EncryptedBlsKey::seal(&secret, "m/12381/3600/0/0/0", &bls, &mut SysRng).unwrap().to_json()
    };
    ((1..=count).map(eth_file).collect(), (1..=count).map(bls_file).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4))]

    #[test]
    fn a_batch_shares_salts_and_never_an_iv(count in 2u8..32, again in 2u8..8) {
        let password = new_password();
        let (eth, bls) = batch(&password, count);
        let (later_eth, later_bls) = batch(&password, again);
        let all = |one: &[String], other: &[String]| [one, other].concat();
        let total = usize::from(count) + usize::from(again);

        for files in [&eth, &later_eth] {
            prop_assert_eq!(values(files, ETH_SALT).len(), 1);
        }
        for files in [&bls, &later_bls] {
            prop_assert_eq!(values(files, BLS_SALT).len(), 1);
        }
        // Two batches, even under one password, share no salt; nor do the kinds within one. So no key serves twice.
        let salts: HashSet<_> = [&eth, &later_eth].into_iter().flat_map(|files| values(files, ETH_SALT))
            .chain([&bls, &later_bls].into_iter().flat_map(|files| values(files, BLS_SALT))).collect();
        prop_assert_eq!(salts.len(), 4);
        let ivs: HashSet<_> = values(&all(&eth, &later_eth), ETH_IV).into_iter()
            .chain(values(&all(&bls, &later_bls), BLS_IV)).collect();
        prop_assert_eq!(ivs.len(), 2 * total);
        prop_assert_eq!(values(&all(&eth, &later_eth), "/id").len(), total);
        prop_assert_eq!(values(&all(&bls, &later_bls), "/uuid").len(), total);
    }
}

/// The same secret twice: where the key streams are not the same, neither are the ciphertexts.
#[test]
fn one_secret_sealed_twice_has_two_ciphertexts() {
    let password = new_password();
    let key = EthSealingKey::derive(&password, EthKdf::Pbkdf2, &mut SysRng).unwrap();
    let files: Vec<_> =
        (0..2).map(|_| EncryptedEthKey::seal(&eth_secret(), &key, &mut SysRng).unwrap().to_json()).collect();
    assert_eq!(values(&files, "/crypto/ciphertext").len(), 2);
    assert_eq!(values(&files, "/crypto/mac").len(), 2);
}

/// Every value replaced by what kind of value it is, text by its length.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), shape(value))).collect(),
        Value::String(text) => text.len().into(),
        other => other.clone(),
    }
}

fn shape_of(file: &str) -> Value {
    shape(&serde_json::from_str(file).unwrap())
}

#[test]
fn a_file_under_a_shared_key_looks_and_opens_like_any_other() {
    let password = new_password();
    let kdf = EthKdf::Scrypt(ScryptCost::MIN);
    let eth_key = EthSealingKey::derive(&password, kdf, &mut SysRng).unwrap();
    let shared = EncryptedEthKey::seal(&eth_secret(), &eth_key, &mut SysRng).unwrap().to_json();
    let own = EncryptedEthKey::encrypt(&eth_secret(), kdf, &password, &mut SysRng).unwrap().to_json();
    assert_eq!(shape_of(&shared), shape_of(&own));
    let read = EncryptedEthKey::from_json(shared.as_bytes()).unwrap();
    assert_eq!(read.decrypt(&password).unwrap(), eth_secret());

    let bls_key = BlsSealingKey::derive(&password, &mut SysRng).unwrap();
    let path = "m/12381/3600/0/0/0";
    let shared = EncryptedBlsKey::seal(&bls_secret(), path, &bls_key, &mut SysRng).unwrap().to_json();
    let own = EncryptedBlsKey::encrypt(&bls_secret(), path, &password, &mut SysRng).unwrap().to_json();
    assert_eq!(shape_of(&shared), shape_of(&own));
    let read = EncryptedBlsKey::from_json(shared.as_bytes()).unwrap();
    assert_eq!(read.decrypt(&password).unwrap().public_key(), bls_secret().public_key());
}

#[test]
fn kept_keys_open_what_their_password_opens_and_nothing_else() {
    let password = new_password();
    let (eth, bls) = batch(&password, 3);
    let (right, wrong) = (Password::existing(PASSWORD).unwrap(), Password::existing("incorrect horse").unwrap());
    let (right, wrong) = (OpeningKeys::of(&right), OpeningKeys::of(&wrong));
    // Twice, so that what is kept serves as well.
    for file in eth.iter().chain(&eth) {
        let file = EncryptedEthKey::from_json(file.as_bytes()).unwrap();
        assert_eq!(Some(file.open(&right).unwrap().address()), file.address());
        assert_eq!(file.open(&wrong).unwrap_err(), DecryptError::WrongPassword);
    }
    for file in bls.iter().chain(&bls) {
        let file = EncryptedBlsKey::from_json(file.as_bytes()).unwrap();
        assert_eq!(*file.open(&right).unwrap().public_key().g1(), file.public_key());
        assert_eq!(file.open(&wrong).unwrap_err(), DecryptError::WrongPassword);
    }
}

/// A flipped bit in the IV of one file gives another key, and it is noticed though the derived key is right.
#[test]
fn another_files_iv_is_noticed() {
    let password = new_password();
    let (eth, bls) = batch(&password, 2);
    let swap = |files: &[String], pointer: &str| {
        let [mut one, other] = [0, 1].map(|at: usize| serde_json::from_str::<Value>(&files[at]).unwrap());
        *one.pointer_mut(pointer).unwrap() = other.pointer(pointer).unwrap().clone();
        one.to_string()
    };
    let keys = OpeningKeys::of(&password);
    let error = EncryptedEthKey::from_json(swap(&eth, ETH_IV).as_bytes()).unwrap().open(&keys).unwrap_err();
    assert!(matches!(error, DecryptError::AddressMismatch { .. } | DecryptError::EthSecretOutOfRange), "{error}");
    let error = EncryptedBlsKey::from_json(swap(&bls, BLS_IV).as_bytes()).unwrap().open(&keys).unwrap_err();
    assert!(matches!(error, DecryptError::PublicKeyMismatch | DecryptError::BlsSecretOutOfRange), "{error}");
}

#[test]
fn debug_shows_no_key() {
    let password = new_password();
    let eth = EthSealingKey::derive(&password, EthKdf::Pbkdf2, &mut SysRng).unwrap();
    let bls = BlsSealingKey::derive(&password, &mut SysRng).unwrap();
    let shown = format!("{eth:?} {bls:?}");
    let kdf = "Pbkdf2(Pbkdf2Params { c: 262144 })";
    assert_eq!(shown, format!("EthSealingKey {{ kdf: {kdf}, .. }} BlsSealingKey {{ kdf: {kdf}, .. }}"));
}
