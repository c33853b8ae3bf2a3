//! Whose keys a node keystore names, as far as that is known without a password.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{EncryptedEthKey, MAX_FILE_BYTES};
use aztec_key_derivation::EthSecretKey;
use aztec_node_keystore::{AttesterKey, EthKeySource, KeyFile, PlainKey, address_in_file_name};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{ReadError, open_regular_following_links, read_secret};
use zeroize::Zeroizing;

/// Runs `work` with the addresses of the keys that a node keystore names. `node_keystore` is the path of that file.
///
/// ```
/// use std::path::Path;
///
/// use aztec_keystore_batch::key_addresses::with_addresses;
/// use aztec_node_keystore::EthKeySource;
///
/// // The key file is named after its address, so nobody has to open it.
/// let key = EthKeySource::read(r#"{"path": "eth/0_0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266.json"}"#)?;
/// let address = with_addresses(Path::new("node_keystore.json"), |addresses| addresses.of(&key))?;
/// assert!(address.is_some());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// [`UnreadKeyFile`] names the first key file that the system refused to read. What came of the work is worth nothing then.
pub fn with_addresses<T>(node_keystore: &Path, work: impl FnOnce(&KeyAddresses<'_>) -> T) -> Result<T, UnreadKeyFile> {
    let addresses = KeyAddresses { node_keystore, unread: RefCell::new(None) };
    let done = work(&addresses);
    addresses.unread.into_inner().map_or(Ok(done), Err)
}

/// The addresses of the keys that one node keystore names.
///
/// A key file that is not here has none, as it may be on another host. Where the system refuses to read one, its
/// address is unknown, and [`with_addresses`] fails at the end.
#[derive(Debug)]
pub struct KeyAddresses<'a> {
    /// The path of the file that names the keys.
    node_keystore: &'a Path,
    unread: RefCell<Option<UnreadKeyFile>>,
}

impl KeyAddresses<'_> {
    /// The address of an account.
    pub fn of(&self, key: &EthKeySource) -> Option<NonZeroAddress> {
        match key {
            EthKeySource::Plain(key) => of_key(key),
            EthKeySource::File(KeyFile { path }) => self.of_file(path),
            EthKeySource::FileWithPassword(file) => self.of_file(&file.path),
            EthKeySource::Address(address) => Some(*address),
            EthKeySource::Remote(account) => Some(account.address),
        }
    }

    /// The address of an attester of which the node keystore itself does not say it.
    pub fn of_attester(&self, key: &AttesterKey<'_>) -> Option<NonZeroAddress> {
        match key {
            AttesterKey::File { path } => self.of_file(path),
            AttesterKey::Plain(key) => of_key(key),
        }
    }

    /// What its name says, else what the file says.
    fn of_file(&self, path: &str) -> Option<NonZeroAddress> {
        address_in_file_name(path).or_else(|| {
            let path = beside(self.node_keystore, path);
            match read_key_file(&path) {
                Ok(content) => NonZeroAddress::new(EncryptedEthKey::from_json(&content).ok()?.address()?).ok(),
                Err(source) if source.is_refusal() => {
                    self.unread.borrow_mut().get_or_insert(UnreadKeyFile { path, source });
                    None
                }
                Err(_) => None,
            }
        })
    }
}

/// A key file that the system refuses to read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
pub struct UnreadKeyFile {
    /// The file.
    pub path: PathBuf,
    /// The system's reason.
    pub source: ReadError,
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

fn of_key(key: &PlainKey) -> Option<NonZeroAddress> {
    NonZeroAddress::new(EthSecretKey::from_be_bytes(key.as_be_bytes()).ok()?.address()).ok()
}
