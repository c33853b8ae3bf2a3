//! Encrypted mnemonics.

use aztec_encrypted_keystore::{DecryptError, EncryptedMnemonic, KdfBoundsError, ParseError, Password};
use aztec_key_derivation::MnemonicError;
use rand::rngs::SysRng;

use crate::judge::{self, JudgeKdf, Plain};
use crate::samples::{PASSWORD, PHRASE, cheap_mnemonic_file, mnemonic, new_password, password, with, without};

fn refusal(content: &[u8]) -> ParseError {
    EncryptedMnemonic::from_json(content).unwrap_err()
}

fn error_of_secret(secret: &[u8]) -> DecryptError {
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret, kdf, password: PASSWORD.as_bytes(), salt: [1; 32], iv: [2; 16] };
    let content = judge::write_eip2335(&plain, "BIP-39 mnemonic", None).to_string();
    EncryptedMnemonic::from_json(content.as_bytes()).unwrap().decrypt(&password()).unwrap_err()
}

#[test]
fn file_opens_again_also_for_the_judge() {
    let file = EncryptedMnemonic::encrypt(&mnemonic(), &new_password(), &mut SysRng).unwrap();
    let text = file.to_json();
    let read = EncryptedMnemonic::from_json(text.as_bytes()).unwrap();
    assert_eq!(read.decrypt(&password()), Ok(mnemonic()));
    assert_eq!(read.to_json(), text);
    assert_eq!(read.uuid(), file.uuid());
    assert!(text.contains(&format!("\"uuid\": \"{}\"", file.uuid())), "{text}");
    let shown = format!("{file:?}");
    let kdf = "Scrypt(ScryptParams { log_n: 17, r: 8, p: 1 })";
    assert_eq!(shown, format!("EncryptedMnemonic {{ uuid: {}, kdf: {kdf}, .. }}", file.uuid()));
    assert_eq!(read.kdf().to_string(), "scrypt n=131072 r=8 p=1");
    assert_eq!(judge::open_eip2335(&text, PASSWORD.as_bytes()), PHRASE.as_bytes());
    assert!(!text.contains("abandon") && !text.contains("pubkey"));
}

#[test]
fn we_open_what_the_judge_writes() {
    let content = cheap_mnemonic_file().to_string();
    let file = EncryptedMnemonic::from_json(content.as_bytes()).unwrap();
    assert_eq!(file.decrypt(&password()), Ok(mnemonic()));
    let wrong = Password::existing("x").unwrap();
    assert_eq!(file.decrypt(&wrong).unwrap_err(), DecryptError::WrongPassword);
}

/// That is another matter than a password that does not open it.
#[test]
fn a_file_that_opens_may_hold_no_mnemonic() {
    assert_eq!(error_of_secret(b"\xff\xfe"), DecryptError::NotText);
    let wrong_order = PHRASE.replace("abandon about", "about abandon");
    for (secret, error) in [
        ("abandon\nabandon", MnemonicError::WordCount { count: 2 }),
        ("abandon\0", MnemonicError::WordCount { count: 1 }),
        (&PHRASE.replace("about", "abuot"), MnemonicError::UnknownWord { position: 12 }),
        (&wrong_order, MnemonicError::Checksum),
    ] {
        assert_eq!(error_of_secret(secret.as_bytes()), DecryptError::NotMnemonic(error));
    }
}

/// Other programs may write the words with other white space.
#[test]
fn white_space_between_the_words_does_not_matter() {
    let secret = format!("{}\n", PHRASE.replace(' ', "  "));
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let plain = Plain { secret: secret.as_bytes(), kdf, password: PASSWORD.as_bytes(), salt: [1; 32], iv: [2; 16] };
    let content = judge::write_eip2335(&plain, "BIP-39 mnemonic", None).to_string();
    let file = EncryptedMnemonic::from_json(content.as_bytes()).unwrap();
    assert_eq!(file.decrypt(&password()), Ok(mnemonic()));
}

#[test]
fn description_must_say_what_it_is() {
    for content in
        [with(cheap_mnemonic_file(), "/description", "BIP-39 seed"), without(cheap_mnemonic_file(), "", "description")]
    {
        assert!(matches!(refusal(&content), ParseError::Unsupported { field: "description", .. }));
    }
}

#[test]
fn length_is_bounded() {
    for length in [0, 1025] {
        let content = with(cheap_mnemonic_file(), "/crypto/cipher/message", "00".repeat(length));
        assert!(matches!(refusal(&content), ParseError::Length { field: "crypto.cipher.message", .. }));
    }
}

#[test]
fn scrypt_parameters_are_bounded() {
    for (pointer, value, bound) in [
        ("/crypto/kdf/params/n", 1u64 << 40, KdfBoundsError::ScryptMemory),
        ("/crypto/kdf/params/n", 0, KdfBoundsError::ScryptNNotPowerOfTwo),
        ("/crypto/kdf/params/r", 0, KdfBoundsError::ScryptR),
        ("/crypto/kdf/params/p", 1 << 30, KdfBoundsError::ScryptP),
        ("/crypto/kdf/params/dklen", 16, KdfBoundsError::DerivedKeyLength),
    ] {
        assert_eq!(refusal(&with(cheap_mnemonic_file(), pointer, value)), bound.into(), "{pointer}");
    }
}

#[test]
fn version_must_be_4() {
    let error = refusal(&with(cheap_mnemonic_file(), "/version", 5));
    assert!(matches!(error, ParseError::Unsupported { field: "version", .. }));
}
