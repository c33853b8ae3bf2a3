//! Batches that were made before: where to continue, and what not to make again.

use std::{
    io,
    path::{Path, PathBuf},
};

use aztec_key_derivation::{Allocation, BlsDerivation, Index, IndexRangeError};
use aztec_staking_registry::NonZeroAddress;
use durable_files::{ReadError, is_directory, open_regular_following_links, paths_in, read_text, what_is_at};

use crate::{
    Layout, Manifest, ManifestError,
    manifest::{self, Fingerprints, MAX_BYTES},
};

/// The manifest of a batch that was made before.
///
/// ```
/// use aztec_key_derivation::BlsRule;
/// use aztec_keystore_batch::EarlierBatch;
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
/// // `target` is the directory of a batch of the keys 0 and 1: the next one begins at index 2.
/// let earlier = EarlierBatch::read(&target)?;
/// let (account, index) = earlier.next(BlsRule::V6.into())?;
/// assert_eq!((account.get(), index.get()), (0, 2));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct EarlierBatch {
    path: PathBuf,
    manifest: Manifest,
}

impl EarlierBatch {
    /// Reads a manifest, or that of a batch directory or of its public part.
    ///
    /// # Errors
    /// [`EarlierBatchError::Read`] or [`EarlierBatchError::Manifest`].
    pub fn read(path: &Path) -> Result<Self, EarlierBatchError> {
        let path = match known(path, is_directory(path))? {
            true => manifest_in(path)?,
            false => path.to_owned(),
        };
        let text = read_manifest(&path)?;
        Self::parse(path, &text)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self, EarlierBatchError> {
        match Manifest::read(text) {
            Ok(manifest) => Ok(Self { path, manifest }),
            Err(source) => Err(EarlierBatchError::Manifest { path, source }),
        }
    }

    /// Where the manifest was read.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The account of the batch, and the first index after it, for a batch that is derived in the same way.
    ///
    /// Rule and budget must be those of this batch, so that one command of the official tool restores the keys of both.
    ///
    /// # Errors
    /// [`EarlierBatchError::Imported`], [`EarlierBatchError::OtherDerivation`], or [`EarlierBatchError::Indices`] when there is
    /// no index after it.
    pub fn next(&self, derivation: BlsDerivation) -> Result<(Index, Index), EarlierBatchError> {
        let allocation = self.allocation().ok_or_else(|| EarlierBatchError::Imported { path: self.path.clone() })?;
        if allocation.derivation() != derivation {
            let named = allocation.derivation();
            return Err(EarlierBatchError::OtherDerivation { path: self.path.clone(), named, derivation });
        }
        let next = allocation.next_index();
        let next = next.map_err(|source| EarlierBatchError::Indices { path: self.path.clone(), source })?;
        Ok((allocation.account(), next))
    }

    /// Both batches come from one source: the same mnemonic with the same passphrase, or the same key material.
    ///
    /// # Errors
    /// [`EarlierBatchError::OtherSource`].
    pub fn must_have_source(&self, source: &Fingerprints) -> Result<(), EarlierBatchError> {
        let origin = self.manifest.origin();
        let (theirs, ours) = (origin.mnemonic_fingerprint(), source.mnemonic());
        // With key material of its own, a batch for given attesters has no mnemonic.
        let one_missing = source.ikm().is_some() && (theirs.is_none() || ours.is_none());
        if origin.ikm_fingerprint() == source.ikm() && (theirs == ours || one_missing) {
            Ok(())
        } else {
            Err(EarlierBatchError::OtherSource { path: self.path.clone() })
        }
    }

    /// Nothing that a batch would derive was derived for this one.
    ///
    /// # Errors
    /// [`EarlierBatchError::Overlap`].
    pub fn must_not_meet(&self, source: &Fingerprints, allocation: &Allocation) -> Result<(), EarlierBatchError> {
        let Some(theirs) = self.allocation() else { return Ok(()) };
        let origin = self.manifest.origin();
        let both = |one: Option<_>, other| one.is_some() && one == other;
        let related =
            both(origin.mnemonic_fingerprint(), source.mnemonic()) || both(origin.ikm_fingerprint(), source.ikm());
        if related && allocation.shared_path(theirs).is_some() {
            return Err(EarlierBatchError::Overlap { path: self.path.clone(), next: self.manifest.next_index() });
        }
        Ok(())
    }

    fn allocation(&self) -> Option<&Allocation> {
        self.manifest.origin().allocation()
    }
}

/// The manifest in a batch directory, or in its public part by itself.
fn manifest_in(directory: &Path) -> Result<PathBuf, EarlierBatchError> {
    let (whole, public) = (Layout::new(directory).manifest(), Layout::of_public_part(directory).manifest());
    let is_there = |file: &Path| known(file, what_is_at(file).map(|actual| actual.is_some()));
    Ok(if !is_there(&whole)? && is_there(&public)? { public } else { whole })
}

fn known<T>(path: &Path, answer: io::Result<T>) -> Result<T, EarlierBatchError> {
    answer.map_err(|source| EarlierBatchError::Read { path: path.to_owned(), source: source.into() })
}

/// Reads every manifest in a directory and those below it, whatever the files are called. Directories called `secret` are
/// passed over.
///
/// # Errors
/// [`EarlierBatchError`], also when there is no manifest at all: the directory is then not the right one.
pub fn read_known_batches(directory: &Path) -> Result<Vec<EarlierBatch>, EarlierBatchError> {
    let mut batches = Vec::new();
    collect(directory, 0, &mut batches)?;
    if batches.is_empty() { Err(EarlierBatchError::NoManifest { path: directory.to_owned() }) } else { Ok(batches) }
}

/// Deep enough for a folder of batches by year and month; a loop of links ends here.
const MAX_DEPTH: u32 = 8;

fn collect(directory: &Path, depth: u32, batches: &mut Vec<EarlierBatch>) -> Result<(), EarlierBatchError> {
    for path in known(directory, paths_in(directory))? {
        if known(&path, is_directory(&path))? {
            // Key files are no manifests, and nothing here needs to read them.
            if depth < MAX_DEPTH && path.file_name().is_some_and(|name| name != "secret") {
                collect(&path, depth + 1, batches)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "json") {
            let text = read_manifest(&path)?;
            if is_manifest(&path, &text) {
                batches.push(EarlierBatch::parse(path, &text)?);
            }
        }
    }
    Ok(())
}

/// By its name or by its members, so that a renamed manifest counts and a damaged one is not passed over.
fn is_manifest(path: &Path, text: &str) -> bool {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().contains("manifest"));
    named || manifest::has_its_members(text)
}

fn read_manifest(path: &Path) -> Result<String, EarlierBatchError> {
    let read = open_regular_following_links(path).and_then(|file| read_text(&file, MAX_BYTES as u64));
    read.map_err(|source| EarlierBatchError::Read { path: path.to_owned(), source })
}

/// Why a batch does not go with those before it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EarlierBatchError {
    /// The system refused.
    #[error("{}: {}", path.display(), source.with_remedy())]
    Read {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: ReadError,
    },
    /// Not a manifest.
    #[error("{}: {source}", path.display())]
    Manifest {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ManifestError,
    },
    /// There are no indices after those of the batch.
    #[error("{}: {source}", path.display())]
    Indices {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with them.
        source: IndexRangeError,
    },
    /// A directory without any.
    #[error("{}: there is no manifest in it; name the directory in which the earlier batches are", path.display())]
    NoManifest {
        /// The directory.
        path: PathBuf,
    },
    /// Keys that were not derived.
    #[error("{}: the keys of that batch were imported, so no index comes after them", path.display())]
    Imported {
        /// The manifest.
        path: PathBuf,
    },
    /// The rule or its budget changed in between.
    #[error("{}: that batch follows the rule {named}, this one {derivation}", path.display())]
    OtherDerivation {
        /// The manifest.
        path: PathBuf,
        /// How the keys of the earlier batch were derived.
        named: BlsDerivation,
        /// How those of this one would be.
        derivation: BlsDerivation,
    },
    /// Another mnemonic or passphrase.
    #[error("{}: that batch has another mnemonic, passphrase or key material", path.display())]
    OtherSource {
        /// The manifest.
        path: PathBuf,
    },
    /// Indices that are used.
    #[error("{}: that batch has some of these keys; begin after it", path.display())]
    Overlap {
        /// The manifest.
        path: PathBuf,
        /// The first index after it; none where its account has no more.
        next: Option<Index>,
    },
    /// A key or attester that is used.
    #[error(
        "{}: that batch has the attester {attester} or its key (index {index}); no key registers twice, choose others",
        path.display()
    )]
    SharedKey {
        /// The manifest.
        path: PathBuf,
        /// The attester in this batch.
        attester: NonZeroAddress,
        /// The index in this batch.
        index: Index,
    },
}
