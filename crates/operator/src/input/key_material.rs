//! What keys are derived from: a mnemonic with its passphrase, and raw key material.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedMnemonic, MnemonicFile, Password};
use aztec_key_derivation::{Ikm, Mnemonic, Passphrase};

use super::{error::InputError, stdin_once::StdinOnce, text::read_secret};
use crate::output;

const MNEMONIC: &str = "--mnemonic-file";
const PASSPHRASE: &str = "--passphrase-file";
const IKM: &str = "--ikm-file";

/// The file of `--mnemonic-file`, unopened.
///
/// # Errors
///
/// Fails where the file cannot be read, or holds no mnemonic.
pub fn read_mnemonic(path: &Path, stdin: &mut StdinOnce) -> Result<MnemonicFile, InputError> {
    MnemonicFile::read(&read_secret(MNEMONIC, path, stdin)?).map_err(InputError::refused(MNEMONIC))
}

/// The mnemonic in the file of `--mnemonic-file`, where it is encrypted.
///
/// # Errors
///
/// Fails where the password does not open it.
pub fn open_mnemonic(file: &EncryptedMnemonic, password: &Password) -> Result<Mnemonic, InputError> {
    file.decrypt(password).map_err(InputError::refused(MNEMONIC))
}

/// The passphrase of `--passphrase-file`, or none. As in a password file, one line end is not part of it, and spaces are. A byte
/// order mark in front, which an editor has put there, is not part of it either; that is said.
///
/// # Errors
///
/// Fails where the file cannot be read, or the passphrase is refused.
pub fn read_passphrase(path: Option<&Path>, stdin: &mut StdinOnce) -> Result<Passphrase, InputError> {
    let Some(path) = path else { return Ok(Passphrase::none()) };
    let text = read_secret(PASSPHRASE, path, stdin)?;
    let line = without_mark(PASSPHRASE, without_line_end(&text));
    let passphrase = Passphrase::new(line).map_err(InputError::refused(PASSPHRASE))?;
    if line.starts_with(' ') || line.ends_with(' ') {
        output::warn(&format!("{PASSPHRASE}: the passphrase begins or ends with a space, and the space is part of it"));
    }
    Ok(passphrase)
}

/// The key material of `--ikm-file`, where it is given.
///
/// # Errors
///
/// Fails where the file cannot be read, or the key material is refused.
pub fn read_ikm(path: Option<&Path>, stdin: &mut StdinOnce) -> Result<Option<Ikm>, InputError> {
    let Some(path) = path else { return Ok(None) };
    let text = read_secret(IKM, path, stdin)?;
    let digits = without_mark(IKM, without_line_end(&text));
    let ikm = Ikm::from_hex(digits).map_err(InputError::refused(IKM))?;
    if digits.trim() != digits {
        output::warn(&format!("{IKM}: the blanks before or behind the digits were left out"));
    }
    Ok(Some(ikm))
}

/// A line end is how files end, and no part of what is in them.
fn without_line_end(text: &str) -> &str {
    let line = text.strip_suffix('\n').unwrap_or(text);
    line.strip_suffix('\r').unwrap_or(line)
}

/// The text without the byte order mark that an editor has put in front of it.
fn without_mark<'a>(option: &str, text: &'a str) -> &'a str {
    match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            output::warn(&format!("{option}: the file begins with a byte order mark, which was left out"));
            rest
        }
        None => text,
    }
}
