//! What encrypted files say beside their keys: nothing opens it, and no other file has it.

use std::collections::BTreeMap;

use super::BatchFault;
use crate::{Batch, EncryptedFiles, EncryptedFilesError};

/// Checks that each encrypted file is, letter by letter, what is written for the key in it, and gives its identifier, which is drawn
/// at random and so says nothing more: by its path below the batch.
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
        if content.to_json().as_bytes().trim_ascii_end() != text.trim_ascii_end() {
            faults.push(BatchFault::OtherText { file: file.clone() });
        }
        let name = file.strip_prefix(batch.root()).unwrap_or(&file);
        identifiers.insert(name.display().to_string(), content.inspect().id.to_string());
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
