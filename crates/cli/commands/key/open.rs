//! Reading an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{EncryptedKeystore, MAX_FILE_BYTES, SecretKind};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, EditError};
use zeroize::Zeroizing;

use super::error::KeyError;
use aztec_operator::{command_error::CommandError, files::OutputError, input::PasswordError};

/// The content of a file that is being edited.
pub(super) fn read_edited(path: &Path, edit: &Edit) -> Result<Zeroizing<Vec<u8>>, OutputError> {
    let failed = |source| OutputError::Edit(EditError::Open { path: path.to_owned(), source });
    edit.read(MAX_FILE_BYTES as u64).map_err(failed)
}

/// The file with this content. An address that would have no effect is refused.
pub(super) fn parse_file(
    path: &Path,
    content: &[u8],
    address: Option<NonZeroAddress>,
) -> Result<EncryptedKeystore, KeyError> {
    let path = path.to_owned();
    match EncryptedKeystore::from_json(content) {
        Ok(file) if address.is_some() && file.kind() != SecretKind::EthKey => Err(KeyError::NoAddress { path }),
        Ok(file) => Ok(file),
        Err(source) => Err(KeyError::Parse { path, source }),
    }
}

/// What is missing where nobody can be asked.
pub(super) fn no_new_password(error: PasswordError) -> CommandError {
    match error {
        PasswordError::NoTerminal { .. } => KeyError::NoNewPassword.into(),
        error => error.into(),
    }
}
