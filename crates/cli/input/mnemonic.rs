//! A mnemonic in a file: plain words, or encrypted as `keygen batch` keeps it.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptError, EncryptedKeystore, EncryptedMnemonic, ParseError, Password};
use aztec_key_derivation::{Mnemonic, MnemonicError};

use super::text::{InputError, StdinOnce, read_secret};

/// What a file says of a mnemonic.
pub(crate) enum MnemonicFile {
    Words(Mnemonic),
    Encrypted(EncryptedMnemonic),
}

impl MnemonicFile {
    /// Reads the file that `option` names.
    pub(crate) fn read(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<Self, MnemonicFileError> {
        let text = read_secret(option, path, stdin)?;
        if text.trim_start().starts_with('{') {
            match EncryptedKeystore::from_json(text.as_bytes())? {
                EncryptedKeystore::Mnemonic(encrypted) => Ok(Self::Encrypted(encrypted)),
                _ => Err(MnemonicFileError::Key),
            }
        } else {
            Ok(Self::Words(Mnemonic::parse(&text)?))
        }
    }
}

/// The mnemonic in an encrypted file.
pub(crate) fn open_mnemonic(file: &EncryptedMnemonic, password: &Password) -> Result<Mnemonic, MnemonicFileError> {
    Ok(file.decrypt(password)?)
}

/// Why a file gives no mnemonic. No error holds a word.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MnemonicFileError {
    /// It cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Not the words of a mnemonic.
    #[error(transparent)]
    Words(#[from] MnemonicError),
    /// Another encrypted file.
    #[error("this is an encrypted key, not a mnemonic; use keygen key inspect")]
    Key,
    /// Not an encrypted mnemonic.
    #[error(transparent)]
    Parse(#[from] ParseError),
    /// It does not open.
    #[error(transparent)]
    Decrypt(#[from] DecryptError),
}

impl MnemonicFileError {
    /// Whether the system is to blame, and not the file.
    pub(crate) fn lacks_memory(&self) -> bool {
        matches!(self, Self::Decrypt(DecryptError::Memory { .. }))
    }
}
