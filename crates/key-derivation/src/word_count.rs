//! How long a mnemonic is.

use std::fmt;
use std::str::FromStr;

/// The lengths of a BIP-39 mnemonic.
///
/// ```
/// use aztec_key_derivation::{WordCount, WordCountError};
///
/// assert_eq!("24".parse::<WordCount>()?, WordCount::Words24);
/// assert_eq!(WordCount::Words24.words(), 24);
/// assert_eq!(WordCount::try_from(13), Err(WordCountError));
/// # Ok::<(), WordCountError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordCount {
    /// 12 words, 128 bits of entropy.
    Words12,
    /// 15 words, 160 bits of entropy.
    Words15,
    /// 18 words, 192 bits of entropy.
    Words18,
    /// 21 words, 224 bits of entropy.
    Words21,
    /// 24 words, 256 bits of entropy.
    #[default]
    Words24,
}

impl WordCount {
    /// All lengths, shortest first.
    pub const ALL: [Self; 5] = [Self::Words12, Self::Words15, Self::Words18, Self::Words21, Self::Words24];

    /// The number of words.
    #[must_use]
    pub fn words(self) -> usize {
        match self {
            Self::Words12 => 12,
            Self::Words15 => 15,
            Self::Words18 => 18,
            Self::Words21 => 21,
            Self::Words24 => 24,
        }
    }

    /// For the length of a mnemonic that exists.
    pub(crate) fn of_valid(words: usize) -> Self {
        Self::try_from(words).expect("a mnemonic that exists has a legal length")
    }

    /// The bytes of entropy: 32 bits for three words, the checksum's bit aside.
    pub(crate) fn entropy_bytes(self) -> usize {
        self.words() / 3 * 4
    }
}

impl TryFrom<usize> for WordCount {
    type Error = WordCountError;

    fn try_from(words: usize) -> Result<Self, WordCountError> {
        Self::ALL.into_iter().find(|count| count.words() == words).ok_or(WordCountError)
    }
}

impl FromStr for WordCount {
    type Err = WordCountError;

    fn from_str(text: &str) -> Result<Self, WordCountError> {
        Self::ALL.into_iter().find(|count| count.to_string() == text).ok_or(WordCountError)
    }
}

impl fmt::Display for WordCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

/// The number is not the length of a mnemonic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a mnemonic has 12, 15, 18, 21 or 24 words; use one of these numbers")]
pub struct WordCountError;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(WordCount::default().words(), 24);
        for (count, words, bytes) in [
            (WordCount::Words12, 12, 16),
            (WordCount::Words15, 15, 20),
            (WordCount::Words18, 18, 24),
            (WordCount::Words21, 21, 28),
            (WordCount::Words24, 24, 32),
        ] {
            assert_eq!((count.words(), count.entropy_bytes()), (words, bytes));
            assert_eq!(WordCount::try_from(words), Ok(count));
            assert_eq!(count.to_string().parse(), Ok(count));
        }
        for words in [0, 11, 13, 14, 27, usize::MAX] {
            assert_eq!(WordCount::try_from(words), Err(WordCountError), "{words}");
        }
        for text in ["", "012", " 12", "twelve"] {
            assert_eq!(text.parse::<WordCount>(), Err(WordCountError), "{text:?}");
        }
    }
}
