//! Showing a new mnemonic once, and going on only when it comes back: whoever has typed it has it on paper.

use std::{fmt::Write as _, io};

use aztec_key_derivation::{Mnemonic, TypedWords};
use zeroize::Zeroizing;

use aztec_operator::alternate_screen::AlternateScreen;

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
            match mnemonic.compare_typed(&typed) {
                TypedWords::Same => return Ok(()),
                different => remark = self::remark(&different),
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

/// Says what is wrong, without a word of it; nothing where nothing is.
fn remark(typed: &TypedWords) -> String {
    match typed {
        TypedWords::Same => String::new(),
        TypedWords::Count { actual, expected } => {
            format!("That is {actual} word{}, and there are {expected}.\n\n", if *actual == 1 { "" } else { "s" })
        }
        TypedWords::Different { positions } => {
            let numbers: Vec<String> = positions.iter().map(ToString::to_string).collect();
            let (s, are) = if positions.len() == 1 { ("", "is") } else { ("s", "are") };
            format!("Word{s} {} {are} not as shown.\n\n", numbers.join(", "))
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

    #[test]
    fn what_differs_is_said_without_a_word_of_it() {
        let remark = |typed: &str| remark(&Mnemonic::parse(PHRASE).unwrap().compare_typed(typed));
        assert_eq!(remark(PHRASE), "");
        assert_eq!(remark("legal"), "That is 1 word, and there are 12.\n\n");
        assert_eq!(remark(&PHRASE.replace("yellow", "year")), "Word 12 is not as shown.\n\n");
        assert_eq!(remark(&PHRASE.replace("year wave", "wave year")), "Words 4, 5 are not as shown.\n\n");
    }

    #[test]
    fn every_word_stands_on_the_screen_with_its_number() {
        let screen = words_on_the_screen(&Mnemonic::parse(PHRASE).unwrap());
        for (number, word) in (1..).zip(PHRASE.split(' ')) {
            assert!(screen.contains(&format!(" {number:>2}  {word}")), "{}", *screen);
        }
    }
}
