//! A file of the batch while it is being written.

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use aztec_staking_registry::manifest::Sha256;
use sha2::Digest;

use super::NewBatchError;
use durable_files::{Access, create_file};

/// A new file, and the digest of what has been written to it. What the disk made of it is for the reading back to say.
pub(super) struct NewFile {
    path: PathBuf,
    out: BufWriter<File>,
    hasher: sha2::Sha256,
}

impl NewFile {
    pub(super) fn create(path: &Path, access: Access) -> Result<Self, NewBatchError> {
        let file = create_file(path, access).map_err(|source| failed(path, source))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::new(file), hasher: sha2::Sha256::new() })
    }

    /// Waits until the disk has the file.
    pub(super) fn close(self) -> Result<Sha256, NewBatchError> {
        let Self { path, out, hasher } = self;
        let file = out.into_inner().map_err(io::IntoInnerError::into_error);
        file.and_then(|file| file.sync_all()).map_err(|source| failed(&path, source))?;
        Ok(Sha256(hasher.finalize().into()))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.out.write(bytes)?;
        self.hasher.update(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes a whole file and waits until the disk has it.
pub(super) fn write_text(path: &Path, access: Access, text: &str) -> Result<Sha256, NewBatchError> {
    let mut file = NewFile::create(path, access)?;
    file.write_all(text.as_bytes()).map_err(|source| failed(path, source))?;
    file.close()
}

pub(super) fn failed(path: &Path, source: io::Error) -> NewBatchError {
    NewBatchError::Write { file: path.to_owned(), source }
}
