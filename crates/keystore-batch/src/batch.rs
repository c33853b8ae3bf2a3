//! A batch directory that exists.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use aztec_staking_registry::{UnverifiedKeyStore, staker_output};
use durable_files::ReadError;

use crate::{BatchFault, Layout, Manifest, ManifestError, Sha256Digest, manifest, regular_file::read_regular};

/// A batch directory, its public part, or a manifest alone, once the manifest has been read.
///
/// Opening it says nothing of the other files: see [`Batch::verify`].
///
/// ```
/// use aztec_key_derivation::Passphrase;
/// use aztec_keystore_batch::{Batch, Secrets};
///
/// # use aztec_key_derivation::{self as derivation, Allocation, BlsRule as Rule, Index, IndexRange};
/// # use aztec_keystore_batch::{self as batch, Attesters, BatchPlan, DerivedKeys, KeyMaterial, MARK, PlannedKeys, Protection};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let place = tempfile::tempdir()?;
/// # let target = place.path().join("keystores");
/// # let mnemonic = derivation::Mnemonic::parse("test test test test test test test test test test test junk")?;
/// # let material = KeyMaterial::from_mnemonic(&mnemonic, derivation::Passphrase::none());
/// # let allocation = Allocation::new(Rule::V6, Index::ZERO, IndexRange::new(Index::ZERO, 2)?);
/// # let keys = DerivedKeys::new(allocation, material, Attesters::Derived)?;
/// # let mut staging = durable_files::Staging::create(&target, MARK)?;
/// # batch::Batch::create(&mut staging, &BatchPlan::new(PlannedKeys::Derived(keys), Protection::None), &())?;
/// # staging.close()?;
/// // `target` is the directory of a batch of two keys, in plain text, so without a password.
/// let batch = Batch::open(&target)?;
/// assert_eq!(batch.manifest().keys().len(), 2);
/// let passphrase = Passphrase::none();
/// let (eth_keys, bls_keys, seed, ikm) = (None, None, None, None);
/// let secrets = Secrets { eth_keys, bls_keys, passphrase: &passphrase, seed, ikm };
/// let verification = batch.verify(&secrets, &())?;
/// assert!(verification.is_sound());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Batch {
    /// As it was named.
    root: PathBuf,
    part: Part,
    manifest: Manifest,
    manifest_digest: Sha256Digest,
}

/// What there is of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// The public part, in this directory.
    Public(PathBuf),
    /// The manifest. Where its public part would be, there is none.
    Manifest(PathBuf),
}

impl Batch {
    /// Opens a batch directory, its public part as a directory by itself, or a manifest. A manifest beside its staker output
    /// stands for the public part that both are in.
    ///
    /// # Errors
    /// [`OpenBatchError`] tells a directory that is no batch from one that is damaged.
    pub fn open(root: &Path) -> Result<Self, OpenBatchError> {
        let (part, file) = place_of(root)?;
        let read = read_regular(&file, manifest::MAX_BYTES);
        let content = read.map_err(|source| match source.is_refusal() {
            true => OpenBatchError::Unreadable { file: file.clone(), source },
            false => OpenBatchError::NoFile { file: file.clone(), source },
        })?;
        let damaged = |source| OpenBatchError::Manifest { file: file.clone(), source };
        let text = std::str::from_utf8(&content)
            .map_err(|_| damaged(ManifestError::Shape { reason: "no text (UTF-8)".to_owned() }))?;
        let manifest = Manifest::read(text).map_err(damaged)?;
        Ok(Self { root: root.to_owned(), part, manifest, manifest_digest: Sha256Digest::of(&content) })
    }

