//! Files told apart by their content.

use alloy_primitives::Address;
use aztec_encrypted_keystore::{DecryptError, DecryptedSecret, EncryptedKeystore, OpeningKeys, ParseError};

use crate::samples::{
    ETH_ADDRESS, cheap_bls_file, cheap_eth_file, cheap_mnemonic_file, eth_secret, password, with, without,
};

fn read(content: &[u8]) -> EncryptedKeystore {
    EncryptedKeystore::from_json(content).unwrap()
}

#[test]
fn each_kind_is_known_by_its_content() {
    let eth = read(cheap_eth_file().to_string().as_bytes());
    let bls = read(cheap_bls_file().to_string().as_bytes());
    let mnemonic = read(cheap_mnemonic_file().to_string().as_bytes());
    assert!(matches!(eth, EncryptedKeystore::Eth(_)), "{eth:?}");
    assert!(matches!(bls, EncryptedKeystore::Bls(_)), "{bls:?}");
    assert!(matches!(mnemonic, EncryptedKeystore::Mnemonic(_)), "{mnemonic:?}");
    assert_eq!(bls.kdf().to_string(), "pbkdf2 c=1 prf=hmac-sha256");
}

#[test]
fn other_versions_are_refused() {
    let error = EncryptedKeystore::from_json(&with(cheap_eth_file(), "/version", 1)).unwrap_err();
    assert!(matches!(error, ParseError::Unsupported { field: "version", .. }));
}

#[test]
fn other_json_is_refused() {
    for content in ["[]", "{}", "null", r#""abandon abandon""#] {
        let error = EncryptedKeystore::from_json(content.as_bytes()).unwrap_err();
        assert_eq!(error, ParseError::Shape { path: ".".into() }, "{content}");
    }
}

/// Of files that name no address, and of no others.
#[test]
fn the_caller_may_say_whose_key_it_is() {
    let password = password();
    let keys = OpeningKeys::of(&password);
    let eth = read(&without(cheap_eth_file(), "", "address"));
    assert_eq!(eth.open_for(&keys, None).unwrap_err(), DecryptError::AddressMissing);
    let opened = eth.open_for(&keys, Some(ETH_ADDRESS));
    assert!(matches!(&opened, Ok(DecryptedSecret::Eth(key)) if *key == eth_secret()), "{opened:?}");
    let error = eth.open_for(&keys, Some(Address::ZERO)).unwrap_err();
    assert_eq!(error, DecryptError::AddressMismatch { expected: Address::ZERO, actual: ETH_ADDRESS });
    let bls = read(cheap_bls_file().to_string().as_bytes());
    assert!(matches!(bls.open_for(&keys, Some(Address::ZERO)), Ok(DecryptedSecret::Bls { .. })));
}

#[test]
fn a_key_is_written_as_0x_and_64_digits() {
    let text = |file: serde_json::Value| {
        let opened = read(file.to_string().as_bytes()).decrypt(&password()).unwrap();
        opened.key_text().map(|text| text.to_string())
    };
    assert_eq!(text(cheap_eth_file()), Some(format!("0x{:064x}", 1)));
    assert_eq!(text(cheap_bls_file()), Some(format!("0x{}", "11".repeat(32))));
    assert_eq!(text(cheap_mnemonic_file()), None);
}
