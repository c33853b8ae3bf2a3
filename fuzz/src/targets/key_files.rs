//! Encrypted files: of an ETH key, of a BLS key, of a mnemonic.

use std::sync::LazyLock;

use aztec_encrypted_keystore::{
    EncryptedBlsKey, EncryptedEthKey, EncryptedKeystore, EncryptedMnemonic, Kdf, MnemonicFile, OpeningKeys, Password,
};
use aztec_key_derivation::Mnemonic;

use super::curve;
use crate::{
    check,
    input::{Templates, templates, with_text},
};

/// What the files among the seeds are encrypted under.
static PASSWORD: LazyLock<Password> =
    LazyLock::new(|| Password::existing("correct horse battery staple").expect("short enough"));

/// The words that the mnemonic files among the seeds hold.
const WORDS: &str = "test test test test test test test test test test test junk";

/// Whether a file is opened: its key derivation takes a few microseconds, not the tenths of a second that the bounds allow.
fn is_quick(kdf: Kdf) -> bool {
    match kdf {
        Kdf::Scrypt(params) => params.n() * u64::from(params.r()) * u64::from(params.p()) <= 16,
        Kdf::Pbkdf2(params) => params.c() <= 16,
    }
}

/// The content of a file, which need not be text.
fn with_content(data: &[u8], templates: &Templates, read: impl FnOnce(&[u8])) {
    match data {
        [0, ..] => with_text(data, templates, |text| read(text.as_bytes())),
        _ => read(data),
    }
}

/// Web3 Secret Storage, version 3.
pub fn v3_key_file(data: &[u8]) {
    let templates = templates!("v3_key_file/scrypt.json", "v3_key_file/pbkdf2.json", "v3_key_file/no-address.json");
    with_content(data, templates, |content| {
        let file = match EncryptedEthKey::from_json(content) {
            Ok(file) => file,
            Err(error) => return check::message(&error),
        };
        let written = file.to_json();
        let again = EncryptedEthKey::from_json(written.as_bytes()).expect("what was written can be read");
        check::same(&again.to_json(), &written);
        let any = EncryptedKeystore::from_json(written.as_bytes());
        assert!(matches!(any, Ok(EncryptedKeystore::Eth(_))), "{any:?}");
        if !is_quick(file.kdf()) {
            return;
        }
        let keys = OpeningKeys::of(&PASSWORD);
        match file.open(&keys) {
            Ok(secret) => assert_eq!(file.address(), Some(secret.address()), "the key is that of the address"),
            Err(error) => check::message(&error),
        }
        match (file.open_unconfirmed(&keys), file.address()) {
            (Ok(secret), Some(address)) => assert_eq!(secret.address(), address),
            (Ok(_), None) => {}
            (Err(error), _) => check::message(&error),
        }
    });
}

/// The node's file of a BLS key.
pub fn bn254_key_file(data: &[u8]) {
    with_content(data, templates!("bn254_key_file/pbkdf2.json"), |content| {
        let file = match EncryptedBlsKey::from_json(content) {
            Ok(file) => file,
            Err(error) => return check::message(&error),
        };
        curve::must_be_in_g1(&file.public_key());
        let written = file.to_json();
        let again = EncryptedBlsKey::from_json(written.as_bytes()).expect("what was written can be read");
        check::same(&again.to_json(), &written);
        if !is_quick(file.kdf()) {
            return;
        }
        match file.open(&OpeningKeys::of(&PASSWORD)) {
            Ok(secret) => assert_eq!(*secret.public_key().g1(), file.public_key(), "the key is that of the public key"),
            Err(error) => check::message(&error),
        }
    });
}

/// A mnemonic in a file, plain or encrypted.
pub fn mnemonic_file(data: &[u8]) {
    with_text(data, templates!("mnemonic_file/scrypt.json"), |text| match MnemonicFile::read(text) {
        Ok(MnemonicFile::Words(mnemonic)) => {
            let again = Mnemonic::parse(&mnemonic.to_phrase()).expect("its own phrase");
            assert!(again == mnemonic, "what was written reads as something else");
        }
        Ok(MnemonicFile::Encrypted(file)) => encrypted_mnemonic(&file),
        Err(error) => check::message(&error),
    });
}

fn encrypted_mnemonic(file: &EncryptedMnemonic) {
    let written = file.to_json();
    let again = EncryptedMnemonic::from_json(written.as_bytes()).expect("what was written can be read");
    check::same(&again.to_json(), &written);
    if !is_quick(file.kdf()) {
        return;
    }
    match file.open(&OpeningKeys::of(&PASSWORD)) {
        // Nobody has the password but the seeds.
        Ok(mnemonic) => assert_eq!(mnemonic.to_phrase().as_str(), WORDS, "another mnemonic than was encrypted"),
        Err(error) => check::message(&error),
    }
}
