//! How hard a new password is to guess.

use zxcvbn::{Score, feedback::Warning};

/// What an attacker who knows where the password is used would try early.
const WORDS_OF_THE_FIELD: [&str; 8] =
    ["aztec", "keygen", "keystore", "validator", "sequencer", "attester", "staking", "provider"];

/// So many characters are looked at. The estimator's time grows faster than the text, and what follows makes it no weaker.
const MOST_CHARS: usize = 64;

/// The reason why the password would be guessed, if it would be: the estimator holds that fewer than 10^10 guesses suffice.
/// That is its best score, which it gives to what resists guessing offline under a slow function.
pub(crate) fn reason_to_refuse(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(MOST_CHARS).map_or(text.len(), |(end, _)| end);
    let estimate = zxcvbn::zxcvbn(&text[..end], &WORDS_OF_THE_FIELD);
    if estimate.score() == Score::Four {
        return None;
    }
    Some(estimate.feedback().and_then(zxcvbn::feedback::Feedback::warning).map_or(OTHERWISE, in_plain_words))
}

/// Where no single fault stands out.
const OTHERWISE: &str =
    "it is put together from few parts that are tried early, such as common words, names, years and dates";

fn in_plain_words(warning: Warning) -> &'static str {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess => {
            "it follows neighbouring keys of the keyboard"
        }
        Warning::RepeatsLikeAaaAreEasyToGuess => "it repeats a character",
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => "it repeats a part of itself",
        Warning::ThisIsATop10Password | Warning::ThisIsATop100Password | Warning::ThisIsACommonPassword => {
            "it is a common password, or little more than one"
        }
        Warning::ThisIsSimilarToACommonlyUsedPassword => "it is close to a common password",
        Warning::SequencesLikeAbcAreEasyToGuess => "it is a sequence, such as abcdef or 654321",
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => "it is little more than a date",
        Warning::AWordByItselfIsEasyToGuess => "it is little more than one word",
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess | Warning::CommonNamesAndSurnamesAreEasyToGuess => {
            "it is little more than a name"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_early_is_refused_with_its_reason() {
        for (text, reason) in [
            ("aaaaaaaaaaaa", "it repeats a character"),
            ("passwordpassword", "it repeats a part of itself"),
            ("password1234", "it is a common password, or little more than one"),
            ("Password123!", "it is close to a common password"),
            ("123456789012", "it is a sequence, such as abcdef or 654321"),
            ("Summer2026!!", OTHERWISE),
            ("aztec-keystore", OTHERWISE),
        ] {
            assert_eq!(reason_to_refuse(text), Some(reason), "{text}");
        }
    }

    #[test]
    fn several_words_or_random_characters_will_do() {
        for text in [
            "correct horse battery",
            "battery staple correct",
            "ein langes passwort",
            "xK9#mQ2$vL7p",
            "contraseña ﬁrme",
        ] {
            assert_eq!(reason_to_refuse(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_long_password_counts() {
        let weak = "é".repeat(MOST_CHARS);
        assert_eq!(reason_to_refuse(&format!("{weak}correct horse battery")), reason_to_refuse(&weak));
        assert!(reason_to_refuse(&weak).is_some());
        assert_eq!(reason_to_refuse(&format!("correct horse battery{weak}")), None);
    }
}
