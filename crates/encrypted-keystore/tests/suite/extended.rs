//! Files that somebody without the password made longer.
//!
//! The checksum of EIP-2335 is SHA-256 of a secret prefix and the ciphertext. Who knows such a hash can go on hashing where it
//! ended, so anybody can append to the ciphertext and give the right checksum. What is appended decrypts to bytes that nobody
//! chose; the checks behind the checksum have to refuse them.

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedMnemonic, ParseError, Password};
use aztec_key_derivation::{Mnemonic, WordCount};
use rand::rngs::SysRng;
use serde_json::Value;
use sha2::block_api::compress256;

use crate::judge::{self, JudgeKdf, Plain, hex, unhex};
use crate::samples::{PASSWORD, cheap_bls_file, password};

/// The part of the derived key that the checksum begins with.
const SECRET_PREFIX: usize = 16;

/// How SHA-256 fills up a message of this many bytes (FIPS 180-4, 5.1.1).
fn padding(message_bytes: usize) -> Vec<u8> {
    let mut padding = vec![0x80];
    padding.resize(1 + (119 - message_bytes % 64) % 64, 0);
    padding.extend((8 * message_bytes as u64).to_be_bytes());
    assert!((message_bytes + padding.len()).is_multiple_of(64));
    padding
}

/// The file with the ciphertext made longer by a padding and `suffix`, and the checksum that this has. No secret is used.
fn extended(mut file: Value, suffix: &[u8]) -> Value {
    let mut ciphertext = unhex(&file["crypto"]["cipher"]["message"]);
    let checksum = unhex(&file["crypto"]["checksum"]["message"]);
    let mut state: [u32; 8] =
        core::array::from_fn(|i| u32::from_be_bytes(checksum[4 * i..4 * i + 4].try_into().unwrap()));

    ciphertext.extend(padding(SECRET_PREFIX + ciphertext.len()));
    ciphertext.extend(suffix);
    let rest = [suffix, &padding(SECRET_PREFIX + ciphertext.len())].concat();
    let blocks: Vec<[u8; 64]> = rest.chunks_exact(64).map(|block| block.try_into().unwrap()).collect();
    compress256(&mut state, &blocks);

    file["crypto"]["cipher"]["message"] = hex(&ciphertext).into();
    file["crypto"]["checksum"]["message"] = hex(&state.map(u32::to_be_bytes).concat()).into();
    file
}

fn mnemonic_file(mnemonic: &Mnemonic, number: u8) -> Value {
    let phrase = mnemonic.to_phrase();
    let kdf = JudgeKdf::Pbkdf2 { c: 1 };
    let salt = [number; 32];
    let plain = Plain { secret: phrase.as_bytes(), kdf, password: PASSWORD.as_bytes(), salt, iv: [number; 16] };
    judge::write_eip2335(&plain, "BIP-39 mnemonic", None)
}

/// The judge has no check but the checksum: it takes them, and gives the secret with something behind it.
#[test]
fn lengthened_files_have_the_right_checksum() {
    for suffix in [&b""[..], b" abandon", &[0; 100]] {
        let text = extended(cheap_bls_file(), suffix).to_string();
        let opened = judge::open_eip2335(&text, PASSWORD.as_bytes());
        assert!(opened.len() > 32 && opened[..32] == [0x11; 32]);
    }
}

#[test]
fn a_lengthened_bls_file_is_refused_for_its_length() {
    for suffix in [&b""[..], b"\0", &[0; 100]] {
        let file = extended(cheap_bls_file(), suffix);
        let actual = unhex(&file["crypto"]["cipher"]["message"]).len();
        let error = EncryptedBlsKey::from_json(file.to_string().as_bytes()).unwrap_err();
        assert_eq!(error, ParseError::Length { field: "crypto.cipher.message", expected: "32", actual });
        assert!(error.to_string().contains("32"), "{error}");
    }
}

/// They open, and what they hold is refused: it is not text, or it holds what is no word, too many words, or words whose
/// checksum does not fit.
#[test]
fn a_lengthened_mnemonic_file_opens_to_no_mnemonic() {
    let (mut lengthened, mut not_text) = (0, 0);
    for words in WordCount::ALL {
        for number in 0..100 {
            let mnemonic = Mnemonic::generate(words, &mut SysRng).unwrap();
            let whole = mnemonic_file(&mnemonic, number);
            let opened = |file: &Value, password: &Password| {
                EncryptedMnemonic::from_json(file.to_string().as_bytes()).unwrap().decrypt(password)
            };
            assert_eq!(opened(&whole, &password()), Ok(mnemonic));
            for suffix in [&b""[..], b" abandon abandon abandon", &[number; 64]] {
                let longer = extended(whole.clone(), suffix);
                let error = opened(&longer, &password()).unwrap_err();
                assert!(matches!(error, DecryptError::NotText | DecryptError::NotMnemonic(_)), "{error}");
                assert!(error.to_string().starts_with("the password opens this file, but "), "{error}");
                let wrong = Password::existing("another").unwrap();
                assert_eq!(opened(&longer, &wrong).unwrap_err(), DecryptError::WrongPassword);
                lengthened += 1;
                not_text += usize::from(error == DecryptError::NotText);
            }
        }
    }
    assert_eq!(lengthened, 1_500);
    assert!(not_text > 1_000, "{not_text}");
}

/// More than a mnemonic can have is not even opened.
#[test]
fn a_much_lengthened_mnemonic_file_is_refused_for_its_length() {
    let file = extended(mnemonic_file(&Mnemonic::generate(WordCount::Words24, &mut SysRng).unwrap(), 1), &[0; 1024]);
    let error = EncryptedMnemonic::from_json(file.to_string().as_bytes()).unwrap_err();
    assert!(matches!(error, ParseError::Length { field: "crypto.cipher.message", .. }), "{error}");
}
