//! The BN254 format: what is tolerated in a file, and what is refused, field by field.

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, KdfBoundsError, ParseError};
use serde_json::{Value, json};

use crate::judge::{self, JudgeKdf, Plain, hex};
use crate::samples::{PASSWORD, bls_secret, cheap_bls_file, cheap_mnemonic_file, password, with, without};

fn opens(content: &[u8]) {
    let file = EncryptedBlsKey::from_json(content).unwrap();
    assert_eq!(*file.decrypt(&password()).unwrap().to_be_bytes(), [0x11; 32]);
}

fn refusal(content: &[u8]) -> ParseError {
    EncryptedBlsKey::from_json(content).unwrap_err()
}

fn refusal_with(pointer: &str, value: impl Into<Value>) -> ParseError {
    refusal(&with(cheap_bls_file(), pointer, value))
}

fn file_of(secret: &[u8; 32]) -> EncryptedBlsKey {
    let pubkey = hex(&bls_secret().public_key().g1().to_compressed());
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret, kdf, password: PASSWORD.as_bytes(), salt: [1; 32], iv: [2; 16] };
    let content = judge::write_eip2335(&plain, &pubkey, Some(&pubkey)).to_string();
    EncryptedBlsKey::from_json(content.as_bytes()).unwrap()
}

#[test]
fn plain_file_opens() {
    opens(cheap_bls_file().to_string().as_bytes());
}

#[test]
fn pubkey_may_lack_0x_and_have_any_case() {
    let pubkey = hex(&bls_secret().public_key().g1().to_compressed());
    opens(&with(cheap_bls_file(), "/pubkey", pubkey.as_str()));
    opens(&with(cheap_bls_file(), "/pubkey", format!("0x{}", pubkey.to_uppercase())));
}

#[test]
fn description_may_say_anything_or_be_missing() {
    opens(&with(cheap_bls_file(), "/description", "attester 7"));
    opens(&without(cheap_bls_file(), "", "description"));
}

#[test]
fn fields_of_other_programs_are_ignored() {
    let mut file = cheap_bls_file();
    file["name"] = json!({ "nested": [1, 2, 3] });
    opens(file.to_string().as_bytes());
}

#[test]
fn another_key_than_the_pubkeys_is_noticed() {
    assert_eq!(file_of(&[0x12; 32]).decrypt(&password()).unwrap_err(), DecryptError::PublicKeyMismatch);
}

#[test]
fn the_negative_key_is_noticed() {
    // r - 0x1111…: the same x coordinate, the other y.
    let negative = "1f533d61d0208f18a73f34a57070474c1722d73768a85f8032d0e482deeeeef0";
    let bytes: [u8; 32] = base16ct::lower::decode_vec(negative).unwrap().try_into().unwrap();
    let file = file_of(&bytes);
    assert_eq!(file.decrypt(&password()).unwrap_err(), DecryptError::PublicKeyMismatch);
    let negated = *bn254_bls::SecretKey::from_be_bytes(&bytes).unwrap().public_key().g1();
    assert_eq!(negated.to_words()[0], bls_secret().public_key().g1().to_words()[0], "same x");
}

#[test]
fn decrypted_zero_and_large_numbers_are_noticed() {
    for secret in [[0; 32], [0xff; 32]] {
        assert_eq!(file_of(&secret).decrypt(&password()).unwrap_err(), DecryptError::BlsSecretOutOfRange);
    }
}

#[test]
fn pubkey_must_be_a_point() {
    for (pubkey, why) in [("ff".repeat(32), "x above p"), ("00".repeat(32), "x = 0"), (format!("{:064x}", 4), "off")] {
        assert!(matches!(refusal_with("/pubkey", pubkey), ParseError::PublicKey(_)), "{why}");
    }
}

#[test]
fn pubkey_must_be_there() {
    assert_eq!(refusal(&without(cheap_bls_file(), "", "pubkey")), ParseError::Missing { field: "pubkey" });
}

