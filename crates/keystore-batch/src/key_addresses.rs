//! Whose keys a node keystore names, as far as that is known without a password.

use std::path::{Path, PathBuf};

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{AttesterKey, EthKeySource, KeyFile, PlainKey, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{ReadError, open_regular_following_links, read_secret};
use zeroize::Zeroizing;

/// The address of an account; `node_keystore` is the path of the file that names it.
#[must_use]
pub fn address_of(key: &EthKeySource, node_keystore: &Path) -> Option<NonZeroAddress> {
    match key {
        EthKeySource::Plain(key) => of_key(key),
        EthKeySource::File(KeyFile { path }) => of_file(node_keystore, path),
        EthKeySource::FileWithPassword(file) => of_file(node_keystore, &file.path),
        EthKeySource::Address(address) => Some(*address),
        EthKeySource::Remote(account) => Some(account.address),
    }
}

/// The address of an attester of which the node keystore itself does not say it.
#[must_use]
pub fn address_of_attester(key: &AttesterKey<'_>, node_keystore: &Path) -> Option<NonZeroAddress> {
    match key {
        AttesterKey::File { path } => of_file(node_keystore, path),
        AttesterKey::Plain(key) => of_key(key),
    }
}

/// Where a path of a node keystore leads from here: relative to the file.
#[must_use]
pub fn beside(node_keystore: &Path, path: &str) -> PathBuf {
    node_keystore.parent().unwrap_or(Path::new("")).join(path)
}

/// The content of a key file. Links are followed: where a node runs, secrets are often mounted as such.
///
/// # Errors
///
/// Fails where it cannot be read, or is larger than any key file.
pub fn read_key_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    read_secret(&open_regular_following_links(path)?, MAX_FILE_BYTES as u64)
}

/// What its name says, else what the file says.
fn of_file(node_keystore: &Path, path: &str) -> Option<NonZeroAddress> {
    address_in_file_name(path).or_else(|| {
        let content = read_key_file(&beside(node_keystore, path)).ok()?;
        NonZeroAddress::new(EncryptedEthKey::from_json(&content).ok()?.address()?).ok()
    })
}

fn of_key(key: &PlainKey) -> Option<NonZeroAddress> {
    NonZeroAddress::new(EthSecretKey::from_be_bytes(key.as_be_bytes()).ok()?.address()).ok()
}
