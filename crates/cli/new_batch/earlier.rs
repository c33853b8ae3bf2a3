//! Batches that were made before: where to continue, and what not to make again.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use aztec_key_derivation::{Allocation, BlsRule, Index, IndexRange, IndexRangeError};
use aztec_staking_registry::manifest::{MAX_BYTES, Manifest, ManifestError, Source};
use serde_json::Value;

use crate::{batch_dir::Layout, output::Shown};

/// The manifest of a batch that was made before.
pub(crate) struct Earlier {
    pub(crate) path: PathBuf,
    pub(crate) manifest: Manifest,
}

impl Earlier {
    /// Reads a manifest, or that of a batch directory.
    pub(crate) fn read(path: &Path) -> Result<Self, EarlierError> {
        let path = if path.is_dir() { Layout::new(path).manifest() } else { path.to_owned() };
        let text = read_text(&path)?;
        let manifest = Manifest::read(&text).map_err(|source| EarlierError::Manifest { path: path.clone(), source })?;
        Ok(Self { path, manifest })
    }

    /// The account of the batch, and the first index behind it, for a batch under the same rule.
    pub(crate) fn next(&self, rule: BlsRule) -> Result<(Index, Index), EarlierError> {
        if self.manifest.source().is_imported() {
            return Err(EarlierError::Imported { path: self.path.clone() });
        }
        let named = self.rule()?;
        if named != rule {
            return Err(EarlierError::OtherRule { path: self.path.clone(), named, rule });
        }
        let allocation = self.allocation()?;
        let next = allocation.next_index();
        Ok((allocation.account(), next.map_err(|source| self.indices(source))?))
    }

    /// Both batches come from one source: the same mnemonic with the same passphrase, or the same key material.
    pub(crate) fn must_have_source(&self, source: &Source) -> Result<(), EarlierError> {
        let theirs = self.manifest.source();
        let one_missing = theirs.master_fingerprint.is_none() || source.master_fingerprint.is_none();
        let same_master = theirs.master_fingerprint == source.master_fingerprint;
        // With key material of its own, a batch for given attesters has no mnemonic.
        let from_ikm = source.ikm_fingerprint.is_some();
        if theirs.ikm_fingerprint == source.ikm_fingerprint && (same_master || (from_ikm && one_missing)) {
            Ok(())
        } else {
            Err(EarlierError::OtherSource { path: self.path.clone() })
        }
    }

    /// Nothing that a batch would derive was derived for this one.
    pub(crate) fn must_not_meet(&self, source: &Source, allocation: &Allocation) -> Result<(), EarlierError> {
        let theirs = self.manifest.source();
        let both = |one: &Option<String>, other: &Option<String>| one.is_some() && one == other;
        let related = both(&theirs.master_fingerprint, &source.master_fingerprint)
            || both(&theirs.ikm_fingerprint, &source.ikm_fingerprint);
        if !related {
            return Ok(());
        }
        let theirs = self.allocation()?;
        if allocation.shared_path(&theirs).is_some() {
            let next = theirs.next_index().map_or_else(|_| "in another account".to_owned(), |next| next.to_string());
            return Err(EarlierError::Overlap { path: self.path.clone(), next });
        }
        Ok(())
    }

    fn allocation(&self) -> Result<Allocation, EarlierError> {
        let manifest = &self.manifest;
        let wrong = || EarlierError::Unusable { path: self.path.clone() };
        let index = |number| Index::new(number).map_err(|_| wrong());
        let count = u32::try_from(manifest.keys().len()).map_err(|_| wrong())?;
        let range = IndexRange::new(index(manifest.address_index())?, count).map_err(|source| self.indices(source))?;
        let allocation = Allocation::new(self.rule()?, index(manifest.account_index())?, range);
        allocation.with_publishers(manifest.publisher_count()).map_err(|source| self.indices(source))
    }

    fn rule(&self) -> Result<BlsRule, EarlierError> {
        let named = &self.manifest.source().bls_derivation;
        named.parse().map_err(|_| EarlierError::Unusable { path: self.path.clone() })
    }

