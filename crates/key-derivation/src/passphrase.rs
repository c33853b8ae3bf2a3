//! BIP-39 passphrases.

use std::fmt;

use subtle::{Choice, ConstantTimeEq};
use unicode_normalization::UnicodeNormalization;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::invisible::position_of_invisible;

/// A BIP-39 passphrase, sometimes called the 25th word. It changes every key, and a wrong one gives no error.
///
/// It is wiped when dropped, and its `Debug` shows nothing of it.
///
/// ```
/// use aztec_key_derivation::{Passphrase, PassphraseError};
///
/// let passphrase = Passphrase::new("swordfish")?;
/// assert_eq!(format!("{passphrase:?}"), "Passphrase { .. }");
/// assert_eq!(Passphrase::new("two\nlines").unwrap_err(), PassphraseError::ControlCharacter);
/// # Ok::<(), PassphraseError>(())
/// ```
// Invariant: in Unicode normalisation form NFKD, as BIP-39 asks, and without control characters.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// No passphrase, which for BIP-39 is the empty one.
    #[must_use]
    pub fn none() -> Self {
        Self(Zeroizing::default())
    }

    /// Takes a passphrase. Nothing is trimmed: a space at either end belongs to it.
    ///
    /// Nobody can check a passphrase, so that one with a character which nobody sees makes another wallet in silence. Such
    /// characters are refused, and so are all blanks but the space, and spaces alone.
    ///
    /// # Errors
    /// [`PassphraseError`].
    pub fn new(text: &str) -> Result<Self, PassphraseError> {
        if text.is_empty() {
            return Err(PassphraseError::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(PassphraseError::ControlCharacter);
        }
        if text.chars().all(char::is_whitespace) {
            return Err(PassphraseError::Blank);
        }
        if let Some(position) = position_of_invisible(text) {
            return Err(PassphraseError::Invisible { position: position + 1 });
        }
        // Large enough from the start: a string that grows leaves copies behind.
        let mut normalised = Zeroizing::new(String::with_capacity(text.nfkd().map(char::len_utf8).sum()));
        normalised.extend(text.nfkd());
        Ok(Self(normalised))
    }

    pub(crate) fn as_nfkd(&self) -> &str {
        &self.0
    }
}

/// Compares the normal forms. The length is not hidden.
impl ConstantTimeEq for Passphrase {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.as_bytes().ct_eq(other.0.as_bytes())
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for Passphrase {}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passphrase").finish_non_exhaustive()
    }
}

/// Why a text is not a [`Passphrase`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PassphraseError {
    /// There is nothing.
    #[error("the mnemonic's passphrase is empty; leave it out if there is none")]
    Empty,
    /// A line break, a tab or the like, which is more likely an accident than a part of it.
    #[error("the mnemonic's passphrase has a control character such as a line break or a tab; remove it")]
    ControlCharacter,
    /// Nothing but blanks.
    #[error("the mnemonic's passphrase has nothing but blanks in it; leave it out if there is none")]
    Blank,
    /// A character that nobody sees, such as a zero-width space, or a blank that is no space.
    #[error(
        "character {position} of the mnemonic's passphrase cannot be seen, or is a blank other than the space; remove it, since with \
         it the mnemonic gives other keys"
    )]
    Invisible {
        /// Its position, from 1.
        position: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn composed_and_decomposed_forms_are_one() {
        for text in ["\u{e9}", "e\u{301}"] {
            assert_eq!(Passphrase::new(text).unwrap().as_nfkd(), "e\u{301}");
        }
        let passphrase = |text| Passphrase::new(text).unwrap();
        assert!(bool::from(passphrase("\u{e9}").ct_eq(&passphrase("e\u{301}"))));
        assert!(!bool::from(passphrase("\u{e9}").ct_eq(&passphrase("e"))));
        // NFKD also unfolds compatibility characters.
        assert_eq!(Passphrase::new("\u{fb01}\u{2460}").unwrap().as_nfkd(), "fi1");
    }

    #[test]
    fn the_buffer_does_not_grow() {
        // U+FDFA unfolds to 18 characters, the longest there is.
        let passphrase = Passphrase::new(&"\u{fdfa}".repeat(9)).unwrap();
        assert_eq!(passphrase.0.len(), passphrase.0.capacity());
    }

    #[test]
    fn spaces_are_kept() {
        assert_eq!(Passphrase::new(" a b ").unwrap().as_nfkd(), " a b ");
    }

    #[test]
    fn empty_and_control_characters_are_refused() {
        assert_eq!(Passphrase::new("").unwrap_err(), PassphraseError::Empty);
        for text in ["a\n", "a\r\n", "\ta", "a\0b", "\u{85}", "\u{7f}"] {
            assert_eq!(Passphrase::new(text).unwrap_err(), PassphraseError::ControlCharacter, "{text:?}");
        }
    }

    #[test]
    fn what_nobody_sees_is_refused() {
        for hidden in [
            '\u{200b}',
            '\u{ad}',
            '\u{a0}',
            '\u{202f}',
            '\u{3000}',
            '\u{feff}',
            '\u{2060}',
            '\u{61c}',
            '\u{200e}',
            '\u{202e}',
            '\u{3164}',
            '\u{2800}',
            '\u{180e}',
            '\u{2028}',
            '\u{e0041}',
            '\u{1680}',
        ] {
            for text in [format!("a{hidden}b"), format!("ab{hidden}")] {
                let refused = Passphrase::new(&text).unwrap_err();
                assert!(matches!(refused, PassphraseError::Invisible { position: 2 | 3 }), "{text:?}: {refused:?}");
            }
            assert!(Passphrase::new(&hidden.to_string()).is_err());
        }
        for blank in [" ", "    ", "\u{a0}", " \u{2003}"] {
            assert_eq!(Passphrase::new(blank).unwrap_err(), PassphraseError::Blank, "{blank:?}");
        }
        // Joiners and selectors that change nothing of what is seen, as when they are all that there is.
        for (text, position) in [
            ("\u{200d}", 1),
            ("\u{200c}\u{200d}", 1),
            ("\u{fe0f}", 1),
            ("sword\u{200d}fish", 6),
            ("swordfish\u{200c}", 10),
            ("é\u{200d}é", 2),
            ("a\u{fe0f}", 2),
            ("1\u{fe0f}", 2),
            ("❤\u{fe0f}\u{fe0f}", 3),
            ("👩\u{200d}", 2),
            ("👩\u{200d}\u{200d}🚀", 2),
            ("x\u{e0100}", 2),
        ] {
            assert_eq!(Passphrase::new(text).unwrap_err(), PassphraseError::Invisible { position }, "{text:?}");
        }
        // What people write and see stays: accents, other scripts, pictures of several characters.
        for text in [
            "a b",
            "übergröße",
            "名前",
            "אבג",
            "👩\u{200d}🚀",
            "❤\u{fe0f}",
            "क्\u{200d}ष",
            "می\u{200c}خواهم",
            "❤\u{fe0f}\u{200d}🔥",
            "1\u{fe0f}\u{20e3}",
            "©\u{fe0f}",
            "葛\u{e0100}飾",
        ] {
            assert!(Passphrase::new(text).is_ok(), "{text:?}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Passphrase::new("hunter2").unwrap()), "Passphrase { .. }");
    }
}
