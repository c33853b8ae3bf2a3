//! Passwords: one type for files that exist, a stricter one for files to be written.

use std::fmt;
use std::ops::Deref;

use subtle::{Choice, ConstantTimeEq};
use unicode_normalization::UnicodeNormalization;
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::PasswordError;
use crate::password_strength::reason_to_refuse;

/// The fewest characters that a new password may have, as in the Ethereum staking deposit tool.
pub const MIN_PASSWORD_CHARS: usize = 12;

/// The most bytes of UTF-8 that a password may have. Nobody types more; a wrong file may well hold more.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// How many times longer text in UTF-8 may become under NFKC or NFKD (UAX 15; the worst case is U+FDFA).
const MAX_NORMALISED_GROWTH: usize = 11;

/// A password that opens a file. It may be as weak as whoever wrote the file let it be, even empty.
///
/// It is wiped when dropped, and its `Debug` shows nothing of it.
///
/// ```
/// use aztec_encrypted_keystore::Password;
///
/// let password = Password::existing("foo")?;
/// assert_eq!(format!("{password:?}"), "Password { .. }");
/// # Ok::<(), aztec_encrypted_keystore::PasswordError>(())
/// ```
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the password of a file that exists.
    ///
    /// # Errors
    /// [`PasswordError::TooLong`] for more than [`MAX_PASSWORD_BYTES`].
    pub fn existing(text: &str) -> Result<Self, PasswordError> {
        if text.len() > MAX_PASSWORD_BYTES {
            return Err(PasswordError::TooLong);
        }
        Ok(Self(Zeroizing::new(text.to_owned())))
    }

    /// As it was given. geth and foundry use it so.
    pub(crate) fn verbatim(&self) -> &str {
        &self.0
    }

    /// Normalised as ethers does before it opens a Web3 Secret Storage file.
    pub(crate) fn nfkc(&self) -> Zeroizing<String> {
        collect_normalised(self.0.len(), self.0.nfkc())
    }

    /// Normalised as EIP-2335 says.
    pub(crate) fn nfkd(&self) -> Zeroizing<String> {
        collect_normalised(self.0.len(), self.0.nfkd())
    }
}

/// Collects into a buffer that is large enough from the start: one that grows leaves copies behind.
fn collect_normalised(bytes_before: usize, characters: impl Iterator<Item = char>) -> Zeroizing<String> {
    let mut normalised = Zeroizing::new(String::with_capacity(bytes_before * MAX_NORMALISED_GROWTH));
    normalised.extend(characters);
    normalised
}

/// Compares the passwords as they were given. The length is not hidden.
impl ConstantTimeEq for Password {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.verbatim().as_bytes().ct_eq(other.verbatim().as_bytes())
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for Password {}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Password").finish_non_exhaustive()
    }
}

/// A password good enough to guard a new file.
///
/// It has at least [`MIN_PASSWORD_CHARS`] characters, none of them a control character, and it would not be guessed early: the
/// estimator zxcvbn must hold that 10^10 guesses do not suffice. It derefs to [`Password`], so that it also opens what it closed.
///
/// ```
/// use aztec_encrypted_keystore::{NewPassword, PasswordError};
///
/// let password = NewPassword::ascii("correct horse battery")?;
/// assert_eq!(format!("{password:?}"), "NewPassword { .. }");
/// assert_eq!(NewPassword::ascii("too short").unwrap_err(), PasswordError::TooShort);
/// assert!(matches!(NewPassword::ascii("password1234").unwrap_err(), PasswordError::Weak { .. }));
/// # Ok::<(), PasswordError>(())
/// ```
// Invariant: the rule above holds, so that nobody guesses it soon, and every reader of both formats takes the same
// bytes for the same password.
pub struct NewPassword(Password);

impl NewPassword {
    /// Takes a password of printable ASCII, which every program that reads the file understands alike.
    ///
    /// # Errors
    /// [`PasswordError`] for a password that is empty, shorter than [`MIN_PASSWORD_CHARS`], longer than
    /// [`MAX_PASSWORD_BYTES`], easy to guess, or holds a character outside `' '..='~'`.
    pub fn ascii(text: &str) -> Result<Self, PasswordError> {
        match text.chars().position(|c| !matches!(c, ' '..='~')) {
            Some(index) => Err(PasswordError::NotPrintableAscii { position: index + 1 }),
            None => Self::unicode(text),
        }
    }

    /// Takes a password with characters beyond ASCII, on purpose.
    ///
    /// Programs disagree on such passwords: Web3 Secret Storage files are encrypted under the NFKC form, which ethers
    /// and the Aztec node apply, but geth and foundry do not normalise; BLS and mnemonic files under the NFKD form of
    /// EIP-2335.
    ///
    /// # Errors
    /// [`PasswordError`] for a password that is empty, shorter than [`MIN_PASSWORD_CHARS`], longer than
    /// [`MAX_PASSWORD_BYTES`], easy to guess, or holds a control character.
    pub fn unicode(text: &str) -> Result<Self, PasswordError> {
        if text.is_empty() {
            return Err(PasswordError::Empty);
        }
        let password = Password::existing(text)?;
        if let Some(index) = text.chars().position(char::is_control) {
            return Err(PasswordError::ControlCharacter { position: index + 1 });
        }
        if text.chars().count() < MIN_PASSWORD_CHARS {
            return Err(PasswordError::TooShort);
        }
        reason_to_refuse(text).map_or(Ok(Self(password)), |reason| Err(PasswordError::Weak { reason }))
    }
}

