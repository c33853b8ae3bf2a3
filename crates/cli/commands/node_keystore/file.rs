//! Reading a node keystore, and the key files that it names.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{MAX_BYTES, PlainKey, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;
use zeroize::Zeroizing;

use super::NodeKeystoreCommandError;

/// Reads a node keystore. It may hold plain keys and passwords, so the text is wiped when dropped.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, NodeKeystoreCommandError> {
    let read = || {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX).min(MAX_BYTES);
        // The whole size from the start: growing would leave copies behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(length + 64));
        file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok(Zeroizing::new(text.to_owned()))
    };
    read().map_err(|source| NodeKeystoreCommandError::Read { path: path.to_owned(), source })
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

/// A key file, or its beginning where it is too large to be one.
pub(super) fn small(path: &Path) -> io::Result<Vec<u8>> {
    let mut content = Vec::new();
    fs::File::open(path)?.take(MAX_FILE_BYTES as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}
