//! Writing a file of the batch.

use std::{io::Write, path::Path};

use durable_files::{Access, create_file};

use super::CreateBatchError;

/// Writes a whole file and waits until the disk has it. What the disk made of it is for the reading back to say.
pub(super) fn write_file(path: &Path, access: Access, content: &[u8]) -> Result<(), CreateBatchError> {
    let write = || {
        let mut file = create_file(path, access)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|source| CreateBatchError::Write { file: path.to_owned(), source })
}
