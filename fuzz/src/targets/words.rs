//! Words, passphrases, key material, paths, and the small values of the command line.

use aztec_encrypted_keystore::{Password, password_from_file_content};
use aztec_key_derivation::{
    BlsPath, BlsRule, DerivationPath, EthPath, Ikm, Index, MasterFingerprint, Mnemonic, MnemonicDraft, Passphrase,
    TypedWords, WordCount, zeroize::Zeroizing,
};
use aztec_operator::input::{DeadlineText, When};
use aztec_staking_registry::{
    AztecAddress, Network, ProviderId, TakeRate, alloy_primitives::hex, calldata::KeysPerCall, parse_address,
    parse_number, parse_word, word_to_text,
};
use bn254_bls::subtle::ConstantTimeEq;

use crate::{check, input::with_plain_text};

/// A mnemonic as a file has it.
pub fn mnemonic(data: &[u8]) {
    with_plain_text(data, |text| match Mnemonic::parse(text) {
        Ok(mnemonic) => {
            let phrase = mnemonic.to_phrase();
            assert!(Mnemonic::parse(&phrase).is_ok_and(|again| again == mnemonic));
            assert_eq!(mnemonic.words().count(), mnemonic.word_count().words());
            assert_eq!(mnemonic.compare_typed(&phrase), TypedWords::Same);
            // Four letters are a word; what they stand for is what was read.
            let short: Vec<_> = phrase.split(' ').map(|word| &word[..word.len().min(4)]).collect();
            assert_eq!(mnemonic.compare_typed(&short.join(" ")), TypedWords::Same);
        }
        Err(error) => check::message(&error),
    });
}

/// A mnemonic as it is typed: a word a line, `<` takes one back, a number before a word replaces that one.
pub fn typed_words(data: &[u8]) {
    with_plain_text(data, |text| {
        let mut draft = MnemonicDraft::default();
        for line in text.lines().take(40) {
            let before = draft.len();
            let done = match line.split_once(' ') {
                _ if line == "<" => {
                    draft.remove_last();
                    assert_eq!(draft.len(), before.saturating_sub(1));
                    continue;
                }
                Some((number, word)) => draft.replace(number.parse().unwrap_or_default(), word),
                None => draft.push(line),
            };
            match done {
                Ok(()) => assert_eq!(draft.len(), before + usize::from(!line.contains(' '))),
                Err(error) => {
                    assert_eq!(draft.len(), before, "a word that was refused changes nothing");
                    check::message(&error);
                }
            }
        }
        assert!(draft.len() <= 24 && draft.words().count() == draft.len());
        match draft.to_mnemonic() {
            Ok(mnemonic) => {
                assert!(draft.has_valid_length());
                let words: Vec<_> = draft.words().collect();
                assert_eq!(words.join(" "), mnemonic.to_phrase().as_str());
            }
            Err(error) => check::message(&error),
        }
    });
}

/// A passphrase. What people see as one text is one passphrase, in whichever form it was typed.
pub fn passphrase(data: &[u8]) {
    with_plain_text(data, |text| match Passphrase::new(text) {
        Ok(passphrase) => {
            assert!(
                !text.chars().any(strict_json::changes_the_line),
                "accepted, and a part of it cannot be seen: {text:?}"
            );
            assert!(bool::from(Passphrase::new(text).expect("the same text").ct_eq(&passphrase)));
            let more = format!("{text}x");
            assert!(!bool::from(Passphrase::new(&more).expect("a letter more").ct_eq(&passphrase)));
        }
        Err(error) => check::message(&error),
    });
}

/// A password file.
pub fn password(data: &[u8]) {
    match password_from_file_content(data) {
        Ok(text) => {
            assert!(
                data.starts_with(text.as_bytes()) && data.len() - text.len() <= 2,
                "no more than a line end is left out"
            );
            let (one, other) = (Password::existing(&text), Password::existing(&text));
            let (one, other) = (one.expect("within the bound"), other.expect("within the bound"));
            assert!(bool::from(one.ct_eq(&other)));
        }
        Err(error) => check::message(&error),
    }
}

/// Raw key material in hexadecimal.
pub fn ikm(data: &[u8]) {
    with_plain_text(data, |text| match Ikm::from_hex(text) {
        Ok(ikm) => {
            let digits = text.trim();
            let bytes = Zeroizing::new(hex::decode(digits).expect("digits"));
            assert!(
                bool::from(Ikm::from_bytes(&bytes).expect("of that length").ct_eq(&ikm)),
                "as another decoder reads it"
            );
        }
        Err(error) => {
            check::message(&error);
            check::quotes_none(&error, text);
        }
    });
}

/// Derivation paths, and the indices in them.
pub fn path(data: &[u8]) {
    with_plain_text(data, |text| {
        spelled_once::<Index>(text);
        spelled_once::<EthPath>(text);
        spelled_once::<BlsPath>(text);
        spelled_once::<DerivationPath>(text);
        let named = text.parse::<DerivationPath>().is_ok();
        assert!(
            named || (text.parse::<BlsPath>().is_err() && text.parse::<EthPath>().is_err()),
            "a path of a standard is a path"
        );
    });
}

/// A value that has one spelling.
fn spelled_once<T: std::str::FromStr<Err: std::fmt::Display> + std::fmt::Display>(text: &str) {
    match text.parse::<T>() {
        Ok(value) => assert_eq!(value.to_string(), text),
        Err(error) => check::message(&error),
    }
}

/// Addresses, numbers, names and times, as options and files have them.
pub fn value(data: &[u8]) {
    with_plain_text(data, |text| {
        spelled_once::<Network>(text);
        spelled_once::<BlsRule>(text);
        spelled_once::<MasterFingerprint>(text);
        match parse_address(text) {
            Ok((address, _)) => assert!(address.to_checksum(None).eq_ignore_ascii_case(text)),
            Err(error) => check::message(&error),
        }
        match parse_word(text) {
            Ok(word) => {
                check::same(&parse_word(&word_to_text(&word)), &Ok(word));
                check::same(&parse_number(text), &Ok(word));
            }
            Err(error) => check::message(&error),
        }
        match parse_number(text) {
            Ok(word) => check::same(&parse_word(&word_to_text(&word)), &Ok(word)),
            Err(error) => check::message(&error),
        }
        match AztecAddress::parse(text) {
            Ok(address) => assert!(address.to_string().eq_ignore_ascii_case(text)),
            Err(error) => check::message(&error),
        }
        match text.parse::<ProviderId>() {
            Ok(id) => check::same(&id.to_string().parse(), &Ok(id)),
            Err(error) => check::message(&error),
        }
        match text.parse::<TakeRate>() {
            Ok(rate) => check::same(&rate.basis_points().to_string().parse(), &Ok(rate)),
            Err(error) => check::message(&error),
        }
        match text.parse::<KeysPerCall>() {
            Ok(keys) => check::same(&keys.get().to_string().parse(), &Ok(keys)),
            Err(error) => check::message(&error),
        }
        match text.parse::<WordCount>() {
            Ok(count) => assert!(count.words() <= 24),
            Err(error) => check::message(&error),
        }
        match text.parse::<DeadlineText>() {
            Ok(deadline) => {
                let unix = deadline.unix(1_900_000_000);
                check::message(&When { unix, now: 1_900_000_000 });
            }
            Err(error) => check::message(&error),
        }
    });
}
