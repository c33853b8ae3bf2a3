use crate::{MAX_PASSWORD_BYTES, MIN_PASSWORD_CHARS};

/// Why text is not a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordError {
    /// There is no character at all.
    #[error("the password is empty; give one of at least {MIN_PASSWORD_CHARS} characters")]
    Empty,
    /// Fewer characters than [`MIN_PASSWORD_CHARS`].
    #[error("the password is too short; use at least {MIN_PASSWORD_CHARS} characters")]
    TooShort,
    /// It would be guessed early.
    #[error("the password is too easy to guess: {reason}; use four or more words that nobody would put together")]
    Weak {
        /// Why, in plain words, which quote nothing of it.
        reason: &'static str,
    },
    /// More bytes than [`MAX_PASSWORD_BYTES`].
    #[error(
        "the password is longer than {MAX_PASSWORD_BYTES} bytes; check that it is the password and not another file"
    )]
    TooLong,
    /// A character outside printable ASCII.
    #[error(
        "character {position} of the password is not printable ASCII; \
         use letters, digits, punctuation and spaces only, which every program reads alike"
    )]
    NotPrintableAscii {
        /// Counted from 1.
        position: usize,
    },
    /// A control character, which some programs strip and others do not.
    #[error("character {position} of the password is a control character, such as a tab or a line end; remove it")]
    ControlCharacter {
        /// Counted from 1.
        position: usize,
    },
}
