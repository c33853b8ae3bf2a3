//! All encrypted files of a batch under new passwords, in a directory that can take the place of `secret`.

use std::{io::Write, path::Path};

use aztec_encrypted_keystore::{DecryptedSecret, EncryptedKeystore, OpeningKeys, ReencryptError, SealingKeys};
use aztec_node_keystore::MAX_BYTES;
use durable_files::{Access, create_dir, create_file};
use rand::rngs::SysRng;
use rayon::prelude::*;

use super::{DIRECTORIES, EncryptedFile, EncryptedFiles, EncryptedFilesError, is_there, read};

/// The keys that open each kind of encrypted file; none where there are no such files.
#[derive(Clone, Copy, Debug)]
pub struct FileKeys<'a> {
    /// Of ETH keys, publishers and the mnemonic.
    pub eth: Option<&'a OpeningKeys<'a>>,
    /// Of BLS keys.
    pub bls: Option<&'a OpeningKeys<'a>>,
}

/// The keys under which each kind of file is encrypted anew.
#[derive(Clone, Copy, Debug)]
pub struct NewFileKeys<'a> {
    /// Of ETH keys, publishers and the mnemonic.
    pub eth: Option<&'a SealingKeys<'a>>,
    /// Of BLS keys.
    pub bls: Option<&'a SealingKeys<'a>>,
}

impl FileKeys<'_> {
    fn open(self, file: &EncryptedFile) -> Result<DecryptedSecret, EncryptedFilesError> {
        let keys = if is_bls(file) { self.bls } else { self.eth };
        let keys = keys.ok_or_else(|| EncryptedFilesError::NoPassword { path: file.path.clone() })?;
        let opened = file.content.open(keys);
        opened.map_err(|source| EncryptedFilesError::Decrypt { path: file.path.clone(), source })
    }
}

fn is_bls(file: &EncryptedFile) -> bool {
    matches!(file.content, EncryptedKeystore::Bls(_))
}

impl EncryptedFiles {
    /// Opens the first file of each kind: whoever has a wrong password learns it before much is done.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError`].
    pub fn try_keys(&self, keys: FileKeys<'_>) -> Result<(), EncryptedFilesError> {
        let first = |bls: bool| self.files.iter().find(|file| is_bls(file) == bls);
        [first(false), first(true)].into_iter().flatten().try_for_each(|file| keys.open(file).map(drop))
    }

    /// Writes all of them below `directory` under new passwords, on all cores, and the node keystore as it is. Each new
    /// file has been read back, opened and compared. Files of a kind share a new salt, as those of a new batch do.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError`]. What is in `directory` then is worth nothing.
    ///
    /// # Panics
    ///
    /// Never: all files are below `secret`.
    pub fn write_under(
        &self,
        directory: &Path,
        node_keystore: &[u8],
        old: FileKeys<'_>,
        new: NewFileKeys<'_>,
    ) -> Result<(), EncryptedFilesError> {
        let layout = self.layout();
        let place =
            |path: &Path| directory.join(path.strip_prefix(layout.secret()).expect("all files are below secret"));
        for directory in DIRECTORIES.map(|directory| layout.secret_file(directory)) {
            if is_there(&directory)? {
                let failed = |source| EncryptedFilesError::Write { path: directory.clone(), source };
                create_dir(&place(&directory), Access::Secret).map_err(failed)?;
            }
        }
        put(&place(&layout.node_keystore()), &layout.node_keystore(), node_keystore)?;
        self.files.par_iter().try_for_each(|file| {
            let opened = old.open(file)?;
            let keys = if is_bls(file) { new.bls } else { new.eth };
            let keys = keys.ok_or_else(|| EncryptedFilesError::NoPassword { path: file.path.clone() })?;
            let rewritten = file.content.reseal(&opened, keys, &mut SysRng).map_err(|error| match error {
                ReencryptError::Encrypt(source) => EncryptedFilesError::Encrypt(source),
                _ => EncryptedFilesError::Differs { path: file.path.clone() },
            })?;
            put(&place(&file.path), &file.path, rewritten.to_json().as_bytes())
        })
    }

    /// Looks whether anybody has changed a file, or the node keystore, since they were read: the change would be lost.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError::Changed`], or [`EncryptedFilesError::Unreadable`].
    pub fn check_unchanged(&self, node_keystore: &[u8]) -> Result<(), EncryptedFilesError> {
        let path = self.layout().node_keystore();
        if *read(&path, MAX_BYTES)? != node_keystore {
            return Err(EncryptedFilesError::Changed { path });
        }
        self.files.iter().try_for_each(|file| match EncryptedFile::read(file.path.clone()) {
            Ok(now) if now.text == file.text => Ok(()),
            Err(refused) if refused.is_refusal() => Err(refused),
            _ => Err(EncryptedFilesError::Changed { path: file.path.clone() }),
        })
    }
}

fn put(place: &Path, path: &Path, content: &[u8]) -> Result<(), EncryptedFilesError> {
    let write = || {
        let mut file = create_file(place, Access::Secret)?;
        file.write_all(content)?;
        file.sync_all()
    };
    write().map_err(|source| EncryptedFilesError::Write { path: path.to_owned(), source })
}
