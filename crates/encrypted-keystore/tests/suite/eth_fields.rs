//! Web3 Secret Storage: what is tolerated in a file, and what is refused, field by field.

use aztec_encrypted_keystore::{DecryptError, EncryptedEthKey, KdfBoundsError, ParseError, Password};
use serde_json::{Value, json};

use crate::judge::{self, JudgeKdf, Plain};
use crate::samples::{
    ETH_ADDRESS, ETH_SECRET, cheap_eth_file, cheap_eth_pbkdf2_file, eth_secret, password, with, without,
};

fn opens(content: &[u8]) {
    let file = EncryptedEthKey::from_json(content).unwrap();
    assert_eq!(file.decrypt(&password()), Ok(eth_secret()));
}

fn refusal(content: &[u8]) -> ParseError {
    EncryptedEthKey::from_json(content).unwrap_err()
}

fn refusal_with(pointer: &str, value: impl Into<Value>) -> ParseError {
    refusal(&with(cheap_eth_file(), pointer, value))
}

#[test]
fn plain_file_opens() {
    opens(cheap_eth_file().to_string().as_bytes());
    opens(cheap_eth_pbkdf2_file().to_string().as_bytes());
}

#[test]
fn address_may_have_0x_and_any_case() {
    for address in
        [format!("{ETH_ADDRESS}"), format!("{ETH_ADDRESS:x}"), "7E5F4552091A69125D5DFCB7B8C2659029395BDF".into()]
    {
        opens(&with(cheap_eth_file(), "/address", address));
    }
}

#[test]
fn crypto_may_be_capitalised() {
    let mut file = cheap_eth_file();
    let crypto = file.as_object_mut().unwrap().remove("crypto").unwrap();
    file["Crypto"] = crypto;
    opens(file.to_string().as_bytes());
}

#[test]
fn crypto_twice_is_refused() {
    let mut file = cheap_eth_file();
    file["Crypto"] = file["crypto"].clone();
    assert!(matches!(refusal(file.to_string().as_bytes()), ParseError::Shape { .. }));
}

#[test]
fn hexadecimal_may_be_upper_case() {
    let mut file = cheap_eth_file();
    for pointer in ["/crypto/mac", "/crypto/ciphertext", "/crypto/cipherparams/iv", "/crypto/kdfparams/salt"] {
        let field = file.pointer_mut(pointer).unwrap();
        *field = field.as_str().unwrap().to_uppercase().into();
    }
    opens(file.to_string().as_bytes());
}

#[test]
fn fields_of_other_programs_are_ignored() {
    let mut file = cheap_eth_file();
    file["x-ethers"] = json!({ "client": "ethers.js", "version": "0.1", "locale": "en" });
    file["name"] = "attester".into();
    opens(file.to_string().as_bytes());
}

#[test]
fn missing_address_needs_the_callers() {
    let file = EncryptedEthKey::from_json(&without(cheap_eth_file(), "", "address")).unwrap();
    assert_eq!(file.decrypt(&password()).unwrap_err(), DecryptError::AddressMissing);
    assert_eq!(file.decrypt_for(&password(), ETH_ADDRESS), Ok(eth_secret()));
}

#[test]
fn address_of_another_key_is_noticed() {
    let other = "2b5ad5c4795c026514f8317c7a215e218dccd6cf";
    let file = EncryptedEthKey::from_json(&with(cheap_eth_file(), "/address", other)).unwrap();
    let expected = file.address().unwrap();
    let error = file.decrypt(&password()).unwrap_err();
    assert_eq!(error, DecryptError::AddressMismatch { expected, actual: ETH_ADDRESS });
    // The caller's address against the file's, before any work.
    let error = file.decrypt_for(&password(), ETH_ADDRESS).unwrap_err();
    assert_eq!(error, DecryptError::AddressMismatch { expected: ETH_ADDRESS, actual: expected });
}

#[test]
fn decrypted_zero_is_noticed() {
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret: &[0; 32], kdf, password: b"x", salt: [1; 32], iv: [2; 16] };
    let content = judge::write_v3(&plain, &"00".repeat(20)).to_string();
    let file = EncryptedEthKey::from_json(content.as_bytes()).unwrap();
    let error = file.decrypt(&Password::existing("x").unwrap()).unwrap_err();
    assert_eq!(error, DecryptError::EthSecretOutOfRange);
}

#[test]
fn passwords_beyond_ascii_open_in_either_spelling() {
    // A decomposed e with acute: geth derives from it as it is, ethers from its NFKC form.
    let typed = "pe\u{301}ople of e\u{301}te\u{301}";
    for form in [typed, "péople of été"] {
        let kdf = JudgeKdf::Pbkdf2 { c: 1 };
        let plain = Plain { secret: &ETH_SECRET, kdf, password: form.as_bytes(), salt: [1; 32], iv: [2; 16] };
        let content = judge::write_v3(&plain, &format!("{ETH_ADDRESS:x}")).to_string();
        let file = EncryptedEthKey::from_json(content.as_bytes()).unwrap();
        assert_eq!(file.decrypt(&Password::existing(typed).unwrap()), Ok(eth_secret()));
    }
}

#[test]
fn version_must_be_3() {
    for version in [0, 1, 4] {
        assert!(matches!(refusal_with("/version", version), ParseError::Unsupported { field: "version", .. }));
    }
    assert_eq!(refusal_with("/version", "3"), ParseError::Shape { path: "version".into() });
}

#[test]
fn cipher_must_be_aes_128_ctr() {
    let error = refusal_with("/crypto/cipher", "aes-128-cbc");
    assert!(matches!(error, ParseError::Unsupported { field: "crypto.cipher", .. }));
}

