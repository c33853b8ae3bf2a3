//! The files of this package's `vectors/`, which other implementations computed.

use aztec_encrypted_keystore::{
    DecryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedKeystore, ParseError, Password,
};
use serde_json::Value;

use crate::judge::hex;

const ETH: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/encrypted_eth.json"));
const BLS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/encrypted_bls.json"));
const INVALID: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/encrypted_invalid.json"));
const INVALID_TEXT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/vectors/encrypted_invalid_text.json"));

/// Runs `check` on every vector, and then names all that fail.
fn for_each(file: &str, check: impl Fn(&Value) -> Result<(), String>) {
    let json: Value = serde_json::from_str(file).unwrap();
    let vectors = json["vectors"].as_array().unwrap();
    assert!(!vectors.is_empty());
    let failures: Vec<String> = vectors
        .iter()
        .filter_map(|vector| check(vector).err().map(|why| format!("{}: {why}", text(&vector["name"]))))
        .collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn content(vector: &Value) -> Vec<u8> {
    vector["file"].to_string().into_bytes()
}

fn password(vector: &Value) -> Password {
    Password::existing(text(&vector["password"])).unwrap()
}

fn same(what: &str, actual: &str, expected: &Value) -> Result<(), String> {
    if actual == text(expected) { Ok(()) } else { Err(format!("{what} is {actual}, not {expected}")) }
}

#[test]
fn encrypted_eth() {
    for_each(ETH, |vector| {
        let file = EncryptedEthKey::from_json(&content(vector)).map_err(|error| error.to_string())?;
        let address = text(&vector["address"]).parse().unwrap();
        let secret = file.decrypt_for(&password(vector), address).map_err(|error| error.to_string())?;
        same("the key", &format!("0x{}", hex(&secret.to_be_bytes()[..])), &vector["private_key"])
    });
}

#[test]
fn encrypted_bls() {
    for_each(BLS, |vector| {
        let file = EncryptedBlsKey::from_json(&content(vector)).map_err(|error| error.to_string())?;
        let secret = file.decrypt(&password(vector)).map_err(|error| error.to_string())?;
        same("the key", &format!("0x{}", hex(&secret.to_be_bytes()[..])), &vector["sk"])?;
        same("the public key", &format!("0x{}", hex(&file.public_key().to_compressed())), &vector["pubkey"])?;
        same("the path", file.path(), &vector["path"])
    });
}

/// The reasons of `encrypted_invalid.json` in our terms.
fn reason(vector: &Value) -> Result<&'static str, String> {
    let file = match text(&vector["kind"]) {
        "eth" => EncryptedEthKey::from_json(&content(vector)).map(EncryptedKeystore::Eth),
        _ => EncryptedBlsKey::from_json(&content(vector)).map(EncryptedKeystore::Bls),
    };
    let file = match file {
        Ok(file) => file,
        Err(ParseError::Kdf(_)) => return Ok("kdf_params"),
        Err(ParseError::Unsupported { .. }) => return Ok("unsupported"),
        Err(_) => return Ok("malformed"),
    };
    match file.decrypt(&password(vector)) {
        Err(DecryptError::WrongPassword) => Ok("wrong_password"),
        Err(DecryptError::AddressMismatch { .. } | DecryptError::PublicKeyMismatch) => Ok("mismatch"),
        Err(DecryptError::EthSecretOutOfRange | DecryptError::BlsSecretOutOfRange) => Ok("invalid_key"),
        Err(error) => Err(error.to_string()),
        Ok(_) => Err("opened".to_owned()),
    }
}

#[test]
fn encrypted_invalid() {
    for_each(INVALID, |vector| same("the reason", reason(vector)?, &vector["reason"]));
}

#[test]
fn encrypted_invalid_text() {
    for_each(INVALID_TEXT, |vector| {
        let content = text(&vector["text"]).as_bytes();
        let refused = match text(&vector["kind"]) {
            "eth" => EncryptedEthKey::from_json(content).is_err(),
            _ => EncryptedBlsKey::from_json(content).is_err(),
        };
        if refused { Ok(()) } else { Err("was read".to_owned()) }
    });
}
