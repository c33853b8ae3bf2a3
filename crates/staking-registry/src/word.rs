//! Words of the EVM as text: `0x` and up to 64 hexadecimal digits.

use alloy_primitives::{U256, hex};

/// Reads a word of 32 bytes, big-endian, from `0x` and 1 to 64 hexadecimal digits.
///
/// Fewer than 64 digits, an odd count too, stand for the number that they spell: the official CLI does not pad the
/// words of a proof.
///
/// # Errors
/// [`WordError`] says what is wrong with the text.
pub fn parse_word(text: &str) -> Result<[u8; 32], WordError> {
    let digits = text.strip_prefix("0x").ok_or(WordError::NoPrefix)?;
    if let Some(position) = digits.bytes().position(|digit| !digit.is_ascii_hexdigit()) {
        return Err(WordError::NotHex { position: position + 3 });
    }
    match digits.len() {
        0 => Err(WordError::Empty),
        1..=64 => Ok(bytes_of(&format!("{digits:0>64}"))),
        digits => Err(WordError::TooLong { digits }),
    }
}

/// Reads a word of 32 bytes, big-endian, as [`parse_word`] does, or from decimal digits: a number without `0x` is decimal.
///
/// # Errors
/// [`WordError`]. A text without `0x` in which not every character is a decimal digit is [`WordError::NoPrefix`].
pub fn parse_number(text: &str) -> Result<[u8; 32], WordError> {
    if text.is_empty() || !text.bytes().all(|digit| digit.is_ascii_digit()) {
        return parse_word(text);
    }
    let number = U256::from_str_radix(text, 10).map_err(|_| WordError::TooLarge)?;
    Ok(number.to_be_bytes())
}

/// Writes a word as `0x` and 64 lower-case hexadecimal digits, leading zeros included.
#[must_use]
pub fn word_to_text(word: &[u8; 32]) -> String {
    hex::encode_prefixed(word)
}

/// The bytes behind `2 * N` characters that are known to be hexadecimal digits.
pub(crate) fn bytes_of<const N: usize>(digits: &str) -> [u8; N] {
    hex::decode_to_array(digits).expect("the caller counted the characters and found only digits")
}

/// Why a text is not a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WordError {
    /// The text does not begin with `0x`.
    #[error("the number does not begin with 0x; write it as 0x and 64 hexadecimal digits")]
    NoPrefix,
    /// Nothing follows the `0x`.
    #[error("no digit follows the 0x; write the number as 0x and 64 hexadecimal digits")]
    Empty,
    /// More than 64 digits, so the number does not fit in 32 bytes.
    #[error("the number has {digits} hexadecimal digits; a word has at most 64")]
    TooLong {
        /// How many digits there are.
        digits: usize,
    },
    /// A decimal number of 2^256 or more.
    #[error("the number does not fit in 32 bytes; copy it again")]
    TooLarge,
    /// A character that is not a hexadecimal digit.
    #[error("character {position} of the number is not a hexadecimal digit; write it as 0x and 64 of them")]
    NotHex {
        /// Its position in the text, from 1, the `0x` included.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn short_and_odd_texts_are_numbers() {
        let mut one = [0; 32];
        one[31] = 1;
        assert_eq!(parse_word("0x1"), Ok(one));
        assert_eq!(parse_word("0x01"), Ok(one));
        assert_eq!(parse_word(&format!("0x{:0>64}", 1)), Ok(one));
        let mut word = [0; 32];
        word[30..].copy_from_slice(&[0x0a, 0xbc]);
        assert_eq!(parse_word("0xAbC"), Ok(word));
    }

    #[test]
    fn refused() {
        assert_eq!(parse_word(""), Err(WordError::NoPrefix));
        assert_eq!(parse_word("12"), Err(WordError::NoPrefix));
        assert_eq!(parse_word("0X12"), Err(WordError::NoPrefix));
        assert_eq!(parse_word("0x"), Err(WordError::Empty));
        assert_eq!(parse_word(&format!("0x{:0>65}", 1)), Err(WordError::TooLong { digits: 65 }));
        assert_eq!(parse_word("0x 1"), Err(WordError::NotHex { position: 3 }));
        assert_eq!(parse_word("0x1g"), Err(WordError::NotHex { position: 4 }));
        assert_eq!(parse_word("0x1é"), Err(WordError::NotHex { position: 4 }));
        assert_eq!(parse_word("0x-1"), Err(WordError::NotHex { position: 3 }));
    }

    #[test]
    fn digits_without_0x_are_decimal() {
        let mut ten = [0; 32];
        ten[31] = 10;
        assert_eq!(parse_number("10"), Ok(ten));
        assert_eq!(parse_number("0010"), Ok(ten));
        assert_eq!(parse_number("0xa"), Ok(ten));
        assert_eq!(parse_number(&U256::MAX.to_string()), Ok([0xff; 32]));
        let above = "115792089237316195423570985008687907853269984665640564039457584007913129639936";
        assert_eq!(parse_number(above), Err(WordError::TooLarge));
        assert_eq!(parse_number(&"9".repeat(100_000)), Err(WordError::TooLarge));
        for text in ["1a", "-1", "+1", "1 ", "1_0", "1.0", "٣", ""] {
            assert_eq!(parse_number(text), Err(WordError::NoPrefix), "{text}");
        }
        assert_eq!(parse_word("10"), Err(WordError::NoPrefix));
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(word: [u8; 32]) {
            let text = word_to_text(&word);
            prop_assert_eq!(text.len(), 66);
            prop_assert_eq!(parse_word(&text), Ok(word));
        }

        #[test]
        fn leading_zeros_do_not_matter(word: [u8; 32], zeros in 0..32_usize) {
            let mut word = word;
            word[..zeros].fill(0);
            let text = word_to_text(&word);
            let digits = text[2..].trim_start_matches('0');
            let short = format!("0x{}", if digits.is_empty() { "0" } else { digits });
            prop_assert_eq!(parse_word(&short), Ok(word));
        }

        #[test]
        fn any_text_gets_an_answer(text in ".{0,80}") {
            let _ = parse_word(&text);
        }
    }
}