#[test]
fn kdf_must_be_known() {
    let error = refusal_with("/crypto/kdf", "argon2id");
    assert!(matches!(error, ParseError::Unsupported { field: "crypto.kdf", .. }));
}

#[test]
fn prf_must_be_hmac_sha256() {
    let error = refusal(&with(cheap_eth_pbkdf2_file(), "/crypto/kdfparams/prf", "hmac-sha512"));
    assert!(matches!(error, ParseError::Unsupported { field: "crypto.kdfparams.prf", .. }));
}

#[test]
fn kdf_parameters_must_be_there() {
    for field in ["n", "r", "p"] {
        let error = refusal(&without(cheap_eth_file(), "/crypto/kdfparams", field));
        assert!(matches!(error, ParseError::Missing { .. }), "{field}");
    }
    for field in ["c", "prf"] {
        let error = refusal(&without(cheap_eth_pbkdf2_file(), "/crypto/kdfparams", field));
        assert!(matches!(error, ParseError::Missing { .. }), "{field}");
    }
}

#[test]
fn dklen_must_be_32() {
    for dklen in [0u64, 1, 16, 31, 33, 64, 1 << 40] {
        let error = refusal_with("/crypto/kdfparams/dklen", dklen);
        assert_eq!(error, KdfBoundsError::DerivedKeyLength.into(), "dklen = {dklen}");
    }
}

#[test]
fn scrypt_n_is_bounded() {
    assert_eq!(refusal_with("/crypto/kdfparams/n", 1u64 << 40), KdfBoundsError::ScryptMemory.into());
    assert_eq!(refusal_with("/crypto/kdfparams/n", 3), KdfBoundsError::ScryptNNotPowerOfTwo.into());
    assert_eq!(refusal_with("/crypto/kdfparams/n", 1), KdfBoundsError::ScryptNNotPowerOfTwo.into());
}

#[test]
fn scrypt_r_and_p_are_bounded() {
    for value in [0, 65, u64::MAX] {
        assert_eq!(refusal_with("/crypto/kdfparams/r", value), KdfBoundsError::ScryptR.into());
        assert_eq!(refusal_with("/crypto/kdfparams/p", value), KdfBoundsError::ScryptP.into());
    }
}

#[test]
fn pbkdf2_c_is_bounded() {
    for c in [0, 4_000_000_000, u64::MAX] {
        let error = refusal(&with(cheap_eth_pbkdf2_file(), "/crypto/kdfparams/c", c));
        assert_eq!(error, KdfBoundsError::Pbkdf2Iterations.into());
    }
}

#[test]
fn numbers_must_be_whole_and_not_negative() {
    for value in [json!(-2), json!(2.0), json!("2"), json!(null), json!(1e300)] {
        let error = refusal_with("/crypto/kdfparams/r", value.clone());
        assert!(matches!(error, ParseError::Shape { .. } | ParseError::Missing { .. }), "{value}");
    }
}

#[test]
fn lengths_are_checked() {
    for (pointer, field, wrong) in [
        ("/address", "address", [19, 21]),
        ("/crypto/ciphertext", "crypto.ciphertext", [0, 33]),
        ("/crypto/cipherparams/iv", "crypto.cipherparams.iv", [0, 17]),
        ("/crypto/mac", "crypto.mac", [31, 33]),
        ("/crypto/kdfparams/salt", "crypto.kdfparams.salt", [15, 65]),
    ] {
        for length in wrong {
            let error = refusal_with(pointer, "00".repeat(length));
            assert!(
                matches!(error, ParseError::Length { field: named, actual, .. } if named == field && actual == length),
                "{field}: {error:?}"
            );
        }
    }
}

#[test]
fn hexadecimal_is_checked() {
    for (pointer, field) in [
        ("/address", "address"),
        ("/crypto/ciphertext", "crypto.ciphertext"),
        ("/crypto/cipherparams/iv", "crypto.cipherparams.iv"),
        ("/crypto/mac", "crypto.mac"),
        ("/crypto/kdfparams/salt", "crypto.kdfparams.salt"),
    ] {
        for text in ["0", "zz", "0x0x", " 00", "００"] {
            assert_eq!(refusal_with(pointer, text), ParseError::NotHex { field }, "{text}");
        }
    }
}

#[test]
fn id_must_be_a_uuid() {
    assert_eq!(refusal_with("/id", "1"), ParseError::NotUuid { field: "id" });
}

#[test]
fn every_field_but_the_address_must_be_there() {
    for (pointer, field) in [
        ("", "crypto"),
        ("", "id"),
        ("", "version"),
        ("/crypto", "cipher"),
        ("/crypto", "cipherparams"),
        ("/crypto", "ciphertext"),
        ("/crypto", "kdf"),
        ("/crypto", "kdfparams"),
        ("/crypto", "mac"),
        ("/crypto/cipherparams", "iv"),
        ("/crypto/kdfparams", "dklen"),
        ("/crypto/kdfparams", "salt"),
    ] {
        let error = refusal(&without(cheap_eth_file(), pointer, field));
        assert!(matches!(error, ParseError::Shape { .. }), "{pointer}/{field}: {error:?}");
    }
}

#[test]
fn debug_shows_neither_ciphertext_nor_salt() {
    let file = EncryptedEthKey::from_json(cheap_eth_file().to_string().as_bytes()).unwrap();
    let shown = format!("{file:?}");
    assert!(shown.ends_with("p: 1 }), .. }"), "{shown}");
    assert!(!shown.contains("5a5a"), "{shown}");
}
