//! Reading a node keystore.

use std::path::Path;

use aztec_node_keystore::MAX_BYTES;
use durable_files::{Edit, open_regular_following_links, read_secret_text, secret_text};
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
