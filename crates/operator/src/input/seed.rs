//! The seed of a mnemonic in a file.

use std::path::Path;

use aztec_encrypted_keystore::MnemonicFile;
use aztec_key_derivation::Seed;

use super::{StdinOnce, open_mnemonic, password_of_file, read_mnemonic, read_passphrase};
use crate::command_error::CommandError;

/// The files that a seed is made of.
pub struct SeedFiles<'a> {
    /// `--mnemonic-file`: plain words, or encrypted.
    pub mnemonic: &'a Path,
    /// `--passphrase-file`.
    pub passphrase: Option<&'a Path>,
    /// `--password-file`, which opens an encrypted mnemonic.
    pub password: Option<&'a Path>,
}

/// Reads the mnemonic, opens it where it is encrypted, and makes its seed.
///
/// # Errors
///
/// Fails where a file cannot be read, is refused, or does not open.
pub fn read_seed(files: &SeedFiles<'_>, stdin: &mut StdinOnce) -> Result<Seed, CommandError> {
    let mnemonic = match read_mnemonic(files.mnemonic, stdin)? {
        MnemonicFile::Words(mnemonic) => mnemonic,
        MnemonicFile::Encrypted(file) => open_mnemonic(&file, &password_of_file(files.password, stdin)?)?,
    };
    Ok(mnemonic.to_seed(&read_passphrase(files.passphrase, stdin)?))
}
