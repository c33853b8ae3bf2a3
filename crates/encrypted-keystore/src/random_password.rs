//! New passwords that nobody has thought up.

use std::fmt;

use aztec_key_derivation::{GenerateError, Mnemonic, WordCount};
use rand_core::TryCryptoRng;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::NewPassword;

/// The list of BIP-39 has 2048 words.
const BITS_A_WORD: usize = 11;

/// How many words a random password has: 7 to 23, 11 bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordWords(usize);

impl PasswordWords {
    /// 7 words, 77 bits: out of reach even under PBKDF2.
    pub const DEFAULT: Self = Self(Self::FEWEST);
    const FEWEST: usize = 7;
    /// What 253 of 256 bits give.
    const MOST: usize = 23;

    /// Takes a number of words.
    ///
    /// # Errors
    /// [`PasswordWordsError`] below 7 and above 23.
    pub fn new(words: usize) -> Result<Self, PasswordWordsError> {
        if (Self::FEWEST..=Self::MOST).contains(&words) { Ok(Self(words)) } else { Err(PasswordWordsError) }
    }

    /// The bits of entropy.
    #[must_use]
    pub fn bits(self) -> usize {
        self.0 * BITS_A_WORD
    }

    /// The number of words.
    #[must_use]
    pub fn words(self) -> usize {
        self.0
    }
}

/// Why a number of words is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a random password has {} to {} words", PasswordWords::FEWEST, PasswordWords::MOST)]
pub struct PasswordWordsError;

/// A password of words that were chosen at random from the list of BIP-39, with hyphens between them.
///
/// ```
/// use aztec_encrypted_keystore::{NewPassword, PasswordWords, RandomPassword};
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let password = RandomPassword::generate(PasswordWords::DEFAULT, &mut SysRng)?;
/// assert!(NewPassword::ascii(password.reveal()).is_ok());
/// assert_eq!(password.reveal().split('-').count(), 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct RandomPassword(Zeroizing<String>);

impl RandomPassword {
    /// Makes a password. Pass the operating system's generator.
    ///
    /// # Errors
    /// [`GenerateError`]: the generator's own, or that its output cannot be random.
    pub fn generate<R: TryCryptoRng + ?Sized>(
        words: PasswordWords,
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        loop {
            // The first 23 words of 24 hold random bits and nothing else; the checksum is in the last one.
            let text = joined(&Mnemonic::generate(WordCount::Words24, rng)?, words);
            // What would be refused when it is typed, one word seven times over, is as good as never drawn.
            if NewPassword::ascii(&text).is_ok() {
                return Ok(Self(text));
            }
        }
    }

    /// The password. **This is the secret itself.**
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

fn joined(mnemonic: &Mnemonic, words: PasswordWords) -> Zeroizing<String> {
    // Large enough from the start: a string that grows leaves copies behind. No word has more than 8 letters.
    let mut text = Zeroizing::new(String::with_capacity(9 * PasswordWords::MOST));
    for (index, word) in mnemonic.words().take(words.0).enumerate() {
        if index > 0 {
            text.push('-');
        }
        text.push_str(word);
    }
    text
}

// What it holds wipes itself.
impl ZeroizeOnDrop for RandomPassword {}

impl fmt::Debug for RandomPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RandomPassword").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use rand::rngs::SysRng;

    use super::*;

    #[test]
    fn the_words_of_a_mnemonic_without_its_checksum() {
        let phrase = format!("{}art", "abandon ".repeat(23));
        let words = PasswordWords::new(23).unwrap();
        assert_eq!(*joined(&Mnemonic::parse(&phrase).unwrap(), words), vec!["abandon"; 23].join("-"));
    }

    #[test]
    fn no_two_are_the_same_and_every_one_is_strong() {
        let passwords: HashSet<_> = (0..50)
            .map(|_| {
                let password = RandomPassword::generate(PasswordWords::DEFAULT, &mut SysRng).unwrap();
                assert!(NewPassword::ascii(password.reveal()).is_ok());
                password.reveal().to_owned()
            })
            .collect();
        assert_eq!(passwords.len(), 50);
    }

    #[test]
    fn seven_words_are_the_fewest() {
        assert_eq!((PasswordWords::DEFAULT.words(), PasswordWords::DEFAULT.bits()), (7, 77));
        for words in [0, 6, 24] {
            assert_eq!(PasswordWords::new(words), Err(PasswordWordsError));
        }
        assert_eq!(PasswordWordsError.to_string(), "a random password has 7 to 23 words");
    }

    #[test]
    fn debug_shows_nothing() {
        let password = RandomPassword::generate(PasswordWords::DEFAULT, &mut SysRng).unwrap();
        assert_eq!(format!("{password:?}"), "RandomPassword { .. }");
    }
}
