//! BIP-39 mnemonics.

use std::fmt;

use bip39::Language;
use rand_core::TryCryptoRng;
use subtle::{Choice, ConstantTimeEq};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    GenerateError, MnemonicError, OperatorEntropy, Passphrase, Seed, WordCount, entropy,
    wiped_stack::on_wiped_stack,
    word_list::{place_of, word_at},
};

/// The longest English word has 8 letters; 24 of them and the spaces between.
const LONGEST_PHRASE: usize = 24 * 8 + 23;

/// A BIP-39 mnemonic: 12, 15, 18, 21 or 24 English words with a valid checksum.
///
/// It is wiped when dropped, its `Debug` shows nothing of it, and it can neither be copied nor cloned.
///
/// ```
/// use aztec_key_derivation::{Mnemonic, MnemonicError, WordCount};
/// use rand::rngs::SysRng; // the operating system's generator
///
/// let mnemonic = Mnemonic::generate(WordCount::Words24, &mut SysRng)?;
/// assert_eq!(Mnemonic::parse(&mnemonic.to_phrase())?, mnemonic);
/// assert_eq!(Mnemonic::parse("only three words").unwrap_err(), MnemonicError::WordCount { count: 3 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
// On the heap, so that moving it leaves no copies behind.
pub struct Mnemonic(Box<bip39::Mnemonic>);

impl Mnemonic {
    /// Makes a new mnemonic from fresh entropy. Pass the operating system's generator.
    ///
    /// # Errors
    /// [`GenerateError`]: the generator's own, or that its output cannot be random. Nothing is made up in its place.
    pub fn generate<R: TryCryptoRng + ?Sized>(words: WordCount, rng: &mut R) -> Result<Self, GenerateError<R::Error>> {
        Self::generate_with(words, None, rng)
    }

    /// The same, with what the operator brings along mixed in, as [`OperatorEntropy`] says. Of the generator it takes 32 bytes
    /// for that, whatever the length; neither they nor the result may repeat themselves.
    ///
    /// # Errors
    /// As [`generate`](Self::generate).
    pub fn generate_with<R: TryCryptoRng + ?Sized>(
        words: WordCount,
        operator: Option<&OperatorEntropy>,
        rng: &mut R,
    ) -> Result<Self, GenerateError<R::Error>> {
        let mut buffer = Zeroizing::new([0u8; 32]);
        let entropy = &mut buffer[..words.entropy_bytes()];
        match operator {
            Some(operator) => entropy::fill_with(entropy, operator, rng)?,
            None => entropy::fill(entropy, rng)?,
        }
        Ok(Self::from_entropy(entropy))
    }

    /// For entropy as long as [`WordCount::entropy_bytes`] says.
    fn from_entropy(entropy: &[u8]) -> Self {
        on_wiped_stack(|| {
            let mnemonic = bip39::Mnemonic::from_entropy_in(Language::English, entropy)
                .expect("every word count has a legal length of entropy");
            Self(Box::new(mnemonic))
        })
    }

