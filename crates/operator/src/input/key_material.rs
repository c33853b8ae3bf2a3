//! What keys are derived from: a mnemonic with its passphrase, and raw key material.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedMnemonic, MnemonicFile, Password};
use aztec_key_derivation::{Ikm, Mnemonic, Passphrase};

use super::{error::InputError, stdin_once::StdinOnce, text::read_secret};

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

/// The passphrase of `--passphrase-file`, or none. As in a password file, one line end is not part of it, and spaces are.
///
/// # Errors
///
/// Fails where the file cannot be read, or the passphrase is refused.
pub fn read_passphrase(path: Option<&Path>, stdin: &mut StdinOnce) -> Result<Passphrase, InputError> {
    let Some(path) = path else { return Ok(Passphrase::none()) };
    let text = read_secret(PASSPHRASE, path, stdin)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Passphrase::new(line.strip_suffix('\r').unwrap_or(line)).map_err(InputError::refused(PASSPHRASE))
}

/// The key material of `--ikm-file`, where it is given.
///
/// # Errors
///
/// Fails where the file cannot be read, or the key material is refused.
pub fn read_ikm(path: Option<&Path>, stdin: &mut StdinOnce) -> Result<Option<Ikm>, InputError> {
    let Some(path) = path else { return Ok(None) };
    Ikm::from_hex(&read_secret(IKM, path, stdin)?).map(Some).map_err(InputError::refused(IKM))
}
