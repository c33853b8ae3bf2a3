//! Reading and opening an encrypted file of any kind.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptError, DecryptedSecret, EncryptedKeystore, Password};
use aztec_staking_registry::NonZeroAddress;

use super::KeyError;
use crate::input::{FileKind, StdinOnce, read_secret};

pub(super) fn read(path: &Path, stdin: &mut StdinOnce) -> Result<EncryptedKeystore, KeyError> {
    // Read as a secret: it might be a file of plain keys, given by mistake.
    let text = read_secret("FILE", path, stdin)?;
    let parsed = EncryptedKeystore::from_json(text.as_bytes());
    parsed.map_err(|source| KeyError::Parse { path: path.to_owned(), source })
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
