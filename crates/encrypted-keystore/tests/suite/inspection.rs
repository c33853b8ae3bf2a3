//! What files say of themselves, and what a password adds to that.

use aztec_encrypted_keystore::{DecryptError, EncryptedKeystore, Inspection, Password, SecretKind};
use serde_json::{Value, json};

#[cfg(target_os = "linux")]
use crate::limited_process::is_limited_to_a_gibibyte;
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
    assert_eq!(value["kdf"], "pbkdf2 c=1 prf=hmac-sha256");
    assert_eq!(value["id"], file.uuid().to_string());
    for absent in ["address", "keyAddress", "path", "opens"] {
        assert_eq!(value[absent], Value::Null, "{absent}");
    }
    let kinds = [eth.kind(), bls.kind(), mnemonic.kind()].map(|kind| kind.to_string());
    assert_eq!(kinds, ["ETH key (Web3 Secret Storage)", "BLS key (BN254)", "mnemonic"]);
    assert_eq!(value["kind"], kinds[1]);
}

#[test]
fn addresses_and_paths_are_told() {
    let path = "m/12381/3600/0/0/7";
    assert_eq!(read(&with(cheap_bls_file(), "/path", path)).inspect().path.as_deref(), Some(path));
    let mut inspection = read(cheap_eth_file().to_string().as_bytes()).inspect();
    inspection.key_address = inspection.address;
    let value = serde_json::to_value(inspection).unwrap();
    for name in ["address", "keyAddress"] {
        assert_eq!(value[name], ETH_ADDRESS.to_string(), "{name}");
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

/// A file that takes a gibibyte, in a process that may have no more than one for all that it does: this program once more.
#[cfg(target_os = "linux")]
#[test]
fn without_the_memory_for_it_nobody_knows_whether_a_file_opens() {
    if !is_limited_to_a_gibibyte("inspection::without_the_memory_for_it_nobody_knows_whether_a_file_opens") {
        return;
    }
    let file = read(&with(cheap_eth_file(), "/crypto/kdfparams/n", 1 << 20));
    let (inspection, result) = opened(&file, &password());
    assert_eq!((inspection.opens, result), (None, Err(DecryptError::Memory { bytes: 1 << 30 })));
}
