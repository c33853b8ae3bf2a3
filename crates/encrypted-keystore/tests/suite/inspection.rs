//! What files say of themselves, and what a password adds to that.

use aztec_encrypted_keystore::{DecryptError, EncryptedKeystore, Inspection, Password, SecretKind};
use serde_json::{Value, json};

use crate::samples::{ETH_ADDRESS, cheap_bls_file, cheap_eth_file, cheap_mnemonic_file, password, with, without};

fn read(content: &[u8]) -> EncryptedKeystore {
    EncryptedKeystore::from_json(content).unwrap()
}

/// What is known with this password, and what came of it.
fn opened(file: &EncryptedKeystore, password: &Password) -> (Inspection, Result<(), DecryptError>) {
    let mut inspection = file.inspect();
    let result = inspection.try_password(file, password);
    (inspection, result)
}

#[test]
fn each_kind_says_what_it_holds() {
    let eth = read(cheap_eth_file().to_string().as_bytes());
    let bls = read(cheap_bls_file().to_string().as_bytes());
    let mnemonic = read(cheap_mnemonic_file().to_string().as_bytes());
    assert_eq!((eth.inspect().kind, eth.inspect().address), (SecretKind::EthKey, Some(ETH_ADDRESS)));
    assert_eq!(mnemonic.inspect().kind, SecretKind::Mnemonic);
    let value = serde_json::to_value(bls.inspect()).unwrap();
    let EncryptedKeystore::Bls(file) = &bls else { panic!("a BLS key") };
    assert_eq!(value["publicKey"], cheap_bls_file()["pubkey"]);
    assert_eq!(value["id"], file.uuid().to_string());
    for absent in ["address", "keyAddress", "opens"] {
        assert_eq!(value[absent], Value::Null, "{absent}");
    }
}

#[test]
fn a_password_says_whether_it_opens_the_file() {
    for content in [cheap_eth_file(), cheap_bls_file(), cheap_mnemonic_file()] {
        let file = read(content.to_string().as_bytes());
        assert_eq!(file.inspect().opens, None);
        let (inspection, result) = opened(&file, &password());
        assert_eq!((inspection.opens, inspection.key_address, result), (Some(true), None, Ok(())));
        let (inspection, result) = opened(&file, &Password::existing("another password").unwrap());
        assert_eq!((inspection.opens, result), (Some(false), Err(DecryptError::WrongPassword)));
        assert_eq!(serde_json::to_value(inspection).unwrap()["opens"], json!(false));
    }
}

#[test]
fn a_file_that_names_no_address_has_that_of_its_key() {
    let file = read(&without(cheap_eth_file(), "", "address"));
    assert_eq!((file.inspect().address, file.inspect().key_address), (None, None));
    let (inspection, result) = opened(&file, &password());
    assert_eq!((inspection.address, inspection.key_address, result), (None, Some(ETH_ADDRESS), Ok(())));
}

#[test]
fn a_key_of_another_address_does_not_open() {
    let file = read(&with(cheap_eth_file(), "/address", "0000000000000000000000000000000000000001"));
    let (inspection, result) = opened(&file, &password());
    assert_eq!((inspection.opens, inspection.key_address), (Some(false), None));
    assert!(matches!(result, Err(DecryptError::AddressMismatch { .. })), "{result:?}");
}
