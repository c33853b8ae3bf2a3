//! A mnemonic in a file: plain words, or encrypted.

use aztec_key_derivation::{Mnemonic, MnemonicError};

use crate::{EncryptedKeystore, EncryptedMnemonic, ParseError};

/// What a file with a mnemonic holds.
#[derive(Debug)]
pub enum MnemonicFile {
    /// Plain words.
    Words(Mnemonic),
    /// An encrypted mnemonic, which a password opens.
    Encrypted(EncryptedMnemonic),
}

impl MnemonicFile {
    /// Reads the text of a file of either kind: one that begins with `{` is JSON, and no word does.
    ///
    /// ```
    /// use aztec_encrypted_keystore::{MnemonicFile, MnemonicFileError};
    ///
    /// let words = "test test test test test test test test test test test junk\n";
    /// assert!(matches!(MnemonicFile::read(words)?, MnemonicFile::Words(_)));
    /// # Ok::<(), MnemonicFileError>(())
    /// ```
    ///
    /// # Errors
    /// [`MnemonicFileError`]; none holds a word.
    pub fn read(text: &str) -> Result<Self, MnemonicFileError> {
        if !text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            return Ok(Self::Words(Mnemonic::parse(text).map_err(MnemonicFileError::Words)?));
        }
        match EncryptedKeystore::from_json(text.as_bytes()).map_err(MnemonicFileError::Parse)? {
            EncryptedKeystore::Mnemonic(file) => Ok(Self::Encrypted(file)),
            _ => Err(MnemonicFileError::Key),
        }
    }
}

/// Why a file gives no mnemonic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MnemonicFileError {
    /// It does not hold the words of a mnemonic.
    #[error(transparent)]
    Words(MnemonicError),
    /// It is an encrypted key.
    #[error("this is an encrypted key, not a mnemonic")]
    Key,
    /// It is JSON, but not an encrypted mnemonic.
    #[error(transparent)]
    Parse(ParseError),
}

#[cfg(test)]
mod tests {
    use aztec_key_derivation::EthSecretKey;
    use rand::rngs::SysRng;

    use super::*;
    use crate::{EncryptedEthKey, EthKdf, NewPassword};

    const WORDS: &str = "test test test test test test test test test test test junk";

    #[test]
    fn words_and_encrypted_words() {
        let mnemonic = Mnemonic::parse(WORDS).unwrap();
        assert!(
            matches!(MnemonicFile::read(&format!("\u{feff}{WORDS}\n")), Ok(MnemonicFile::Words(read)) if read == mnemonic)
        );
        let password = NewPassword::ascii("correct horse battery").unwrap();
        let text = EncryptedMnemonic::encrypt(&mnemonic, &password, &mut SysRng).unwrap().to_json();
        let Ok(MnemonicFile::Encrypted(file)) = MnemonicFile::read(&format!(" \n{text}")) else { panic!("encrypted") };
        assert_eq!(file.decrypt(&password).unwrap(), mnemonic);
    }

    #[test]
    fn files_without_a_mnemonic() {
        let secret = EthSecretKey::from_be_bytes(&[0x11; 32]).unwrap();
        let password = NewPassword::ascii("correct horse battery").unwrap();
        let key = EncryptedEthKey::encrypt(&secret, EthKdf::Pbkdf2, &password, &mut SysRng).unwrap().to_json();
        assert_eq!(MnemonicFile::read(&key).unwrap_err(), MnemonicFileError::Key);
        assert!(matches!(MnemonicFile::read("{}").unwrap_err(), MnemonicFileError::Parse(_)));
        let count = MnemonicError::WordCount { count: 0 };
        assert_eq!(MnemonicFile::read(" \n").unwrap_err(), MnemonicFileError::Words(count));
    }
}
