//! The English word list of BIP-39, and its words written short.

use bip39::Language;

/// BIP-39: "the word list is created in such a way that it's enough to type the first four letters to unambiguously
/// identify the word". Plates of steel have room for no more.
const ENOUGH_LETTERS: usize = 4;

/// The place of a word in the list, given in full or by its first letters, four at least. Only lower case is known.
pub(crate) fn place_of(text: &str) -> Option<u16> {
    let list = Language::English.word_list();
    // The list is sorted: a word comes before all that begin with it.
    let place = list.partition_point(|word| *word < text);
    let word = list.get(place)?;
    let is_meant = *word == text || text.len() >= ENOUGH_LETTERS && word.starts_with(text);
    is_meant.then(|| u16::try_from(place).expect("the list has 2048 words"))
}

/// The word at a place that [`place_of`] gave.
pub(crate) fn word_at(place: u16) -> &'static str {
    Language::English.word_list()[usize::from(place)]
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_word_is_known_by_its_first_four_letters() {
        let list = Language::English.word_list();
        for (place, word) in (0..).zip(list) {
            for end in word.len().min(ENOUGH_LETTERS)..=word.len() {
                assert_eq!(place_of(&word[..end]), Some(place), "{word}");
            }
            assert_eq!(word_at(place), *word);
        }
        let starts: HashSet<_> = list.iter().map(|word| &word[..word.len().min(ENOUGH_LETTERS)]).collect();
        assert_eq!(starts.len(), list.len());
    }

    #[test]
    fn what_is_no_word() {
        for text in ["", "a", "tes", "tset", "Test", "testt", "zoom", "zzzz", "aaaa", "yellowy", "jünk", "ｔｅｓｔ"]
        {
            assert_eq!(place_of(text), None, "{text}");
        }
    }
}
