//! Words with their numbers, as they stand on a screen.

use std::fmt::Write as _;

use zeroize::Zeroizing;

/// How many columns the words stand in.
const COLUMNS: usize = 3;

/// The most words, and the bytes of one with its number and the blanks around it.
const LARGEST: usize = 24 * 18;

/// The words with their numbers, to be read down the columns.
pub(super) fn numbered(words: &(impl Iterator<Item = &'static str> + Clone)) -> Zeroizing<String> {
    let count = words.clone().count();
    let rows = count.div_ceil(COLUMNS);
    // Large enough from the start: a string that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(LARGEST + rows));
    for row in 0..rows {
        for (index, word) in words.clone().enumerate().filter(|(index, _)| index % rows == row) {
            let _ = write!(text, "  {:>2}  {word:<12}", index + 1);
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_there_with_its_number() {
        let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow";
        let text = numbered(&phrase.split(' '));
        assert_eq!(
            *text,
            "   1  legal          5  wave           9  legal       \n\
             \x20  2  winner         6  sausage       10  winner      \n\
             \x20  3  thank          7  worth         11  thank       \n\
             \x20  4  year           8  useful        12  yellow      \n"
        );
        let full = numbered(&std::iter::repeat_n("absolute", 24));
        assert!(full.len() <= LARGEST + 8 && full.lines().all(|line| line.len() <= 80));
        assert_eq!(*numbered(&std::iter::empty()), "");
    }
}
