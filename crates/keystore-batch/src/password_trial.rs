//! Whether passwords open the key files that a node keystore names: a node with a wrong one does not start.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedEthKey, ParseError};
use aztec_node_keystore::{BlsKeySource, EthKeySource, NodeKeystore};
use durable_files::ReadError;
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::{
    FileKeys,
    key_addresses::{beside, read_key_file},
};

/// Opens every key file whose password does not stand beside its path, on all cores, and returns how many those were.
///
/// `node_keystore` is the path of the file that names them. A key file that is not here is passed over. Files that
/// share a salt take one derivation.
///
/// # Errors
///
/// [`PasswordTrialError`].
pub fn try_passwords(
    keystores: &[&NodeKeystore],
    node_keystore: &Path,
    keys: FileKeys<'_>,
) -> Result<usize, PasswordTrialError> {
    let eth = keystores.iter().flat_map(|keystore| keystore.eth_keys()).filter_map(|(_, key)| match key {
        EthKeySource::File(file) => Some(file.path.as_str()),
        _ => None,
    });
    let bls = keystores.iter().flat_map(|keystore| &keystore.validators).filter_map(|validator| match &validator.bls {
        Some(BlsKeySource::File(file)) => Some(file.path.as_str()),
        _ => None,
    });
    let (eth, bls) = (files_here(node_keystore, eth)?, files_here(node_keystore, bls)?);
    eth.par_iter().try_for_each(|(path, content)| {
        opens(path, EncryptedEthKey::from_json(content), |file| keys.eth.map(|keys| file.open(keys).map(drop)))
    })?;
    bls.par_iter().try_for_each(|(path, content)| {
        opens(path, EncryptedBlsKey::from_json(content), |file| keys.bls.map(|keys| file.open(keys).map(drop)))
    })?;
    Ok(eth.len() + bls.len())
}

/// Opens a file that was parsed as one of its kind, where there are keys for that.
fn opens<F>(
    path: &Path,
    parsed: Result<F, ParseError>,
    open: impl FnOnce(F) -> Option<Result<(), DecryptError>>,
) -> Result<(), PasswordTrialError> {
    let path = path.to_owned();
    match parsed.map(open) {
        Ok(Some(Err(source))) => Err(PasswordTrialError::Decrypt { path, source }),
        Ok(Some(Ok(())) | None) => Ok(()),
        Err(source) => Err(PasswordTrialError::Parse { path, source }),
    }
}

type Content = Zeroizing<Vec<u8>>;

/// The files that are here, each once, with their content.
fn files_here<'a>(
    node_keystore: &Path,
    files: impl Iterator<Item = &'a str>,
) -> Result<Vec<(PathBuf, Content)>, PasswordTrialError> {
    let paths: BTreeSet<PathBuf> = files.map(|file| beside(node_keystore, file)).collect();
    let mut here = Vec::with_capacity(paths.len());
    for path in paths {
        match read_key_file(&path) {
            Ok(content) => here.push((path, content)),
            Err(error) if error.is_missing() => {}
            Err(source) => return Err(PasswordTrialError::Read { path, source }),
        }
    }
    Ok(here)
}

/// Why it is not known that the passwords open the files.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PasswordTrialError {
    /// A file is here, and cannot be read.
    #[error("{}: cannot be read as text ({source}); check the path and its permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ReadError,
    },
    /// Not a key file of the kind that it should be.
    #[error("{}: {source}", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ParseError,
    },
    /// A password does not open it.
    #[error("{}: {source}", path.display())]
    Decrypt {
        /// The file.
        path: PathBuf,
        /// Why.
        source: DecryptError,
    },
}
