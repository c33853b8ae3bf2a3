//! Reading and opening an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptError, DecryptedSecret, EncryptedKeystore, MAX_FILE_BYTES, Password};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, EditError};
use zeroize::Zeroizing;

use super::KeyError;
use crate::{
    files::OutputError,
    input::{FileKind, SecretText, StdinOnce, read_secret, read_secret_file},
};

pub(super) fn read(path: &Path, stdin: &mut StdinOnce) -> Result<EncryptedKeystore, KeyError> {
    // Read as a secret: it might be a file of plain keys, given by mistake.
    let text = read_secret("FILE", path, stdin)?;
    parse(path, text.as_bytes())
}

/// The same of a file that is to be replaced, with its text.
pub(super) fn read_file(path: &Path) -> Result<(SecretText, EncryptedKeystore), KeyError> {
    let text = read_secret_file("FILE", path)?;
    let file = parse(path, text.as_bytes())?;
    Ok((text, file))
}

/// The content of a file that is being edited.
pub(super) fn read_edited(path: &Path, edit: &Edit) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    let failed = |source| OutputError::Edit(EditError::Open { path: path.to_owned(), source });
    Ok(edit.read(MAX_FILE_BYTES as u64).map_err(failed)?)
}

pub(super) fn parse(path: &Path, content: &[u8]) -> Result<EncryptedKeystore, KeyError> {
    EncryptedKeystore::from_json(content).map_err(|source| KeyError::Parse { path: path.to_owned(), source })
}

/// Refuses an address that would have no effect.
pub(super) fn check_address(
    path: &Path,
    file: &EncryptedKeystore,
    address: Option<NonZeroAddress>,
) -> Result<(), KeyError> {
    match (file, address) {
        (EncryptedKeystore::Eth(_), _) | (_, None) => Ok(()),
        _ => Err(KeyError::NoAddress { path: path.to_owned() }),
    }
}

pub(super) fn kind(file: &EncryptedKeystore) -> FileKind {
    match file {
        EncryptedKeystore::Bls(_) => FileKind::Bls,
        _ => FileKind::Eth,
    }
}

/// Opens a file. `address` is for ETH keys whose file names none; where it does, both must agree.
pub(super) fn open(
    file: &EncryptedKeystore,
    password: &Password,
    address: Option<NonZeroAddress>,
) -> Result<DecryptedSecret, DecryptError> {
    match (file, address) {
        (EncryptedKeystore::Eth(file), Some(address)) => {
            file.decrypt_for(password, address.get()).map(DecryptedSecret::Eth)
        }
        _ => file.decrypt(password),
    }
}