    /// Reads a mnemonic that a person typed or a file holds.
    ///
    /// Words are separated by any white space, also line breaks, and there may be some at either end; a byte order
    /// mark in front is skipped. Words stand in lower case. The first four letters of a word are enough, as on plates of
    /// steel; the mnemonic has the word in full. Capitals are refused and not folded: the official
    /// tool hashes the letters as they are and does not check the words, so it makes other keys from them, without a
    /// warning. English words are ASCII, which NFKD leaves as it is.
    ///
    /// # Errors
    /// See [`MnemonicError`]. No error holds a word.
    pub fn parse(text: &str) -> Result<Self, MnemonicError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let count = text.split_whitespace().count();
        if WordCount::try_from(count).is_err() {
            return Err(MnemonicError::WordCount { count });
        }
        let words = (1..).zip(text.split_whitespace());
        if let Some((position, word)) = words.clone().find(|(_, word)| place_of(word).is_none()) {
            return Err(if is_known_in_lower_case(word) {
                MnemonicError::Capitals { position }
            } else {
                MnemonicError::UnknownWord { position }
            });
        }
        Self::of_words(words.filter_map(|(_, word)| place_of(word)).map(word_at))
    }

    /// From words of the list, each in full.
    pub(crate) fn of_words(words: impl Iterator<Item = &'static str>) -> Result<Self, MnemonicError> {
        let phrase = joined(words);
        match on_wiped_stack(|| bip39::Mnemonic::parse_in_normalized(Language::English, &phrase).map(Box::new)) {
            Ok(mnemonic) => Ok(Self(mnemonic)),
            Err(bip39::Error::BadWordCount(count)) => Err(MnemonicError::WordCount { count }),
            // Nothing else can be wrong with words of the list.
            Err(_) => Err(MnemonicError::Checksum),
        }
    }

    /// The BIP-39 seed: PBKDF2-HMAC-SHA512 over the phrase, 2048 rounds, salt `"mnemonic"` and the passphrase.
    #[must_use]
    pub fn to_seed(&self, passphrase: &Passphrase) -> Seed {
        on_wiped_stack(|| {
            let mut bytes = self.0.to_seed_normalized(passphrase.as_nfkd());
            let seed = Seed::from_bytes(&bytes);
            bytes.zeroize();
            seed
        })
    }

    /// The words joined by single spaces. **This is the secret itself.**
    #[must_use]
    pub fn to_phrase(&self) -> Zeroizing<String> {
        joined(self.words())
    }

    /// The words in their order. **They are the secret itself.**
    pub fn words(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.0.words()
    }

    /// How many words there are.
    #[must_use]
    pub fn word_count(&self) -> WordCount {
        WordCount::of_valid(self.0.word_count())
    }
}

/// The words with single spaces between them.
fn joined(words: impl Iterator<Item = &'static str>) -> Zeroizing<String> {
    // Large enough from the start: a string that grows leaves copies behind.
    let mut phrase = Zeroizing::new(String::with_capacity(LONGEST_PHRASE));
    for (index, word) in words.enumerate() {
        if index > 0 {
            phrase.push(' ');
        }
        phrase.push_str(word);
    }
    phrase
}

fn is_known_in_lower_case(word: &str) -> bool {
    place_of(&Zeroizing::new(word.to_ascii_lowercase())).is_some()
}

/// Compares the words by their places in the list. How many there are is not hidden.
impl ConstantTimeEq for Mnemonic {
    fn ct_eq(&self, other: &Self) -> Choice {
        let same_length = Choice::from(u8::from(self.0.word_count() == other.0.word_count()));
        let pairs = self.0.word_indices().zip(other.0.word_indices());
        pairs.fold(same_length, |same, (one, other)| same & one.ct_eq(&other))
    }
}

/// In constant time.
impl PartialEq for Mnemonic {
    fn eq(&self, other: &Self) -> bool {
        self.ct_eq(other).into()
    }
}

impl Eq for Mnemonic {}

// What it holds wipes itself.
impl ZeroizeOnDrop for Mnemonic {}

