//! What encrypted files say beside their keys: nothing opens it, and no other file has it.

use std::collections::BTreeMap;

use super::BatchFault;
use crate::{Batch, EncryptedFiles, EncryptedFilesError};

/// Gives the identifier of each encrypted file, by its path below the batch: it is drawn at random, so nothing vouches for it. Beside
/// it stands whether the text is, letter by letter, what is written here for the key in it; other tools may write it anew.
///
/// What the system does not let us read is a fault; what is no encrypted file is told by who opens it.
pub(super) fn check_key_file_texts(batch: &Batch) -> (Vec<BatchFault>, BTreeMap<String, String>) {
    let (mut faults, mut identifiers) = (Vec::new(), BTreeMap::new());
    let files = EncryptedFiles::paths(batch.root()).unwrap_or_else(|error| {
        faults.extend(unread(error));
        Vec::new()
    });
    for file in files {
        let (text, content) = match EncryptedFiles::read_one(&file) {
            Ok(read) => read,
            Err(error) => {
                faults.extend(unread(error));
                continue;
            }
        };
        let name = file.strip_prefix(batch.root()).unwrap_or(&file);
        let id = content.inspect().id;
        let is_ours = content.to_json().as_bytes().trim_ascii_end() == text.trim_ascii_end();
        identifiers.insert(
            name.display().to_string(),
            if is_ours { id.to_string() } else { format!("{id}, in a text of another writer") },
        );
    }
    let mut seen = BTreeMap::new();
    for (name, identifier) in &identifiers {
        if let Some(other) = seen.insert(identifier, name) {
            faults.push(BatchFault::SameIdentifier { file: batch.root().join(name), other: batch.root().join(other) });
        }
    }
    (faults, identifiers)
}

fn unread(error: EncryptedFilesError) -> Option<BatchFault> {
    match error {
        EncryptedFilesError::Unreadable { path: file, source } => Some(BatchFault::Read { file, source }),
        _ => None,
    }
}
