//! `keygen key export` of a whole batch.

use std::{fmt::Write as _, path::Path};

use aztec_encrypted_keystore::{EncryptedKeystore, OpeningKeys};
use aztec_keystore_batch::EncryptedFiles;
use aztec_staking_registry::NonZeroAddress;
use zeroize::Zeroizing;

use super::error::KeyError;
use aztec_operator::{
    arguments::PasswordArgs,
    command_error::CommandError,
    input::{Kinds, StdinOnce, confirm, passwords_of_kinds},
    output::{self, RUN_AGAIN, Shown},
};

/// `0x` and 64 digits, a space before it and a line feed behind it.
const KEY_CHARACTERS: usize = 68;

/// Prints a line for each key: the file, and the key. The mnemonic is not among them.
pub(super) fn run(
    batch: &Path,
    address: Option<NonZeroAddress>,
    yes: bool,
    passwords: &PasswordArgs,
) -> Result<(), CommandError> {
    if address.is_some() {
        return Err(KeyError::AddressOfBatch { path: batch.to_owned() }.into());
    }
    let files = EncryptedFiles::read(batch).map_err(KeyError::Files)?;
    let keys = files.iter().filter(|(_, file)| !matches!(file, EncryptedKeystore::Mnemonic(_)));
    let named: Vec<_> = keys.map(|(path, file)| (Shown(path).to_string(), path, file)).collect();
    let kinds = Kinds::of(named.iter().map(|(.., file)| *file));
    let passwords = passwords_of_kinds(passwords, kinds, &mut StdinOnce::default())?;
    let keys = passwords.as_ref().map(OpeningKeys::of);
    // The whole size from the start: growing would leave copies of the keys behind.
    let size = named.iter().map(|(name, ..)| name.len() + KEY_CHARACTERS).sum();
    let mut text = Zeroizing::new(String::with_capacity(size));
    for (name, path, file) in &named {
        let keys = keys.of(file).expect("every kind of file was asked for");
        let opened = file.open(keys);
        let opened = opened.map_err(|source| KeyError::Decrypt { path: path.to_path_buf(), source })?;
        let Some(key) = opened.key_text() else { continue };
        let _ = writeln!(text, "{name} {}", *key);
    }
    confirm(yes, "This shows the secret keys, and whoever sees them can use them.")?;
    Ok(output::secret(text.trim_end(), RUN_AGAIN)?)
}
