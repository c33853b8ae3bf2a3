//! Files of others with their published keys.

use alloy_primitives::{Address, address};
use aztec_encrypted_keystore::{DecryptError, EncryptedEthKey, Password};

use crate::judge::hex;

// The two test vectors of the Web3 Secret Storage definition,
// https://ethereum.org/en/developers/docs/data-structures-and-encoding/web3-secret-storage/#test-vectors, and the key of
// both. They name no address in the form in which geth keeps them (accounts/keystore/testdata/v3_test_vector.json).
const DEFINITION_SECRET: &str = "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
const DEFINITION_ADDRESS: Address = address!("008aeeda4d805471df9b2a5b0f38a0c3bcba786b");
const DEFINITION_SCRYPT: &str = r#"{
    "crypto": {
        "cipher": "aes-128-ctr",
        "cipherparams": { "iv": "83dbcc02d8ccb40e466191a123791e0e" },
        "ciphertext": "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
        "kdf": "scrypt",
        "kdfparams": { "dklen": 32, "n": 262144, "r": 1, "p": 8,
            "salt": "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19" },
        "mac": "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097"
    },
    "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
    "version": 3 }"#;
const DEFINITION_PBKDF2: &str = r#"{
    "crypto": {
        "cipher": "aes-128-ctr",
        "cipherparams": { "iv": "6087dab2f9fdbbfaddc31a909735c1e6" },
        "ciphertext": "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
        "kdf": "pbkdf2",
        "kdfparams": { "c": 262144, "dklen": 32, "prf": "hmac-sha256",
            "salt": "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd" },
        "mac": "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2"
    },
    "id": "3198bc9c-6672-5ab3-d995-4942343ae5b6",
    "version": 3 }"#;

// geth, accounts/keystore/testdata/very-light-scrypt.json; its password is empty.
const GETH_EMPTY_PASSWORD: &str = r#"{
    "address": "45dea0fb0bba44f4fcf290bba71fd57d7117cbb8",
    "crypto": {
        "cipher": "aes-128-ctr",
        "ciphertext": "b87781948a1befd247bff51ef4063f716cf6c2d3481163e9a8f42e1f9bb74145",
        "cipherparams": { "iv": "dc4926b48a105133d2f16b96833abf1e" },
        "kdf": "scrypt",
        "kdfparams": { "dklen": 32, "n": 2, "p": 1, "r": 8,
            "salt": "004244bbdc51cadda545b1cfa43cff9ed2ae88e08c61f1479dbb45410722f8f0" },
        "mac": "39990c1684557447940d4c69e06b1b82b2aceacb43f284df65c956daf3046b85"
    },
    "id": "ce541d8d-c79b-40f8-9f8c-20f59616faba",
    "version": 3 }"#;

fn definition_password() -> Password {
    Password::existing("testpassword").unwrap()
}

#[test]
fn web3_definition_scrypt() {
    let file = EncryptedEthKey::from_json(DEFINITION_SCRYPT.as_bytes()).unwrap();
    assert_eq!(file.kdf().to_string(), "scrypt n=262144 r=1 p=8");
    let secret = file.decrypt_for(&definition_password(), DEFINITION_ADDRESS).unwrap();
    assert_eq!(hex(&secret.to_be_bytes()[..]), DEFINITION_SECRET);
}

#[test]
fn web3_definition_pbkdf2() {
    let file = EncryptedEthKey::from_json(DEFINITION_PBKDF2.as_bytes()).unwrap();
    assert_eq!(file.kdf().to_string(), "pbkdf2 c=262144 prf=hmac-sha256");
    let secret = file.decrypt_for(&definition_password(), DEFINITION_ADDRESS).unwrap();
    assert_eq!(hex(&secret.to_be_bytes()[..]), DEFINITION_SECRET);
}

#[test]
fn web3_definition_names_no_address() {
    let file = EncryptedEthKey::from_json(DEFINITION_PBKDF2.as_bytes()).unwrap();
    assert_eq!(file.address(), None);
    assert_eq!(file.decrypt(&definition_password()).unwrap_err(), DecryptError::AddressMissing);
}

#[test]
fn web3_definition_with_another_password() {
    let file = EncryptedEthKey::from_json(DEFINITION_PBKDF2.as_bytes()).unwrap();
    let wrong = Password::existing("Testpassword").unwrap();
    assert_eq!(file.decrypt_for(&wrong, DEFINITION_ADDRESS).unwrap_err(), DecryptError::WrongPassword);
}

#[test]
fn geth_file_opens_with_the_empty_password_alone() {
    let file = EncryptedEthKey::from_json(GETH_EMPTY_PASSWORD.as_bytes()).unwrap();
    assert_eq!(file.address(), Some(address!("45dea0fb0bba44f4fcf290bba71fd57d7117cbb8")));
    let error = file.decrypt(&Password::existing("foobar").unwrap()).unwrap_err();
    assert_eq!(error, DecryptError::WrongPassword);
    let secret = file.decrypt(&Password::existing("").unwrap()).unwrap();
    assert_eq!(Some(secret.address()), file.address());
}
