//! Words that a person typed, beside the mnemonic that they should be.

use crate::Mnemonic;

/// How typed words differ from a mnemonic. No word is part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedWords {
    /// They are the words of the mnemonic.
    Same,
    /// There are more words, or fewer.
    Count {
        /// How many were typed.
        actual: usize,
        /// How many the mnemonic has.
        expected: usize,
    },
    /// As many words, but these are different.
    Different {
        /// Their positions, from 1.
        positions: Vec<usize>,
    },
}

impl Mnemonic {
    /// Compares typed words with those of the mnemonic. The first four letters of a word are enough, since no two words of
    /// the BIP-39 list have the same; capitals do not matter.
    ///
    /// The comparison is not in constant time: it is for a person who has the words before them.
    ///
    /// ```
    /// use aztec_key_derivation::{Mnemonic, TypedWords};
    ///
    /// let mnemonic = Mnemonic::parse("legal winner thank year wave sausage worth useful legal winner thank yellow")?;
    /// let typed = "lega winn than year wave saus wort usef lega winn than year";
    /// assert_eq!(mnemonic.compare_typed(typed), TypedWords::Different { positions: vec![12] });
    /// # Ok::<(), aztec_key_derivation::MnemonicError>(())
    /// ```
    #[must_use]
    pub fn compare_typed(&self, typed: &str) -> TypedWords {
        let (actual, expected) = (typed.split_whitespace().count(), self.words().count());
        if actual != expected {
            return TypedWords::Count { actual, expected };
        }
        let pairs = (1..).zip(self.words().zip(typed.split_whitespace()));
        let different = pairs.filter(|(_, (word, typed))| !is_meant(word, typed));
        let positions: Vec<usize> = different.map(|(position, _)| position).collect();
        if positions.is_empty() { TypedWords::Same } else { TypedWords::Different { positions } }
    }
}

/// BIP-39: no two words of the list have the same first four letters.
fn is_meant(word: &str, typed: &str) -> bool {
    let is_long_enough = typed.len() == word.len() || typed.len() >= 4;
    is_long_enough && word.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn compare(typed: &str) -> TypedWords {
        Mnemonic::parse(PHRASE).unwrap().compare_typed(typed)
    }

    #[test]
    fn the_words_or_their_first_four_letters() {
        assert_eq!(compare(PHRASE), TypedWords::Same);
        assert_eq!(compare(&PHRASE.to_uppercase().replace(' ', "\t ")), TypedWords::Same);
        assert_eq!(compare("lega winn than year wave saus wort usef legal winne thank yell"), TypedWords::Same);
    }

    #[test]
    fn what_differs_is_named_by_its_position() {
        for (typed, wrong) in [("yel", 12), ("yellowy", 12), ("year", 12), ("ye\u{308}l", 12)] {
            let expected = TypedWords::Different { positions: vec![wrong] };
            assert_eq!(compare(&PHRASE.replace("yellow", typed)), expected, "{typed}");
        }
        let swapped = compare(&PHRASE.replace("year wave", "wave year"));
        assert_eq!(swapped, TypedWords::Different { positions: vec![4, 5] });
    }

    #[test]
    fn a_word_too_few_or_too_many() {
        assert_eq!(compare("legal"), TypedWords::Count { actual: 1, expected: 12 });
        assert_eq!(compare(&format!("{PHRASE} yellow")), TypedWords::Count { actual: 13, expected: 12 });
    }
}
