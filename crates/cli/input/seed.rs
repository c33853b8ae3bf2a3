//! The seed of a mnemonic in a file.

use std::path::Path;

use aztec_key_derivation::{Passphrase, PassphraseError, Seed};

use super::{
    InputError, MnemonicFile, MnemonicFileError, PasswordError, StdinOnce, open_mnemonic, password_of_file,
    read_passphrase,
};
use crate::exit_status::{BAD_INPUT, INTERRUPTED, SYSTEM_FAILED};

/// The files that a seed is made of.
pub(crate) struct SeedFiles<'a> {
    /// `--mnemonic-file`: plain words, or encrypted.
    pub(crate) mnemonic: &'a Path,
    /// `--passphrase-file`.
    pub(crate) passphrase: Option<&'a Path>,
    /// `--password-file`, which opens an encrypted mnemonic.
    pub(crate) password: Option<&'a Path>,
}

/// Reads the mnemonic, opens it where it is encrypted, and makes its seed.
pub(crate) fn read_seed(files: &SeedFiles<'_>, stdin: &mut StdinOnce) -> Result<Seed, SeedError> {
    let mnemonic = match MnemonicFile::read("--mnemonic-file", files.mnemonic, stdin)? {
        MnemonicFile::Words(mnemonic) => mnemonic,
        MnemonicFile::Encrypted(file) => open_mnemonic(&file, &password_of_file(files.password, stdin)?)?,
    };
    let passphrase = match files.passphrase {
        Some(path) => read_passphrase(path, stdin)?.map_err(SeedError::Passphrase)?,
        None => Passphrase::none(),
    };
    Ok(mnemonic.to_seed(&passphrase))
}

/// Why there is no seed. No error holds a word.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SeedError {
    /// A file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The mnemonic is refused.
    #[error("--mnemonic-file: {0}")]
    Mnemonic(MnemonicFileError),
    /// The passphrase is refused.
    #[error("--passphrase-file: {0}")]
    Passphrase(PassphraseError),
    /// There is no usable password.
    #[error(transparent)]
    Password(#[from] PasswordError),
}

impl From<MnemonicFileError> for SeedError {
    fn from(error: MnemonicFileError) -> Self {
        match error {
            // It names the option and the file.
            MnemonicFileError::Input(source) => Self::Input(source),
            error => Self::Mnemonic(error),
        }
    }
}

impl SeedError {
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::Mnemonic(error) if error.lacks_memory() => SYSTEM_FAILED,
            Self::Password(PasswordError::Interrupted(_)) => INTERRUPTED,
            _ => BAD_INPUT,
        }
    }
}
