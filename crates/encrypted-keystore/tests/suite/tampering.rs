//! A damaged file gives an error or the same secret, never another one.

use aztec_encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic};
use aztec_key_derivation::{Mnemonic, WordCount};
use proptest::prelude::*;
use rand::rngs::SysRng;
use serde_json::Value;

use crate::judge::{self, JudgeKdf, Plain, hex, unhex};
use crate::samples::{
    PASSWORD, cheap_bls_file, cheap_eth_file, cheap_eth_pbkdf2_file, cheap_mnemonic_file, eth_secret, mnemonic,
    password,
};

/// Every file that one flipped bit makes of `file`, in the hexadecimal field at `pointer`.
fn flipped(file: &Value, pointer: &str) -> Vec<Vec<u8>> {
    let text = file.pointer(pointer).unwrap().as_str().unwrap();
    let (prefix, digits) = text.split_at(if text.starts_with("0x") { 2 } else { 0 });
    let bytes = unhex(&digits.into());
    let flip = |bit: usize| {
        let mut bytes = bytes.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let mut file = file.clone();
        *file.pointer_mut(pointer).unwrap() = format!("{prefix}{}", hex(&bytes)).into();
        file.to_string().into_bytes()
    };
    (0..bytes.len() * 8).map(flip).collect()
}

/// Every file that one flipped low bit makes of `file`, in the number at `pointer`.
fn flipped_number(file: &Value, pointer: &str) -> Vec<Vec<u8>> {
    let number = file.pointer(pointer).unwrap().as_u64().unwrap();
    let flip = |bit: u32| {
        let mut file = file.clone();
        *file.pointer_mut(pointer).unwrap() = (number ^ 1 << bit).into();
        file.to_string().into_bytes()
    };
    (0..12).map(flip).collect()
}

#[test]
fn eth_key_survives_no_flipped_bit() {
    let scrypt = cheap_eth_file();
    let pbkdf2 = cheap_eth_pbkdf2_file();
    let mut damaged = flipped_number(&pbkdf2, "/crypto/kdfparams/c");
    for pointer in
        ["/crypto/ciphertext", "/crypto/mac", "/crypto/cipherparams/iv", "/crypto/kdfparams/salt", "/address"]
    {
        damaged.extend(flipped(&scrypt, pointer));
        damaged.extend(flipped(&pbkdf2, pointer));
    }
    for number in ["n", "r", "p", "dklen"] {
        damaged.extend(flipped_number(&scrypt, &format!("/crypto/kdfparams/{number}")));
    }
    for content in damaged {
        let opened = EncryptedEthKey::from_json(&content).ok().and_then(|file| file.decrypt(&password()).ok());
        assert!(opened.is_none(), "{}", String::from_utf8(content).unwrap());
    }
}

#[test]
fn bls_key_survives_no_flipped_bit() {
    let file = cheap_bls_file();
    let mut damaged = flipped_number(&file, "/crypto/kdf/params/c");
    for pointer in [
        "/crypto/kdf/params/salt",
        "/crypto/checksum/message",
        "/crypto/cipher/params/iv",
        "/crypto/cipher/message",
        "/pubkey",
    ] {
        damaged.extend(flipped(&file, pointer));
    }
    for content in damaged {
        let opened = EncryptedBlsKey::from_json(&content).ok().and_then(|file| file.decrypt(&password()).ok());
        assert!(opened.is_none(), "{}", String::from_utf8(content).unwrap());
    }
}

#[test]
fn mnemonic_survives_no_flipped_bit() {
    let file = cheap_mnemonic_file();
    let mut damaged = Vec::new();
    for pointer in
        ["/crypto/kdf/params/salt", "/crypto/checksum/message", "/crypto/cipher/params/iv", "/crypto/cipher/message"]
    {
        damaged.extend(flipped(&file, pointer));
    }
    for number in ["n", "r", "p"] {
        damaged.extend(flipped_number(&file, &format!("/crypto/kdf/params/{number}")));
    }
    for content in damaged {
        let opened = EncryptedMnemonic::from_json(&content).ok().and_then(|file| file.decrypt(&password()).ok());
        assert!(opened.is_none(), "{}", String::from_utf8(content).unwrap());
    }
}

#[test]
fn undamaged_files_open() {
    // Otherwise the tests above could pass for a reason of no interest.
    for file in [cheap_eth_file(), cheap_eth_pbkdf2_file()] {
        let file = EncryptedEthKey::from_json(file.to_string().as_bytes()).unwrap();
        assert_eq!(file.decrypt(&password()), Ok(eth_secret()));
    }
    let file = EncryptedMnemonic::from_json(cheap_mnemonic_file().to_string().as_bytes()).unwrap();
    assert_eq!(file.decrypt(&password()), Ok(mnemonic()));
}

proptest! {
    #[test]
    fn any_bls_key_comes_back_under_any_salt_and_iv(secret: [u8; 32], salt: [u8; 32], iv: [u8; 16]) {
        let Ok(key) = bn254_bls::SecretKey::from_be_bytes_mod_order(&secret) else { return Ok(()) };
        let secret = key.to_be_bytes();
        let pubkey = hex(&key.public_key().g1().to_compressed());
        let kdf = JudgeKdf::Pbkdf2 { c: 1 };
        let plain = Plain { secret: &secret[..], kdf, password: PASSWORD.as_bytes(), salt, iv };
        let content = judge::write_eip2335(&plain, "", Some(&pubkey)).to_string();
        let file = EncryptedBlsKey::from_json(content.as_bytes()).unwrap();
        prop_assert_eq!(*file.decrypt(&password()).unwrap().to_be_bytes(), *secret);
    }

    #[test]
    fn any_mnemonic_comes_back(words in prop::sample::select(&WordCount::ALL[..]), salt: [u8; 32], iv: [u8; 16]) {
        let mnemonic = Mnemonic::generate(words, &mut SysRng).unwrap();
        let phrase = mnemonic.to_phrase();
        let kdf = JudgeKdf::Scrypt { log_n: 2, r: 1, p: 2 };
        let plain = Plain { secret: phrase.as_bytes(), kdf, password: PASSWORD.as_bytes(), salt, iv };
        let content = judge::write_eip2335(&plain, "BIP-39 mnemonic", None).to_string();
        let file = EncryptedMnemonic::from_json(content.as_bytes()).unwrap();
        prop_assert_eq!(file.decrypt(&password()), Ok(mnemonic));
    }
}
