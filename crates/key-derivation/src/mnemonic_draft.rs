//! A mnemonic while somebody types it.

use std::fmt;

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{
    Mnemonic, MnemonicError, WordCount,
    word_list::{place_of, word_at},
};

/// The words of a mnemonic that have been typed so far, each of them in the list of BIP-39. Wiped when dropped.
///
/// ```
/// use aztec_key_derivation::{DraftError, MnemonicDraft};
///
/// let mut draft = MnemonicDraft::default();
/// for word in "test test test test test test test test test test TEST".split(' ') {
///     draft.push(word)?;
/// }
/// assert_eq!(draft.push("jnuk"), Err(DraftError::Unknown));
/// draft.push("junk")?;
/// assert!(draft.to_mnemonic().is_ok());
/// # Ok::<(), DraftError>(())
/// ```
pub struct MnemonicDraft {
    /// Places in the list.
    places: Zeroizing<Vec<u16>>,
}

const MOST_WORDS: usize = 24;

impl Default for MnemonicDraft {
    fn default() -> Self {
        // Large enough from the start: a vector that grows leaves copies behind.
        Self { places: Zeroizing::new(Vec::with_capacity(MOST_WORDS)) }
    }
}

impl MnemonicDraft {
    /// Appends a word. Its first four letters are enough, and capitals do not matter.
    ///
    /// # Errors
    /// [`DraftError`]: nothing is appended then.
    pub fn push(&mut self, word: &str) -> Result<(), DraftError> {
        let place = place(word)?;
        if self.places.len() == MOST_WORDS {
            return Err(DraftError::Full);
        }
        self.places.push(place);
        Ok(())
    }

    /// Puts another word in place of the one with this number, from 1.
    ///
    /// # Errors
    /// [`DraftError`]: nothing is changed then.
    pub fn replace(&mut self, number: usize, word: &str) -> Result<(), DraftError> {
        let place = place(word)?;
        let old = number.checked_sub(1).and_then(|index| self.places.get_mut(index)).ok_or(DraftError::NoSuchWord)?;
        *old = place;
        Ok(())
    }

    /// Takes the last word away, if there is one.
    pub fn remove_last(&mut self) {
        self.places.pop();
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether nothing has been typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Whether a mnemonic can have this many words.
    #[must_use]
    pub fn has_valid_length(&self) -> bool {
        WordCount::try_from(self.len()).is_ok()
    }

    /// Whether no mnemonic has more words.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.len() == MOST_WORDS
    }

    /// The words in full, in their order. **They are the secret itself.**
    pub fn words(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.places.iter().map(|place| word_at(*place))
    }

    /// The mnemonic that these words make.
    ///
    /// # Errors
    /// [`MnemonicError::WordCount`] or [`MnemonicError::Checksum`].
    pub fn to_mnemonic(&self) -> Result<Mnemonic, MnemonicError> {
        Mnemonic::of_words(self.words())
    }
}

fn place(word: &str) -> Result<u16, DraftError> {
    place_of(&Zeroizing::new(word.to_ascii_lowercase())).ok_or(DraftError::Unknown)
}

// What it holds wipes itself.
impl ZeroizeOnDrop for MnemonicDraft {}

impl fmt::Debug for MnemonicDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MnemonicDraft").finish_non_exhaustive()
    }
}

/// Why a word is not taken. No error holds a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// It is not in the English list of BIP-39.
    #[error("this word is not in the English BIP-39 list; check its spelling, its first four letters are enough")]
    Unknown,
    /// There are 24 words already.
    #[error("a mnemonic has at most {MOST_WORDS} words")]
    Full,
    /// There is no word of that number.
    #[error("there is no word of that number yet")]
    NoSuchWord,
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn draft(text: &str) -> MnemonicDraft {
        let mut draft = MnemonicDraft::default();
        text.split(' ').for_each(|word| draft.push(word).unwrap());
        draft
    }

    #[test]
    fn short_words_and_capitals_are_those_of_the_list() {
        let draft = draft("LEGA winn than year wave saus wort usef legal Winner than yell");
        assert_eq!(draft.words().collect::<Vec<_>>().join(" "), PHRASE);
        assert_eq!(draft.to_mnemonic(), Mnemonic::parse(PHRASE));
    }

    #[test]
    fn a_wrong_word_is_mended_in_its_place() {
        let mut draft = draft(&PHRASE.replace("wave", "zoo"));
        assert_eq!(draft.to_mnemonic(), Err(MnemonicError::Checksum));
        assert_eq!(draft.replace(5, "wavy"), Err(DraftError::Unknown));
        for number in [0, 13] {
            assert_eq!(draft.replace(number, "wave"), Err(DraftError::NoSuchWord));
        }
        draft.replace(5, "wave").unwrap();
        assert_eq!(draft.to_mnemonic(), Mnemonic::parse(PHRASE));
        assert!(draft.has_valid_length() && !draft.is_full());
        draft.remove_last();
        assert_eq!(draft.to_mnemonic(), Err(MnemonicError::WordCount { count: 11 }));
        assert!(!draft.has_valid_length());
    }

    #[test]
    fn no_more_than_24_words() {
        let mut draft = draft(&[PHRASE, PHRASE].join(" "));
        assert!(draft.is_full() && draft.has_valid_length());
        assert_eq!(draft.push("legal"), Err(DraftError::Full));
        assert_eq!(draft.len(), 24);
    }

    #[test]
    fn nothing_grows_and_nothing_is_shown() {
        let mut draft = MnemonicDraft::default();
        let before = draft.places.as_ptr();
        assert!(draft.is_empty());
        (0..24).for_each(|_| draft.push("zoo").unwrap());
        assert!(!draft.is_empty());
        assert_eq!(draft.places.as_ptr(), before);
        assert_eq!(format!("{draft:?}"), "MnemonicDraft { .. }");
    }
}