impl fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mnemonic").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "test test test test test test test test test test test junk";

    #[test]
    fn white_space_does_not_matter() {
        let expected = Mnemonic::parse(PHRASE).unwrap();
        for text in [
            format!(" {PHRASE}\n"),
            format!("{PHRASE}\r\n"),
            PHRASE.replace(' ', "\n"),
            PHRASE.replace(' ', "\r\n"),
            PHRASE.replace(' ', " \t "),
            PHRASE.replace(' ', "\u{3000}"),
            format!("\u{feff}{PHRASE}"),
        ] {
            assert_eq!(Mnemonic::parse(&text), Ok(Mnemonic::parse(PHRASE).unwrap()), "{text:?}");
            assert_eq!(Mnemonic::parse(&text).unwrap().to_phrase(), expected.to_phrase());
        }
    }

    #[test]
    fn the_buffer_does_not_grow_and_is_no_larger_than_the_longest_phrase() {
        let phrase = joined(std::iter::repeat_n("abstract", 24));
        assert_eq!(phrase.len(), 24 * 8 + 23);
        assert_eq!(phrase.capacity(), phrase.len());
    }

    #[test]
    fn wrong_word_counts_are_refused() {
        for count in [0, 1, 11, 13, 14, 16, 23, 25, 48] {
            let text = vec!["abandon"; count].join(" ");
            assert_eq!(Mnemonic::parse(&text), Err(MnemonicError::WordCount { count }));
        }
        assert_eq!(
            MnemonicError::WordCount { count: 1 }.to_string(),
            "the mnemonic has 1 word, but must have 12, 15, 18, 21 or 24; look for a missing or repeated word"
        );
    }

    #[test]
    fn unknown_words_are_named_by_position() {
        for (index, wrong) in [(0, "tset"), (4, "tes"), (11, "junk."), (11, "jünk"), (3, "ｔｅｓｔ"), (7, "0")] {
            let mut words: Vec<&str> = PHRASE.split(' ').collect();
            words[index] = wrong;
            let error = Mnemonic::parse(&words.join(" ")).unwrap_err();
            assert_eq!(error, MnemonicError::UnknownWord { position: index + 1 }, "{wrong}");
        }
    }

    #[test]
    fn four_letters_are_enough() {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        for text in [
            "lega winn than year wave saus wort usef lega winn than yell",
            "legal winner thank year wave sausag worth useful lega winner thank yello",
        ] {
            assert_eq!(&*Mnemonic::parse(text).unwrap().to_phrase(), phrase);
        }
        let short = "lega winn tha year wave saus wort usef lega winn than yell";
        assert_eq!(Mnemonic::parse(short), Err(MnemonicError::UnknownWord { position: 3 }));
        let capitals = "lega winn than year wave saus wort usef lega winn than YELL";
        assert_eq!(Mnemonic::parse(capitals), Err(MnemonicError::Capitals { position: 12 }));
    }

    #[test]
    fn the_first_of_several_unknown_words_is_named() {
        let text = PHRASE.replacen("test", "xxxx", 5);
        assert_eq!(Mnemonic::parse(&text), Err(MnemonicError::UnknownWord { position: 1 }));
    }

    #[test]
    fn capitals_are_refused() {
        assert_eq!(Mnemonic::parse(&PHRASE.to_uppercase()), Err(MnemonicError::Capitals { position: 1 }));
        assert_eq!(Mnemonic::parse(&PHRASE.replace("junk", "Junk")), Err(MnemonicError::Capitals { position: 12 }));
    }

    #[test]
    fn a_bad_checksum_is_refused() {
        let text = PHRASE.replace("junk", "test");
        assert_eq!(Mnemonic::parse(&text), Err(MnemonicError::Checksum));
    }

    /// Falls when the library's feature that does the wiping is switched off.
    #[test]
    fn the_inner_type_wipes_itself() {
        fn wipes_itself<T: zeroize::ZeroizeOnDrop>() {}
        wipes_itself::<bip39::Mnemonic>();
    }

    #[test]
    fn comparison() {
        let zeros = |words: usize, last| format!("{}{last}", "abandon ".repeat(words - 1));
        let mnemonic = |text: &str| Mnemonic::parse(text).unwrap();
        assert_eq!(mnemonic(PHRASE), mnemonic(PHRASE));
        assert_ne!(mnemonic(PHRASE), mnemonic(&zeros(12, "about")));
        // The one begins with words of the other.
        assert_ne!(mnemonic(&zeros(12, "about")), mnemonic(&zeros(15, "address")));
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Mnemonic::parse(PHRASE).unwrap()), "Mnemonic { .. }");
    }
}