impl Deref for NewPassword {
    type Target = Password;

    fn deref(&self) -> &Password {
        &self.0
    }
}

impl ConstantTimeEq for NewPassword {
    fn ct_eq(&self, other: &Self) -> Choice {
        self.0.ct_eq(&other.0)
    }
}

// What it holds wipes itself.
impl ZeroizeOnDrop for NewPassword {}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewPassword").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_takes_twelve_printable_characters() {
        let password = NewPassword::ascii("~ q7Wz 0KpV ").unwrap();
        assert_eq!(password.verbatim(), "~ q7Wz 0KpV ");
    }

    #[test]
    fn ascii_refuses_empty() {
        assert_eq!(NewPassword::ascii("").unwrap_err(), PasswordError::Empty);
    }

    #[test]
    fn ascii_refuses_eleven_characters() {
        assert_eq!(NewPassword::ascii("12345678901").unwrap_err(), PasswordError::TooShort);
    }

    #[test]
    fn ascii_refuses_what_lies_beyond_it() {
        let error = NewPassword::ascii("pässword-pässword").unwrap_err();
        assert_eq!(error, PasswordError::NotPrintableAscii { position: 2 });
    }

    #[test]
    fn ascii_refuses_delete_and_tab() {
        for text in ["12345678901\u{7f}", "12345678901\t"] {
            let error = NewPassword::ascii(text).unwrap_err();
            assert_eq!(error, PasswordError::NotPrintableAscii { position: 12 });
        }
    }

    #[test]
    fn unicode_counts_characters_not_bytes() {
        assert_eq!(NewPassword::unicode("αλφα βητα γ").unwrap_err(), PasswordError::TooShort);
        assert!(NewPassword::unicode("αλφα βητα γά").is_ok());
    }

    #[test]
    fn unicode_refuses_controls_of_both_ranges() {
        for control in ['\0', '\n', '\u{7f}', '\u{85}'] {
            let error = NewPassword::unicode(&format!("password{control}password")).unwrap_err();
            assert_eq!(error, PasswordError::ControlCharacter { position: 9 });
        }
    }

    #[test]
    fn both_refuse_more_than_the_bound() {
        let text = "a phrase of words ".repeat(MAX_PASSWORD_BYTES)[..=MAX_PASSWORD_BYTES].to_owned();
        assert_eq!(NewPassword::ascii(&text).unwrap_err(), PasswordError::TooLong);
        assert_eq!(Password::existing(&text).unwrap_err(), PasswordError::TooLong);
        let text: String = (0..1024u32).filter_map(|at| char::from_u32(33 + at * at * 31 % 89)).collect();
        assert_eq!(text.len(), MAX_PASSWORD_BYTES);
        assert!(NewPassword::ascii(&text).is_ok());
    }

    #[test]
    fn a_password_that_is_guessed_early_is_refused_and_not_quoted() {
        for text in ["aaaaaaaaaaaa", "password1234", "aztec-keystore"] {
            let error = NewPassword::ascii(text).unwrap_err();
            assert!(matches!(error, PasswordError::Weak { .. }), "{text}: {error}");
            assert!(!error.to_string().contains(text));
            assert!(Password::existing(text).is_ok(), "a file that exists opens");
        }
    }

    #[test]
    fn existing_takes_weak_passwords_and_new_the_empty_one_in_no_form() {
        assert!(Password::existing("foo").is_ok());
        assert!(Password::existing("").is_ok());
        assert_eq!(NewPassword::unicode("").unwrap_err(), PasswordError::Empty);
    }

    #[test]
    fn comparison() {
        let new = |text| NewPassword::ascii(text).unwrap();
        assert!(bool::from(new("correct horse battery").ct_eq(&new("correct horse battery"))));
        assert!(!bool::from(new("correct horse battery").ct_eq(&new("correct horse batterx"))));
        assert!(!bool::from(new("correct horse battery").ct_eq(&new("correct horse battery "))));
    }

    #[test]
    fn debug_shows_nothing() {
        let password = NewPassword::ascii("hunters of the 2 moons").unwrap();
        let shown = format!("{password:?} {:?}", *password);
        assert_eq!(shown, "NewPassword { .. } Password { .. }");
    }

    #[test]
    fn normal_forms_differ_where_unicode_says_so() {
        // U+00E9 composed; U+1D531 is a mathematical letter with a compatibility decomposition.
        let password = Password::existing("é\u{1d531}").unwrap();
        assert_eq!(password.nfkc().as_str(), "ét");
        assert_eq!(password.nfkd().as_str(), "e\u{301}t");
    }

    #[test]
    fn the_longest_expansion_fits_the_first_buffer() {
        let password = Password::existing(&"\u{fdfa}".repeat(MAX_PASSWORD_BYTES / 3)).unwrap();
        for normalised in [password.nfkc(), password.nfkd()] {
            assert_eq!(normalised.len(), password.verbatim().len() * MAX_NORMALISED_GROWTH);
            assert_eq!(normalised.capacity(), normalised.len());
        }
    }
}
