//! The grammar of all path texts: `m`, then `/` and a component for each level, which is a number in decimal digits and
//! may be marked as hardened.

/// What stands between the slashes, or nothing where the text does not begin with `m/`. Components may be anything yet.
pub(crate) fn components(text: &str) -> Option<Vec<&str>> {
    Some(text.strip_prefix("m/")?.split('/').collect())
}

/// Why a component is not a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NumberError {
    /// A character is not a digit, there is a needless zero in front, or there is nothing.
    NotDecimal,
    /// 2^32 or more.
    TooLarge,
}

/// A number in decimal digits alone: no sign, no leading zero, no space. So each number has one spelling.
pub(crate) fn number(text: &str) -> Result<u32, NumberError> {
    let canonical = text == "0" || !text.starts_with('0');
    if text.is_empty() || !canonical || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberError::NotDecimal);
    }
    // Digits alone can only fail to parse by being too many.
    text.parse().map_err(|_| NumberError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_of_a_path() {
        assert_eq!(components("m/44'/60'/x"), Some(vec!["44'", "60'", "x"]));
        assert_eq!(components("m/"), Some(vec![""]));
        for text in ["", "m", "M/0", "/0", "0/1", " m/0"] {
            assert_eq!(components(text), None, "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        assert_eq!(number("0"), Ok(0));
        assert_eq!(number("4294967295"), Ok(u32::MAX));
        for text in ["4294967296", "99999999999999999999"] {
            assert_eq!(number(text), Err(NumberError::TooLarge), "{text}");
        }
        for text in ["", "-1", "+1", " 1", "1 ", "00", "01", "0x1", "1'", "1h", "1.0", "१"] {
            assert_eq!(number(text), Err(NumberError::NotDecimal), "{text:?}");
        }
    }
}
