//! The encrypted files of a batch, read together, and encrypted anew under other passwords.

mod error;
mod reencrypt;

use std::{
    collections::BTreeSet,
    fmt,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{EncryptedKeystore, MAX_FILE_BYTES};
use durable_files::{is_directory, open_regular, paths_in, read_secret, what_is_at};
use zeroize::Zeroizing;

pub use error::EncryptedFilesError;
pub use reencrypt::{FileKeys, NewFileKeys};

use crate::Layout;

/// The directories of key files, below `secret`.
const DIRECTORIES: [&str; 4] = [Layout::ETH, Layout::BLS, Layout::PUBLISHER, Layout::FUNDING];

/// All encrypted files of a batch, as they were read.
///
/// ```no_run
/// use std::path::Path;
///
/// use aztec_encrypted_keystore::{OpeningKeys, Password};
/// use aztec_keystore_batch::{EncryptedFiles, FileKeys};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let files = EncryptedFiles::read(Path::new("keystores"))?;
/// let password = Password::existing("a long and secret phrase")?;
/// let keys = OpeningKeys::of(&password);
/// // Whoever has a wrong password learns it before much is done.
/// files.try_keys(FileKeys { eth: Some(&keys), bls: Some(&keys) })?;
/// for (path, file) in files.iter() {
///     println!("{}: {}", path.display(), file.kind());
/// }
/// # Ok(())
/// # }
/// ```
pub struct EncryptedFiles {
    root: PathBuf,
    files: Vec<EncryptedFile>,
}

struct EncryptedFile {
    path: PathBuf,
    text: Zeroizing<Vec<u8>>,
    content: EncryptedKeystore,
}

impl fmt::Debug for EncryptedFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncryptedFiles").field("root", &self.root).finish_non_exhaustive()
    }
}

impl EncryptedFiles {
    /// The paths of all encrypted files of a batch, in the order of their names.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError`], also where there are none.
    pub fn paths(root: &Path) -> Result<Vec<PathBuf>, EncryptedFilesError> {
        let layout = Layout::new(root);
        let none = || EncryptedFilesError::None { directory: root.to_owned() };
        if !is_there(&layout.secret())? {
            return Err(none());
        }
        let mut files = Vec::new();
        for directory in DIRECTORIES {
            let directory = layout.secret_file(directory);
            if is_there(&directory)? {
                let failed = |source| EncryptedFilesError::unreadable(&directory, source);
                files.extend(paths_in(&directory).map_err(failed)?);
            }
        }
        let mnemonic = layout.mnemonic(true);
        let actual = what_is_at(&mnemonic).map_err(|source| EncryptedFilesError::unreadable(&mnemonic, source))?;
        files.extend(actual.map(|_| mnemonic));
        if files.is_empty() { Err(none()) } else { Ok(files) }
    }

    /// Reads all of them. Links are not followed.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError`], also where there are none.
    pub fn read(root: &Path) -> Result<Self, EncryptedFilesError> {
        let files = Self::paths(root)?.into_iter().map(EncryptedFile::read).collect::<Result<_, _>>()?;
        Ok(Self { root: root.to_owned(), files })
    }

    /// One of [`paths`](Self::paths): its text, and what it says.
    pub(crate) fn read_one(file: &Path) -> Result<(Zeroizing<Vec<u8>>, EncryptedKeystore), EncryptedFilesError> {
        EncryptedFile::read(file.to_owned()).map(|EncryptedFile { text, content, .. }| (text, content))
    }

    /// How many there are: one at least.
    #[must_use]
    #[expect(clippy::len_without_is_empty, reason = "where there are none, they cannot be read")]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Each with its path.
    pub fn iter(&self) -> impl Iterator<Item = (&Path, &EncryptedKeystore)> {
        self.files.iter().map(|file| (file.path.as_path(), &file.content))
    }

    fn layout(&self) -> Layout<'_> {
        Layout::new(&self.root)
    }

    /// Refuses what is beside them in `secret`: whoever exchanges the directory would lose it.
    ///
    /// # Errors
    ///
    /// [`EncryptedFilesError::Foreign`].
    pub fn refuse_others(&self) -> Result<(), EncryptedFilesError> {
        let layout = self.layout();
        let mut known: BTreeSet<_> = self.files.iter().map(|file| file.path.clone()).collect();
        known.insert(layout.node_keystore());
        known.extend(DIRECTORIES.map(|directory| layout.secret_file(directory)));
        let secret = layout.secret();
        let there = paths_in(&secret).map_err(|source| EncryptedFilesError::unreadable(&secret, source))?;
        match there.into_iter().find(|path| !known.contains(path)) {
            Some(path) => Err(EncryptedFilesError::Foreign { path }),
            None => Ok(()),
        }
    }
}

/// Whether the directory is there.
fn is_there(directory: &Path) -> Result<bool, EncryptedFilesError> {
    is_directory(directory).map_err(|source| EncryptedFilesError::unreadable(directory, source))
}

impl EncryptedFile {
    fn read(path: PathBuf) -> Result<Self, EncryptedFilesError> {
        let text = read(&path, MAX_FILE_BYTES)?;
        match EncryptedKeystore::from_json(&text) {
            Ok(content) => Ok(Self { path, text, content }),
            Err(source) => Err(EncryptedFilesError::Parse { path, source }),
        }
    }
}

fn read(path: &Path, limit: usize) -> Result<Zeroizing<Vec<u8>>, EncryptedFilesError> {
    let read = open_regular(path).and_then(|file| read_secret(&file, limit as u64));
    read.map_err(|source| EncryptedFilesError::unreadable(path, source))
}