#[test]
fn the_key_of_a_bls12_381_validator_is_said_to_be_one() {
    for pubkey in ["96".repeat(48), format!("0x{}", "B0".repeat(48))] {
        // Most of them are under scrypt.
        for mut file in [cheap_bls_file(), cheap_mnemonic_file()] {
            file["pubkey"] = pubkey.clone().into();
            file["description"] = "".into();
            assert_eq!(refusal(file.to_string().as_bytes()), ParseError::Bls12381);
        }
    }
}

#[test]
fn version_must_be_4() {
    assert!(matches!(refusal_with("/version", 3), ParseError::Unsupported { field: "version", .. }));
}

#[test]
fn kdf_must_be_pbkdf2_as_for_the_node() {
    let error = refusal(&with(cheap_mnemonic_file(), "/description", ""));
    assert!(matches!(error, ParseError::Unsupported { field: "crypto.kdf.function", supported: "pbkdf2" }));
}

#[test]
fn functions_must_be_known() {
    for (pointer, field) in [
        ("/crypto/kdf/function", "crypto.kdf.function"),
        ("/crypto/kdf/params/prf", "crypto.kdf.params.prf"),
        ("/crypto/checksum/function", "crypto.checksum.function"),
        ("/crypto/cipher/function", "crypto.cipher.function"),
    ] {
        let error = refusal_with(pointer, "none");
        assert!(matches!(error, ParseError::Unsupported { field: named, .. } if named == field), "{error:?}");
    }
}

#[test]
fn kdf_parameters_are_bounded() {
    for c in [0, 4_000_000_000u64] {
        assert_eq!(refusal_with("/crypto/kdf/params/c", c), KdfBoundsError::Pbkdf2Iterations.into());
    }
    for dklen in [1, 31, 33] {
        assert_eq!(refusal_with("/crypto/kdf/params/dklen", dklen), KdfBoundsError::DerivedKeyLength.into());
    }
}

#[test]
fn lengths_are_checked() {
    for (pointer, field, wrong) in [
        ("/crypto/kdf/params/salt", "crypto.kdf.params.salt", [15, 65]),
        ("/crypto/checksum/message", "crypto.checksum.message", [31, 33]),
        ("/crypto/cipher/params/iv", "crypto.cipher.params.iv", [15, 17]),
        ("/crypto/cipher/message", "crypto.cipher.message", [31, 33]),
        ("/pubkey", "pubkey", [31, 33]),
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
fn path_must_be_a_path_or_empty() {
    opens(&with(cheap_bls_file(), "/path", "m/12381/3600/0/0/0"));
    for path in ["m", "../../etc", "m/1\u{1b}[2J"] {
        assert_eq!(refusal_with("/path", path), ParseError::DerivationPath, "{path:?}");
    }
}

#[test]
fn uuid_must_be_one() {
    assert_eq!(refusal_with("/uuid", ""), ParseError::NotUuid { field: "uuid" });
}

#[test]
fn debug_shows_neither_ciphertext_nor_salt() {
    let file = EncryptedBlsKey::from_json(&with(cheap_bls_file(), "/path", "m/12381/3600/0/0/7")).unwrap();
    let shown = format!("{file:?}");
    assert!(shown.starts_with("EncryptedBlsKey { public_key: ") && shown.contains("m/12381/3600/0/0/7"), "{shown}");
    assert!(shown.ends_with("kdf: Pbkdf2(Pbkdf2Params { c: 1 }), .. }"), "{shown}");
    let ciphertext = cheap_bls_file()["crypto"]["cipher"]["message"].as_str().unwrap().to_owned();
    assert!(!shown.contains("5a5a") && !shown.contains(&ciphertext), "{shown}");
}

#[test]
fn plain_keys_of_the_official_command_line_are_refused_without_being_quoted() {
    let plain = r#"{"schemaVersion":1,"validators":[{"attester":{"eth":"0x1234","bls":"0x5678"}}]}"#;
    let error = refusal(plain.as_bytes());
    assert!(!format!("{error} {error:?}").contains("1234"), "{error:?}");
}
