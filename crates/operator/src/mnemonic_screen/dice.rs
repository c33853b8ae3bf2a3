//! Rolling dice for a new mnemonic: the rolls are typed, counted, and gone when the screen is left.

use std::fmt::Write as _;

use aztec_key_derivation::{DiceRolls, DiceRollsError, OperatorEntropy, WordCount};
use zeroize::Zeroizing;

use super::error::{MnemonicScreenError, Task};

/// Asks for rolls until there are enough for a mnemonic of this length.
///
/// # Errors
///
/// Fails where there is no terminal, or it is closed.
pub fn roll_dice(words: WordCount, task: Task) -> Result<OperatorEntropy, MnemonicScreenError> {
    let mut screen = task.enter()?;
    let mut rolls = DiceRolls::default();
    let mut remark = String::new();
    loop {
        let line = task.answer(&mut screen, &question(&rolls, words, &remark))?;
        remark = match take(&mut rolls, words, &line) {
            Taken::More => String::new(),
            Taken::Refused(remark) => remark,
            Taken::Finished(entropy) => return Ok(entropy),
        };
    }
}

const RULES: &str = "Roll a die, and type what it shows: digits from 1 to 6, with or without spaces between them,\n\
    as many in a line as you like, and Enter. Enter alone after the last one; - takes the last\n\
    roll away; Ctrl-C stops, and nothing is kept. The rolls are mixed with the system's own\n\
    randomness. Keep no note of them.\n\n";

/// How many rolls stand together, and how many in a line.
const GROUP: usize = 5;
const LINE: usize = 50;

fn question(rolls: &DiceRolls, words: WordCount, remark: &str) -> Zeroizing<String> {
    // Large enough from the start: a string that grows leaves copies behind.
    let mut text = Zeroizing::new(String::with_capacity(RULES.len() + 2 * DiceRolls::MAX + 512));
    text.push_str(RULES);
    for (index, face) in rolls.faces().enumerate() {
        match index {
            _ if index % LINE == 0 => text.push_str("  "),
            _ if index % GROUP == 0 => text.push(' '),
            _ => {}
        }
        text.push(face);
        if index % LINE == LINE - 1 || index + 1 == rolls.len() {
            text.push('\n');
        }
    }
    let gap = if rolls.is_empty() { "" } else { "\n" };
    let _ = write!(text, "{gap}Rolls: {} of at least {}.", rolls.len(), DiceRolls::needed(words));
    for (face, count) in (1..).zip(rolls.counts()) {
        let _ = write!(text, "  {face}: {count}");
    }
    let _ = write!(text, "\n\n{remark}> ");
    text
}

enum Taken {
    More,
    Refused(String),
    Finished(OperatorEntropy),
}

fn take(rolls: &mut DiceRolls, words: WordCount, line: &str) -> Taken {
    if line.trim().is_empty() {
        return finish(rolls, words);
    }
    for face in line.chars().filter(|face| !face.is_whitespace()) {
        if face == '-' {
            rolls.remove_last();
            continue;
        }
        if let Err(error) = rolls.push(face) {
            let stopped = match error {
                DiceRollsError::NoFace => " What stands before it on the line was taken.",
                _ => "",
            };
            return Taken::Refused(format!("{}.{stopped}\n\n", sentence(error)));
        }
    }
    Taken::More
}

fn finish(rolls: &mut DiceRolls, words: WordCount) -> Taken {
    let error = match rolls.to_entropy(words) {
        Ok(entropy) => return Taken::Finished(entropy),
        Err(error) => error,
    };
    // None of a die that is not fair is kept.
    if matches!(error, DiceRollsError::Loaded { .. } | DiceRollsError::Repeats) {
        *rolls = DiceRolls::default();
    }
    Taken::Refused(format!("{}.\n\n", sentence(error)))
}

/// An error as a sentence on the screen.
fn sentence(error: DiceRollsError) -> String {
    let text = error.to_string();
    let (first, rest) = text.split_at(1);
    format!("{}{rest}", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROLLS: &str =
        "365633224161564431142344453563655342161653435445443326124565536233145442566114525143226553323155442";

    fn refusal(rolls: &mut DiceRolls, line: &str) -> String {
        match take(rolls, WordCount::Words24, line) {
            Taken::Refused(remark) => remark,
            Taken::More => panic!("taken: {line}"),
            Taken::Finished(_) => panic!("finished: {line}"),
        }
    }

    #[test]
    fn blanks_do_not_matter_and_enter_ends() {
        for line in [ROLLS.to_owned(), ROLLS.chars().flat_map(|face| [face, ' ']).collect(), format!("{ROLLS}5-")] {
            let mut rolls = DiceRolls::default();
            assert!(matches!(take(&mut rolls, WordCount::Words24, &line), Taken::More));
            assert!(rolls.faces().eq(ROLLS.chars()));
            assert!(matches!(take(&mut rolls, WordCount::Words24, " "), Taken::Finished(_)));
        }
    }

    #[test]
    fn what_is_wrong_is_said_and_the_rest_is_kept() {
        let mut rolls = DiceRolls::default();
        assert_eq!(refusal(&mut rolls, ""), "There are 0 of at least 99 rolls; go on rolling.\n\n");
        assert_eq!(
            refusal(&mut rolls, "12 7 3"),
            "A roll is a digit from 1 to 6; type what the die shows. What stands before it on the line was taken.\n\n"
        );
        assert_eq!(rolls.len(), 2);
        refusal(&mut rolls, &"3".repeat(DiceRolls::MAX));
        assert_eq!(rolls.len(), DiceRolls::MAX);
        assert!(refusal(&mut rolls, "").starts_with("598 of 600 rolls show a 3, as no fair die does"));
        assert!(rolls.is_empty());
    }

    #[test]
    fn rolls_stand_in_groups_with_their_counts() {
        let mut rolls = DiceRolls::default();
        take(&mut rolls, WordCount::Words12, &ROLLS[..52]);
        let text = question(&rolls, WordCount::Words12, "A remark.\n\n");
        assert!(text.starts_with(RULES));
        assert_eq!(
            &text[RULES.len()..],
            "  36563 32241 61564 43114 23444 53563 65534 21616 53435 44544\n  33\n\n\
             Rolls: 52 of at least 50.  1: 6  2: 4  3: 12  4: 13  5: 9  6: 8\n\nA remark.\n\n> "
        );
        rolls = DiceRolls::default();
        assert!(
            question(&rolls, WordCount::Words24, "")
                .ends_with("Rolls: 0 of at least 99.  1: 0  2: 0  3: 0  4: 0  5: 0  6: 0\n\n> ")
        );
        // The longest that there is fits into the room, and onto a line of the screen.
        take(&mut rolls, WordCount::Words24, &ROLLS.repeat(7));
        let text = question(&rolls, WordCount::Words24, &"x".repeat(200));
        assert!(text.len() <= RULES.len() + 2 * DiceRolls::MAX + 512);
        assert!(text[..text.len() - 202].lines().all(|line| line.len() <= 100));
    }
}