    fn indices(&self, source: IndexRangeError) -> EarlierError {
        EarlierError::Indices { path: self.path.clone(), source }
    }
}

/// Reads every manifest in a directory and those below it, whatever the files are called.
pub(crate) fn read_known(directory: &Path) -> Result<Vec<Earlier>, EarlierError> {
    let mut found = Vec::new();
    collect(directory, 0, &mut found)?;
    if found.is_empty() { Err(EarlierError::NoManifest { path: directory.to_owned() }) } else { Ok(found) }
}

/// Deep enough for a folder of batches by year and month; a loop of links ends here.
const MAX_DEPTH: u32 = 8;

fn collect(directory: &Path, depth: u32, found: &mut Vec<Earlier>) -> Result<(), EarlierError> {
    let failed = |source| EarlierError::Read { path: directory.to_owned(), source };
    let entries = fs::read_dir(directory).and_then(Iterator::collect::<io::Result<Vec<_>>>).map_err(failed)?;
    let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            // Key files are no manifests, and nothing here needs to read them.
            if depth < MAX_DEPTH && path.file_name().is_some_and(|name| name != "secret") {
                collect(&path, depth + 1, found)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "json") && is_manifest(&path)? {
            found.push(Earlier::read(&path)?);
        }
    }
    Ok(())
}

/// By its name or by its members, so that a renamed manifest counts and a damaged one is not passed over.
fn is_manifest(path: &Path) -> Result<bool, EarlierError> {
    let named = path.file_name().is_some_and(|name| name.to_string_lossy().contains("manifest"));
    let has_members = |text: &str| {
        serde_json::from_str::<Value>(text)
            .is_ok_and(|json| json.get("formatVersion").is_some() && json.get("keys").is_some())
    };
    Ok(named || has_members(&read_text(path)?))
}

fn read_text(path: &Path) -> Result<String, EarlierError> {
    let failed = |source| EarlierError::Read { path: path.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.len() > MAX_BYTES as u64 {
        return Err(failed(io::ErrorKind::FileTooLarge.into()));
    }
    fs::read_to_string(path).map_err(failed)
}

/// Why a batch does not fit to those before it.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EarlierError {
    /// The system refused.
    #[error("{}: cannot be read ({source}); check the path and its permissions", Shown(path))]
    Read { path: PathBuf, source: io::Error },
    /// Not a manifest.
    #[error("{}: {source}", Shown(path))]
    Manifest { path: PathBuf, source: ManifestError },
    /// A manifest with a rule or an index that does not exist.
    #[error("{}: names a rule or an index that this version does not know; restore the file from a copy", Shown(path))]
    Unusable { path: PathBuf },
    /// The indices of the batch, or those after it.
    #[error("{}: {source}", Shown(path))]
    Indices { path: PathBuf, source: IndexRangeError },
    /// A directory without any.
    #[error("--known {}: there is no manifest in it; name the directory in which the earlier batches are", Shown(path))]
    NoManifest { path: PathBuf },
    /// Keys that were not derived.
    #[error(
        "--after {}: the keys of that batch were imported, so no index comes after them; leave the option out",
        Shown(path)
    )]
    Imported { path: PathBuf },
    /// The rule changed in between.
    #[error(
        "--after {}: that batch follows the rule {named}, this one {rule}; give --bls-derivation {named}",
        Shown(path)
    )]
    OtherRule { path: PathBuf, named: BlsRule, rule: BlsRule },
    /// Another mnemonic or passphrase.
    #[error(
        "--after {}: that batch has another mnemonic; give the same one with --mnemonic-file, and --passphrase-file if it has one",
        Shown(path)
    )]
    OtherSource { path: PathBuf },
    /// Indices that are used.
    #[error("{}: that batch has some of these keys; give --after, or begin with --address-index {next}", Shown(path))]
    Overlap { path: PathBuf, next: String },
    /// A key or attester that is used.
    #[error(
        "{}: that batch has the attester {attester} or its key (index {index}); no key registers twice, choose others",
        Shown(path)
    )]
    SharedKey { path: PathBuf, attester: aztec_staking_registry::NonZeroAddress, index: u32 },
}