    /// The directory, or the manifest, as it was named.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the secret part belongs to what was opened: not to a public part, nor to a manifest.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.part == Part::Whole
    }

    /// Whether there is nothing but the manifest.
    #[must_use]
    pub fn is_manifest_alone(&self) -> bool {
        matches!(self.part, Part::Manifest(_))
    }

    /// The paths in it.
    #[must_use]
    pub fn layout(&self) -> Layout<'_> {
        match &self.part {
            Part::Whole => Layout::new(&self.root),
            Part::Public(directory) | Part::Manifest(directory) => Layout::of_public_part(directory),
        }
    }

    /// Whether there is a secret part: a public part, or a manifest, has none.
    ///
    /// # Errors
    /// [`OpenBatchError::Unreadable`] where the system refuses to say.
    pub fn has_secret_part(&self) -> Result<bool, OpenBatchError> {
        Ok(self.is_whole() && is_there(&self.layout().secret())?)
    }

    /// What was made.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The digest by which two operators compare what they made: it stands for every public file.
    #[must_use]
    pub fn manifest_digest(&self) -> &Sha256Digest {
        &self.manifest_digest
    }

    /// Reads the staker output. Nothing in it is verified yet.
    ///
    /// # Errors
    /// The [`BatchFault`] that keeps it from being read.
    pub fn read_tuples(&self) -> Result<Vec<UnverifiedKeyStore>, BatchFault> {
        let file = self.layout().staker_output();
        let content = match read_regular(&file, staker_output::MAX_BYTES) {
            Ok(content) => content,
            Err(source) => return Err(BatchFault::unread(file, source)),
        };
        let Ok(text) = std::str::from_utf8(&content) else { return Err(BatchFault::NotText { file }) };
        staker_output::read(text).map_err(|source| BatchFault::StakerOutput { file, source })
    }

    /// The same batch under the name that its directory got since.
    pub(crate) fn moved_to(self, root: &Path) -> Self {
        Self { root: root.to_owned(), ..self }
    }
}

/// What a path is of a batch, and where its manifest is.
fn place_of(root: &Path) -> Result<(Part, PathBuf), OpenBatchError> {
    let layout = Layout::new(root);
    let whole = layout.manifest();
    if is_there(&whole)? {
        return Ok((Part::Whole, whole));
    }
    let alone = Layout::of_public_part(root).manifest();
    if is_there(&alone)? && !is_directory(&layout.public())? {
        return Ok((Part::Public(root.to_owned()), alone));
    }
    if known(root, durable_files::is_file(root))? {
        // Whoever names a link means what it leads to; links inside a batch are not followed.
        let file = root.is_symlink().then(|| fs::canonicalize(root).ok()).flatten().unwrap_or_else(|| root.to_owned());
        let directory = match file.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let public = Layout::of_public_part(&directory);
        let named = file.file_name() == public.manifest().file_name();
        let part = if named && is_there(&public.staker_output())? { Part::Public } else { Part::Manifest };
        return Ok((part(directory), file));
    }
    if is_directory(&layout.public())? || is_directory(&layout.secret())? {
        return Err(OpenBatchError::ManifestMissing { file: whole });
    }
    if !is_there(root)? {
        return Err(OpenBatchError::Nothing { path: root.to_owned() });
    }
    Err(OpenBatchError::NotABatch { directory: root.to_owned() })
}

fn is_there(file: &Path) -> Result<bool, OpenBatchError> {
    known(file, durable_files::what_is_at(file).map(|actual| actual.is_some()))
}

fn is_directory(path: &Path) -> Result<bool, OpenBatchError> {
    known(path, durable_files::is_directory(path))
}

fn known(file: &Path, answer: io::Result<bool>) -> Result<bool, OpenBatchError> {
    answer.map_err(|source| OpenBatchError::Unreadable { file: file.to_owned(), source: source.into() })
}

/// Why a batch directory cannot be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenBatchError {
    /// Nothing has that name.
    #[error("{}: there is no such file or directory; check the path", path.display())]
    Nothing {
        /// The name.
        path: PathBuf,
    },
    /// Nothing in it is of a batch.
    #[error("{}: there is no public/manifest.json in this directory; name a batch directory, or its public part", directory.display())]
    NotABatch {
        /// The directory.
        directory: PathBuf,
    },
    /// It has the parts of a batch, but the manifest is gone.
    #[error("{}: is missing; restore it from a copy", file.display())]
    ManifestMissing {
        /// Where it should be.
        file: PathBuf,
    },
    /// The system does not let us look.
    #[error("{}: cannot be read ({source}); open it as the user who owns the batch", file.display())]
    Unreadable {
        /// The manifest, or what leads to it.
        file: PathBuf,
        /// What the system said.
        source: ReadError,
    },
    /// A link, a directory or the like stands in place of the manifest, or it is too large to be one.
    #[error("{}: cannot be read ({source}); restore it from a copy", file.display())]
    NoFile {
        /// Where the manifest should be.
        file: PathBuf,
        /// What is there.
        source: ReadError,
    },
    /// The manifest is damaged, or of another version.
    #[error("{}: {source}", file.display())]
    Manifest {
        /// The manifest.
        file: PathBuf,
        /// What is wrong with it.
        source: ManifestError,
    },
}
