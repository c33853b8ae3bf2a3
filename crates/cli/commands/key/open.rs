//! Reading and opening an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{
    DecryptError, DecryptedSecret, EncryptedKeystore, MAX_FILE_BYTES, Password, SecretKind,
};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, EditError};
use zeroize::Zeroizing;

use super::error::KeyError;
use crate::files::OutputError;

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

/// Opens a file. `address` is for ETH keys whose file names none; where it does, both must agree.
pub(super) fn open(
    path: &Path,
    file: &EncryptedKeystore,
    password: &Password,
    address: Option<NonZeroAddress>,
) -> Result<DecryptedSecret, KeyError> {
    let opened = match (file, address) {
        (EncryptedKeystore::Eth(file), Some(address)) => {
            file.decrypt_for(password, address.get()).map(DecryptedSecret::Eth)
        }
        _ => file.decrypt(password),
    };
    opened.map_err(|source: DecryptError| KeyError::Decrypt { path: path.to_owned(), source })
}
