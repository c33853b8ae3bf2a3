//! What a password file says.

use zeroize::Zeroizing;

use crate::MAX_PASSWORD_BYTES;

/// Takes the password from the content of a password file: the text without one trailing `\n` and then without one
/// trailing `\r`, as the official command line reads it. Nothing else is stripped, spaces belong to the password.
///
/// The content is UTF-8. A file with nothing but a line end is the empty password, which opens a file and guards no new one.
/// The caller wipes `content`.
///
/// ```
/// use aztec_encrypted_keystore::password_from_file_content;
///
/// assert_eq!(password_from_file_content(b"correct horse\r\n")?.as_str(), "correct horse");
/// # Ok::<(), aztec_encrypted_keystore::PasswordFileError>(())
/// ```
///
/// # Errors
/// [`PasswordFileError`] for content that is longer than [`MAX_PASSWORD_BYTES`], not UTF-8, or holds a NUL.
pub fn password_from_file_content(content: &[u8]) -> Result<Zeroizing<String>, PasswordFileError> {
    let line = content.strip_suffix(b"\n").unwrap_or(content);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordFileError::TooLong);
    }
    let text = str::from_utf8(line).map_err(|_| PasswordFileError::NotUtf8)?;
    if text.contains('\0') {
        return Err(PasswordFileError::Nul);
    }
    Ok(Zeroizing::new(text.to_owned()))
}

/// Why a file's content is not a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordFileError {
    /// More bytes than [`MAX_PASSWORD_BYTES`].
    #[error("the password file is longer than {MAX_PASSWORD_BYTES} bytes; check that it is the right file")]
    TooLong,
    /// Not UTF-8.
    #[error("the password file is not UTF-8 text; save it as UTF-8")]
    NotUtf8,
    /// A NUL byte, as in UTF-16 text or in a binary file.
    #[error("the password file holds a NUL byte; save it as UTF-8 text")]
    Nul,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &[u8]) -> Result<String, PasswordFileError> {
        password_from_file_content(content).map(|text| text.to_string())
    }

    #[test]
    fn strips_one_line_end_of_either_kind() {
        for content in [&b"secret"[..], b"secret\n", b"secret\r\n", b"secret\r"] {
            assert_eq!(text(content).unwrap(), "secret");
        }
    }

    #[test]
    fn strips_no_more_than_one() {
        assert_eq!(text(b"secret\n\n").unwrap(), "secret\n");
        assert_eq!(text(b"secret\n\r").unwrap(), "secret\n");
        assert_eq!(text(b"secret\r\r\n").unwrap(), "secret\r");
    }

    #[test]
    fn keeps_spaces() {
        assert_eq!(text(b" a b \n").unwrap(), " a b ");
    }

    #[test]
    fn an_empty_file_is_the_empty_password() {
        for content in [&b""[..], b"\n", b"\r\n"] {
            assert_eq!(text(content).unwrap(), "");
        }
    }

    #[test]
    fn refuses_too_long() {
        let mut content = vec![b'x'; MAX_PASSWORD_BYTES];
        content.push(b'\n');
        assert!(text(&content).is_ok());
        content.insert(0, b'x');
        assert_eq!(text(&content).unwrap_err(), PasswordFileError::TooLong);
    }

    #[test]
    fn refuses_what_is_not_utf8() {
        assert_eq!(text(b"p\xe4ssword").unwrap_err(), PasswordFileError::NotUtf8);
    }

    #[test]
    fn refuses_nul() {
        assert_eq!(text(b"p\0a\0s\0s\0").unwrap_err(), PasswordFileError::Nul);
    }
}
