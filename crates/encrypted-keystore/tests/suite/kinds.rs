//! Files told apart by their content.

use aztec_encrypted_keystore::{EncryptedKeystore, ParseError};

use crate::samples::{cheap_bls_file, cheap_eth_file, cheap_mnemonic_file, with};

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
