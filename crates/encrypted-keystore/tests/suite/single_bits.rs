//! Every bit of a whole file, turned alone: in the text as it stands, and so in names, braces, white space and digits.
//!
//! The file is refused, or it does not open, or it opens to the same secret: there it was a bit that nothing depends on, such
//! as the case of a hexadecimal digit, a letter of an identifier, or white space. It never opens to another secret.

use aztec_encrypted_keystore::{DecryptedSecret, EncryptedKeystore};
use bn254_bls::subtle::ConstantTimeEq;
use serde_json::Value;

use crate::judge::{self, JudgeKdf, Plain};
use crate::samples::{
    PASSWORD, PHRASE, cheap_bls_file, cheap_eth_file, cheap_eth_pbkdf2_file, cheap_mnemonic_file, password,
};

fn opened(content: &[u8]) -> Option<DecryptedSecret> {
    EncryptedKeystore::from_json(content).ok()?.decrypt(&password()).ok()
}

/// How many of all bits are refused or do not open, and how many change nothing.
fn turn_each_bit(file: &Value) -> (usize, usize) {
    // As this library writes it.
    let mut text = EncryptedKeystore::from_json(file.to_string().as_bytes()).unwrap().to_json().into_bytes();
    let expected = opened(&text).unwrap();
    let (mut refused, mut same) = (0, 0);
    for bit in 0..8 * text.len() {
        text[bit / 8] ^= 1 << (bit % 8);
        match opened(&text) {
            None => refused += 1,
            // The path of a BLS key says where it comes from, and may differ: it is read, and shown.
            Some(actual) => {
                assert!(is_same_secret(&actual, &expected), "bit {bit}: {}", String::from_utf8_lossy(&text));
                same += 1;
            }
        }
        text[bit / 8] ^= 1 << (bit % 8);
    }
    (refused, same)
}

fn is_same_secret(one: &DecryptedSecret, other: &DecryptedSecret) -> bool {
    match (one, other) {
        (DecryptedSecret::Bls { secret: one, .. }, DecryptedSecret::Bls { secret: other, .. }) => {
            one.ct_eq(other).into()
        }
        _ => one.ct_eq(other).into(),
    }
}

#[test]
fn no_bit_of_an_eth_file_makes_another_key() {
    for file in [cheap_eth_file(), cheap_eth_pbkdf2_file()] {
        let (refused, same) = turn_each_bit(&file);
        assert!(refused > 3_500 && same < refused / 4, "{refused} refused, {same} the same");
    }
}

#[test]
fn no_bit_of_a_bls_file_makes_another_key() {
    let (refused, same) = turn_each_bit(&cheap_bls_file());
    assert!(refused > 4_500 && same < refused / 2, "{refused} refused, {same} the same");
}

#[test]
fn no_bit_of_a_mnemonic_file_makes_another_mnemonic() {
    let (refused, same) = turn_each_bit(&cheap_mnemonic_file());
    assert!(refused > 4_500 && same < refused / 3, "{refused} refused, {same} the same");
}

/// The bits above that change nothing do so for any password and secret; and a wrong password stays wrong.
#[test]
fn no_bit_makes_a_wrong_password_right() {
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret: PHRASE.as_bytes(), kdf, password: b"another", salt: [1; 32], iv: [2; 16] };
    assert_ne!(plain.password, PASSWORD.as_bytes());
    let mut text = judge::write_eip2335(&plain, "BIP-39 mnemonic", None).to_string().into_bytes();
    for bit in 0..8 * text.len() {
        text[bit / 8] ^= 1 << (bit % 8);
        assert!(opened(&text).is_none(), "bit {bit}");
        text[bit / 8] ^= 1 << (bit % 8);
    }
}
