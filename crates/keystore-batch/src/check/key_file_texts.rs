//! What encrypted files say beside their keys: nothing opens it, and no other file has it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::BatchFault;
use crate::{Batch, EncryptedFiles, EncryptedFilesError};

/// The text of an encrypted file, its key aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyFileText {
    /// The identifier, which is drawn at random: nothing vouches for it.
    pub id: String,
    /// Whether the text is, letter by letter, what is written here for the key in it. Other tools may write it anew.
    pub as_written: bool,
}

/// The text of each encrypted file, by its path below the batch.
///
/// What the system does not let us read is a fault, and so is an identifier that two files have; what is no encrypted file is told
/// by who opens it.
pub(super) fn check_key_file_texts(batch: &Batch) -> (Vec<BatchFault>, BTreeMap<String, KeyFileText>) {
    let (mut faults, mut texts) = (Vec::new(), BTreeMap::new());
    let files = EncryptedFiles::paths(batch.root()).unwrap_or_else(|error| {
        faults.extend(unread(error));
        Vec::new()
    });
    let mut seen = BTreeMap::new();
    for file in files {
        let (text, content) = match EncryptedFiles::read_one(&file) {
            Ok(read) => read,
            Err(error) => {
                faults.extend(unread(error));
                continue;
            }
        };
        let id = content.inspect().id;
        if let Some(other) = seen.insert(id, file.clone()) {
            faults.push(BatchFault::SameIdentifier { file: file.clone(), other });
        }
        let as_written = content.to_json().as_bytes().trim_ascii_end() == text.trim_ascii_end();
        let name = file.strip_prefix(batch.root()).unwrap_or(&file).display().to_string();
        texts.insert(name, KeyFileText { id: id.to_string(), as_written });
    }
    (faults, texts)
}

fn unread(error: EncryptedFilesError) -> Option<BatchFault> {
    match error {
        EncryptedFilesError::Unreadable { path: file, source } => Some(BatchFault::unread(file, source)),
        _ => None,
    }
}
