//! Typing a mnemonic in: word by word or all at once, and nothing that was typed is lost to a slip.

use aztec_key_derivation::{DraftError, Mnemonic, MnemonicDraft, MnemonicError};
use zeroize::Zeroizing;

use super::{
    error::{MnemonicScreenError, Task},
    words::numbered,
};

/// Asks for the words until they are a mnemonic.
///
/// # Errors
///
/// Fails where there is no terminal, or it is closed.
pub fn type_mnemonic(task: Task) -> Result<Mnemonic, MnemonicScreenError> {
    let mut screen = task.enter()?;
    let mut draft = MnemonicDraft::default();
    let mut remark = Zeroizing::new(String::new());
    loop {
        let line = task.answer(&mut screen, &question(&draft, &remark))?;
        *remark = match take(&mut draft, &line) {
            Taken::More => String::new(),
            Taken::Refused(remark) => remark,
            Taken::Finished(mnemonic) => return Ok(mnemonic),
        };
    }
}

const RULES: &str = "The words of the mnemonic, one at a time or several with spaces between them.\n\
    The first four letters of a word are enough. Enter alone after the last one;\n\
    - takes the last word away, and a number with a word puts it in that place;\n\
    Ctrl-C stops, and nothing is kept.\n\n";

fn question(draft: &MnemonicDraft, remark: &str) -> Zeroizing<String> {
    let words = numbered(&draft.words());
    let gap = if draft.is_empty() { "" } else { "\n" };
    let prompt = if draft.is_full() { "> ".to_owned() } else { format!("Word {}> ", draft.len() + 1) };
    Zeroizing::new([RULES, &words, gap, remark, &prompt].concat())
}

/// What a line has done.
enum Taken {
    /// It is all in the draft.
    More,
    /// What was wrong, to be shown before the next question.
    Refused(String),
    Finished(Mnemonic),
}

/// Takes a line into the draft, up to the first thing in it that is wrong.
fn take(draft: &mut MnemonicDraft, line: &str) -> Taken {
    if line.trim().is_empty() {
        return finish(draft);
    }
    let mut parts = line.split_whitespace();
    while let Some(part) = parts.next() {
        let (number, taken) = if let Ok(number) = part.parse() {
            match parts.next() {
                Some(word) => (number, mended(draft, number, word)),
                None => return Taken::Refused(format!("After the number {number} comes the word for that place.\n\n")),
            }
        } else if part == "-" {
            draft.remove_last();
            continue;
        } else {
            (draft.len() + 1, draft.push(part))
        };
        if let Err(error) = taken {
            return Taken::Refused(remark(error, number, parts.next().is_some()));
        }
    }
    if draft.is_full() { finish(draft) } else { Taken::More }
}

/// A number with a word replaces the word of that number. On a numbered paper, it may also be the next one.
fn mended(draft: &mut MnemonicDraft, number: usize, word: &str) -> Result<(), DraftError> {
    if number == draft.len() + 1 { draft.push(word) } else { draft.replace(number, word) }
}

fn finish(draft: &MnemonicDraft) -> Taken {
    Taken::Refused(match draft.to_mnemonic() {
        Ok(mnemonic) => return Taken::Finished(mnemonic),
        Err(MnemonicError::WordCount { count }) => {
            let (are, s) = if count == 1 { ("is", "") } else { ("are", "s") };
            format!("There {are} {count} word{s} so far; a mnemonic has 12, 15, 18, 21 or 24.\n\n")
        }
        Err(_) => "All of these are words of the list, but the checksum is wrong. Look for two in the wrong\n\
                   order, or one mistaken for another, and put the right one in: its number, and the word.\n\n"
            .to_owned(),
    })
}

fn remark(error: DraftError, number: usize, more: bool) -> String {
    let rest = if more { " What stands after it was not taken." } else { "" };
    match error {
        DraftError::Unknown => {
            format!("Word {number} is not in the English BIP-39 list: check its spelling.{rest}\n\n")
        }
        DraftError::Full => "A mnemonic has at most 24 words.\n\n".to_owned(),
        _ => format!("There is no word {number} yet.{rest}\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHRASE: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

    fn refusal(draft: &mut MnemonicDraft, line: &str) -> String {
        match take(draft, line) {
            Taken::Refused(remark) => remark,
            Taken::More => panic!("taken: {line}"),
            Taken::Finished(_) => panic!("finished: {line}"),
        }
    }

    fn finished(draft: &mut MnemonicDraft, line: &str) -> bool {
        matches!(take(draft, line), Taken::Finished(mnemonic) if Ok(&mnemonic) == Mnemonic::parse(PHRASE).as_ref())
    }

    #[test]
    fn all_words_in_one_line_or_one_by_one() {
        let mut draft = MnemonicDraft::default();
        assert!(matches!(take(&mut draft, PHRASE), Taken::More) && finished(&mut draft, ""));
        let mut draft = MnemonicDraft::default();
        for word in PHRASE.split(' ') {
            assert!(matches!(take(&mut draft, word), Taken::More));
        }
        assert!(finished(&mut draft, " "));
        let numbered: Vec<_> = (1..).zip(PHRASE.split(' ')).map(|(number, word)| format!("{number} {word}")).collect();
        let mut draft = MnemonicDraft::default();
        assert!(matches!(take(&mut draft, &numbered.join(" ")), Taken::More) && finished(&mut draft, ""));
    }

    #[test]
    fn what_was_right_before_an_unknown_word_is_kept() {
        let mut draft = MnemonicDraft::default();
        let said = refusal(&mut draft, "legal winner thnak year");
        assert_eq!(
            said,
            "Word 3 is not in the English BIP-39 list: check its spelling. What stands after it was not taken.\n\n"
        );
        assert_eq!(draft.len(), 2);
        assert!(question(&draft, &said).ends_with("was not taken.\n\nWord 3> "));
        assert!(!said.contains("thnak"));
    }

    #[test]
    fn a_wrong_checksum_is_mended_in_place() {
        let mut draft = MnemonicDraft::default();
        take(&mut draft, &PHRASE.replace("wave", "zoo"));
        assert!(refusal(&mut draft, "").contains("checksum"));
        assert_eq!(refusal(&mut draft, "14 wave"), "There is no word 14 yet.\n\n");
        assert!(refusal(&mut draft, "5").contains("After the number 5"));
        assert!(matches!(take(&mut draft, "5 wave"), Taken::More));
        assert!(finished(&mut draft, ""));
    }

    #[test]
    fn too_few_and_too_many() {
        let mut draft = MnemonicDraft::default();
        assert!(refusal(&mut draft, "").starts_with("There are 0 words so far"));
        take(&mut draft, "legal zoo -");
        assert!(refusal(&mut draft, "").starts_with("There is 1 word so far"));
        // 24 words are all there are: nobody needs to say so.
        let mut draft = MnemonicDraft::default();
        assert!(refusal(&mut draft, &"zoo ".repeat(24)).contains("checksum"));
        assert_eq!(refusal(&mut draft, "zoo"), "A mnemonic has at most 24 words.\n\n");
        assert!(question(&draft, "").ends_with("\n> "));
        assert!(matches!(take(&mut draft, "24 vote"), Taken::Finished(_)));
    }
}
