//! Reading a node keystore, and the key files that it names.

use std::path::{Path, PathBuf};

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{MAX_BYTES, PlainKey, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{Edit, ReadError, open_regular_following_links, read_secret, read_secret_text, secret_text};
use zeroize::Zeroizing;

use super::NodeKeystoreCommandError;

/// Reads a node keystore. It may hold plain keys and passwords, so the text is wiped when dropped.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, NodeKeystoreCommandError> {
    // No pipe: the key files that it names are looked for beside it.
    let text = open_regular_following_links(path).and_then(|file| read_secret_text(&file, MAX_BYTES as u64));
    text.map_err(|source| NodeKeystoreCommandError::Read { path: path.to_owned(), source })
}

/// The same for one that is being edited.
pub(super) fn read_edited(path: &Path, edit: &Edit) -> Result<Zeroizing<String>, NodeKeystoreCommandError> {
    let text = edit.read(MAX_BYTES as u64).and_then(secret_text);
    text.map_err(|source| NodeKeystoreCommandError::Read { path: path.to_owned(), source })
}

/// The address of the key in an encrypted file: what its name says, else what the file says.
pub(super) fn address_of_file(node_keystore: &Path, path: &str) -> Option<NonZeroAddress> {
    address_in_file_name(path).or_else(|| {
        let content = small(&beside(node_keystore, path)).ok()?;
        NonZeroAddress::new(EncryptedEthKey::from_json(&content).ok()?.address()?).ok()
    })
}

/// The address of a plain key.
pub(super) fn address_of_key(key: &PlainKey) -> Option<NonZeroAddress> {
    NonZeroAddress::new(EthSecretKey::from_be_bytes(key.as_be_bytes()).ok()?.address()).ok()
}

/// Where a path of the node keystore leads from here: the batch keeps it relative to the file.
pub(super) fn beside(node_keystore: &Path, path: &str) -> PathBuf {
    node_keystore.parent().unwrap_or(Path::new("")).join(path)
}

/// A key file. Links are followed: where a node runs, secrets are often mounted as such.
pub(super) fn small(path: &Path) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_secret(&open_regular_following_links(path)?, MAX_FILE_BYTES as u64)
}
