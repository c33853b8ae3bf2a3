//! Showing a new mnemonic once, and going on only when it comes back: whoever has typed it has it on paper.

use aztec_key_derivation::{Mnemonic, TypedWords};
use zeroize::Zeroizing;

use super::{
    error::{MnemonicScreenError, Task},
    words::numbered,
};

/// Shows the words, asks for them, and returns when all of them were typed in their order.
///
/// # Errors
///
/// Fails where there is no terminal, or it is closed.
pub fn prove_backup(mnemonic: &Mnemonic, task: Task) -> Result<(), MnemonicScreenError> {
    let mut screen = task.enter()?;
    let mut remark = String::new();
    loop {
        task.answer(&mut screen, &words_on_the_screen(mnemonic))?;
        loop {
            let typed = task.answer(&mut screen, &format!("{remark}{QUESTION}"))?;
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

fn words_on_the_screen(mnemonic: &Mnemonic) -> Zeroizing<String> {
    let heading =
        format!("The {} words of the new mnemonic. Whoever has them has the keys.\n\n", mnemonic.word_count());
    let words = numbered(&mnemonic.words());
    let end = "\nWrite them on paper, with their numbers. Nobody else may see them.\nThen press Enter: ";
    Zeroizing::new([&heading, words.as_str(), end].concat())
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
}
