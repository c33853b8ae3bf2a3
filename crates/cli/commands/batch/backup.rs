//! Showing a new mnemonic once, and going on only when it comes back: whoever has typed it has it on paper.

use std::{fmt::Write as _, io};

use aztec_key_derivation::Mnemonic;
use zeroize::Zeroizing;

use crate::terminal::AlternateScreen;

/// Shows the words, asks for them, and returns when all of them were typed in their order.
pub(super) fn prove_backup(mnemonic: &Mnemonic) -> Result<(), BackupError> {
    let mut screen = AlternateScreen::enter().map_err(|source| BackupError::NoTerminal { source })?;
    let mut answer = |text: &str| {
        screen.show(text)?;
        screen.read_line()?.ok_or(BackupError::Closed)
    };
    let mut remark = String::new();
    loop {
        answer(&words_on_the_screen(mnemonic))?;
        loop {
            let typed = answer(&format!("{remark}{QUESTION}"))?;
            if typed.trim().is_empty() {
                remark.clear();
                break;
            }
            match compare(mnemonic, &typed) {
                Comparison::Equal => return Ok(()),
                different => remark = different.remark(),
            }
        }
    }
}

const QUESTION: &str = "Type the words from your paper, in their order, with spaces between them.\n\
    The first four letters of a word will do. Enter alone shows them again;\n\
    Ctrl-C stops, and nothing is kept.\n\n> ";

/// How many columns the words stand in.
const COLUMNS: usize = 3;

/// The words with their numbers, to be read down the columns.
fn words_on_the_screen(mnemonic: &Mnemonic) -> Zeroizing<String> {
    let words: Vec<&str> = mnemonic.words().collect();
    let rows = words.len().div_ceil(COLUMNS);
    // Large enough from the start: a string that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(2048));
    let _ = write!(text, "The {} words of the new mnemonic. Whoever has them has the keys.\n\n", words.len());
    for row in 0..rows {
        for number in (row..words.len()).step_by(rows) {
            let _ = write!(text, "  {:>2}  {:<12}", number + 1, words[number]);
        }
        text.push('\n');
    }
    text.push_str("\nWrite them on paper, with their numbers. Nobody else may see them.\nThen press Enter: ");
    text
}

/// What was typed, beside the mnemonic.
#[derive(Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    /// Another number of words.
    Count {
        typed: usize,
        expected: usize,
    },
    /// Words at these positions, from 1, are others.
    Differs(Vec<usize>),
}

fn compare(mnemonic: &Mnemonic, typed: &str) -> Comparison {
    let words: Vec<&str> = mnemonic.words().collect();
    let typed: Vec<&str> = typed.split_whitespace().collect();
    if typed.len() != words.len() {
        return Comparison::Count { typed: typed.len(), expected: words.len() };
    }
    let pairs = (1..).zip(words.iter().zip(&typed));
    let wrong: Vec<usize> =
        pairs.filter(|(_, (word, typed))| !is_meant(word, typed)).map(|(number, _)| number).collect();
    if wrong.is_empty() { Comparison::Equal } else { Comparison::Differs(wrong) }
}

/// BIP-39: no two words of the list have the same first four letters.
fn is_meant(word: &str, typed: &str) -> bool {
    let long_enough = typed.len() == word.len() || typed.len() >= 4;
    long_enough && word.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

impl Comparison {
    /// Says what is wrong, without a word of it.
    fn remark(&self) -> String {
        match self {
            Self::Equal => String::new(),
            Self::Count { typed, expected } => {
                format!("That is {typed} word{}, and there are {expected}.\n\n", if *typed == 1 { "" } else { "s" })
            }
            Self::Differs(positions) => {
                let numbers: Vec<String> = positions.iter().map(ToString::to_string).collect();
                let (s, are) = if positions.len() == 1 { ("", "is") } else { ("s", "are") };
                format!("Word{s} {} {are} not as shown.\n\n", numbers.join(", "))
            }
        }
    }
}

/// Why the backup was not proved.
#[derive(Debug, thiserror::Error)]
pub(crate) enum BackupError {
    /// There is nobody to show the words to.
    #[error(
        "--show-mnemonic: there is no terminal to show it on ({source}); leave the option out, secret/mnemonic.json has the mnemonic, encrypted"
    )]
    NoTerminal { source: io::Error },
    /// The terminal was closed instead of an answer.
    #[error("--show-mnemonic: the words were not typed, so the backup is not proved and nothing was kept; start again")]
    Closed,
    /// The terminal does not work.
    #[error("--show-mnemonic: the terminal cannot be used ({0}); nothing was kept, try another terminal")]
    Terminal(#[from] io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn compared(typed: &str) -> Comparison {
        compare(&Mnemonic::parse(PHRASE).unwrap(), typed)
    }

    #[test]
    fn the_words_or_their_first_four_letters() {
        assert_eq!(compared(PHRASE), Comparison::Equal);
        assert_eq!(compared(&PHRASE.to_uppercase().replace(' ', "\t ")), Comparison::Equal);
        assert_eq!(compared("lega winn than year wave saus wort usef legal winne thank yell"), Comparison::Equal);
    }

    #[test]
    fn what_differs_is_named_by_its_position() {
        for (typed, wrong) in [("yel", 12), ("yellowy", 12), ("year", 12), ("ye\u{308}l", 12)] {
            assert_eq!(compared(&PHRASE.replace("yellow", typed)), Comparison::Differs(vec![wrong]), "{typed}");
        }
        let swapped = compared(&PHRASE.replace("year wave", "wave year"));
        assert_eq!(swapped, Comparison::Differs(vec![4, 5]));
        assert_eq!(swapped.remark(), "Words 4, 5 are not as shown.\n\n");
    }

    #[test]
    fn a_word_too_few_or_too_many() {
        assert_eq!(compared("legal"), Comparison::Count { typed: 1, expected: 12 });
        assert_eq!(compared(&format!("{PHRASE} yellow")), Comparison::Count { typed: 13, expected: 12 });
    }

    #[test]
    fn every_word_stands_on_the_screen_with_its_number() {
        let screen = words_on_the_screen(&Mnemonic::parse(PHRASE).unwrap());
        for (number, word) in (1..).zip(PHRASE.split(' ')) {
            assert!(screen.contains(&format!(" {number:>2}  {word}")), "{}", *screen);
        }
    }
}
