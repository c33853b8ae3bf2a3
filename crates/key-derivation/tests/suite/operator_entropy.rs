//! New mnemonics of two sources of entropy. The known answers are of `operator_entropy/known_answers.py`.

use std::io;

use aztec_key_derivation::{
    DiceRolls, GenerateError, Mnemonic, OperatorEntropy, WordCount,
    rand_core::{TryCryptoRng, TryRng},
};
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use crate::support;

/// A generator that gives these bytes, once; then it fails.
struct Fixed(Vec<u8>);

impl TryRng for Fixed {
    type Error = io::Error;
    fn try_next_u32(&mut self) -> io::Result<u32> {
        panic!("entropy is asked for in bytes")
    }
    fn try_next_u64(&mut self) -> io::Result<u64> {
        panic!("entropy is asked for in bytes")
    }
    fn try_fill_bytes(&mut self, output: &mut [u8]) -> io::Result<()> {
        if self.0.is_empty() {
            return Err(io::Error::other("no entropy"));
        }
        output.copy_from_slice(&std::mem::take(&mut self.0));
        Ok(())
    }
}

impl TryCryptoRng for Fixed {}

fn made(words: WordCount, operator: Option<&[u8]>, system: &[u8]) -> Result<Mnemonic, GenerateError<io::Error>> {
    let operator = operator.map(|bytes| OperatorEntropy::from_bytes(bytes).unwrap());
    Mnemonic::generate_with(words, operator.as_ref(), &mut Fixed(system.to_vec()))
}

fn counted(length: u8) -> Vec<u8> {
    (0..length).collect()
}

#[derive(serde::Deserialize)]
struct Answer {
    name: String,
    system: String,
    operator: Option<String>,
    /// In the place of a long one.
    sha256: Option<String>,
    entropy: String,
}

impl Answer {
    fn operator(&self) -> Vec<u8> {
        let Some(digest) = &self.sha256 else {
            return base16ct::lower::decode_vec(self.operator.as_ref().unwrap()).unwrap();
        };
        let long: Vec<u8> = (0..1_u64 << 20).map(|index| u8::try_from(index * index / 7 % 251).unwrap()).collect();
        assert_eq!(Sha256::digest(&long)[..], support::hex::<32>(digest));
        long
    }
}

#[test]
fn the_rule_is_the_documented_one() {
    let answers: Vec<Answer> = serde_json::from_str(include_str!("operator_entropy/known_answers.json")).unwrap();
    assert_eq!(answers.len(), 2 * 5 * WordCount::ALL.len());
    for answer in &answers {
        let entropy = base16ct::lower::decode_vec(&answer.entropy).unwrap();
        let expected = bip39::Mnemonic::from_entropy(&entropy).unwrap();
        let words = WordCount::try_from(expected.word_count()).unwrap();
        let actual = made(words, Some(&answer.operator()), &support::hex::<32>(&answer.system)).unwrap();
        assert_eq!(*actual.to_phrase(), expected.to_string(), "{}, {words} words", answer.name);
    }
}

#[test]
fn neither_source_decides_alone() {
    for words in WordCount::ALL {
        let of = |operator: &[u8], system: &[u8]| made(words, Some(operator), system).unwrap();
        let other = [&[1], &counted(32)[1..]].concat();
        assert_eq!(of(b"dice", &counted(32)), of(b"dice", &counted(32)));
        assert_ne!(of(b"dice", &counted(32)), of(b"dicf", &counted(32)), "{words}");
        assert_ne!(of(b"dice", &counted(32)), of(b"dice", &other), "{words}");
        // A constant file and the system's generator.
        let operator = OperatorEntropy::from_bytes(b"dice").unwrap();
        let fresh = || Mnemonic::generate_with(words, Some(&operator), &mut SysRng).unwrap();
        assert_ne!(fresh(), fresh());
    }
}

#[test]
fn without_the_operator_the_entropy_is_the_systems() {
    let made = made(WordCount::Words12, None, &counted(16)).unwrap();
    assert_eq!(*made.to_phrase(), bip39::Mnemonic::from_entropy(&counted(16)).unwrap().to_string());
}

#[test]
fn rolls_are_digits_without_blanks() {
    let mut rolls = DiceRolls::default();
    let faces = "365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442";
    faces.chars().for_each(|face| rolls.push(face).unwrap());
    let operator = rolls.to_entropy(WordCount::Words24).unwrap();
    let actual = Mnemonic::generate_with(WordCount::Words24, Some(&operator), &mut Fixed(counted(32))).unwrap();
    assert_eq!(actual, made(WordCount::Words24, Some(faces.as_bytes()), &counted(32)).unwrap());
}

/// The operator's part does not hide that the system's is missing.
#[test]
fn a_generator_that_fails_or_repeats_itself_is_an_error() {
    for (operator, bytes) in [(None, 16), (Some(&b"dice"[..]), 32)] {
        let of = |system: &[u8]| made(WordCount::Words12, operator, system).unwrap_err();
        assert!(matches!(of(&[]), GenerateError::Generator(error) if error.to_string() == "no entropy"));
        for stuck in [vec![0; bytes], vec![0xff; bytes], counted(8).repeat(bytes / 8)] {
            assert!(matches!(of(&stuck), GenerateError::Repeats));
        }
    }
}
