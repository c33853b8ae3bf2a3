//! Keys, passwords and cheap files that the tests share.

use alloy_primitives::{Address, address};
use aztec_encrypted_keystore::{NewPassword, Password};
use aztec_key_derivation::{EthSecretKey, Mnemonic};
use bn254_bls::SecretKey;
use serde_json::Value;

use crate::judge::{self, JudgeKdf, Plain, hex};

pub(crate) const PASSWORD: &str = "correct horse battery";
pub(crate) const PHRASE: &str =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

/// The key 1 and the address of the generator of secp256k1.
pub(crate) const ETH_SECRET: [u8; 32] = {
    let mut secret = [0; 32];
    secret[31] = 1;
    secret
};
pub(crate) const ETH_ADDRESS: Address = address!("7E5F4552091A69125d5DfCb7b8C2659029395Bdf");

pub(crate) fn eth_secret() -> EthSecretKey {
    EthSecretKey::from_be_bytes(&ETH_SECRET).unwrap()
}

pub(crate) fn mnemonic() -> Mnemonic {
    Mnemonic::parse(PHRASE).unwrap()
}

pub(crate) fn bls_secret() -> SecretKey {
    SecretKey::from_be_bytes(&[0x11; 32]).unwrap()
}

pub(crate) fn new_password() -> NewPassword {
    NewPassword::ascii(PASSWORD).unwrap()
}

pub(crate) fn password() -> Password {
    Password::existing(PASSWORD).unwrap()
}

fn cheap(secret: &[u8], kdf: JudgeKdf) -> Plain<'_> {
    Plain { secret, kdf, password: PASSWORD.as_bytes(), salt: [0x5a; 32], iv: [0xa5; 16] }
}

/// A V3 file with a KDF that costs nothing, to be damaged many times.
pub(crate) fn cheap_eth_file() -> Value {
    judge::write_v3(&cheap(&ETH_SECRET, JudgeKdf::Scrypt { log_n: 1, r: 8, p: 1 }), &hex(ETH_ADDRESS.as_slice()))
}

/// A V3 file like the other but with PBKDF2.
pub(crate) fn cheap_eth_pbkdf2_file() -> Value {
    judge::write_v3(&cheap(&ETH_SECRET, JudgeKdf::Pbkdf2 { c: 1 }), &hex(ETH_ADDRESS.as_slice()))
}

/// A BLS file with a KDF that costs nothing.
pub(crate) fn cheap_bls_file() -> Value {
    let secret = bls_secret();
    let pubkey = hex(&secret.public_key().g1().to_compressed());
    let plain = cheap(&[0x11; 32], JudgeKdf::Pbkdf2 { c: 1 });
    judge::write_eip2335(&plain, &pubkey, Some(&format!("0x{pubkey}")))
}

/// A mnemonic file with a KDF that costs nothing.
pub(crate) fn cheap_mnemonic_file() -> Value {
    let plain = cheap(PHRASE.as_bytes(), JudgeKdf::Scrypt { log_n: 1, r: 8, p: 1 });
    judge::write_eip2335(&plain, "BIP-39 mnemonic", None)
}

/// The file with one field set; `pointer` is a JSON pointer such as `/crypto/kdf`.
pub(crate) fn with(mut file: Value, pointer: &str, value: impl Into<Value>) -> Vec<u8> {
    *file.pointer_mut(pointer).unwrap() = value.into();
    file.to_string().into_bytes()
}

/// The file without one field of the object at `pointer`.
pub(crate) fn without(mut file: Value, pointer: &str, field: &str) -> Vec<u8> {
    file.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(field).unwrap();
    file.to_string().into_bytes()
}
