//! Passwords that go into the file: tried first, since a node with a wrong password does not start.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use aztec_encrypted_keystore::{
    DecryptError, EncryptedBlsKey, EncryptedEthKey, OpeningKeys, ParseError, Password, limit_memory, spare_memory,
};
use aztec_keystore_batch::key_addresses::{beside, read_key_file};
use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, NodeKeystore, Validator};

use durable_files::ReadError;
use rayon::prelude::*;
use zeroize::Zeroizing;

use super::NodeKeystoreCommandError;
use aztec_operator::{
    input::{Passwords, SecretText},
    output::{self, Shown},
};

/// Tries the passwords on every key file that is here. Files that share a salt take one derivation.
pub(super) fn try_passwords(
    keystores: &[&NodeKeystore],
    source: &Path,
    passwords: &Passwords<SecretText>,
) -> Result<(), NodeKeystoreCommandError> {
    let validators = || keystores.iter().flat_map(|keystore| &keystore.validators);
    let eth = files_here(
        source,
        keystores.iter().flat_map(|keystore| keystore.eth_keys()).filter_map(|(_, key)| eth_file(key)),
    )?;
    let bls = files_here(source, validators().filter_map(bls_file))?;
    if eth.is_empty() && bls.is_empty() {
        output::warn(&format!(
            "none of the key files of {} is here, so the passwords were not tried on any",
            Shown(source)
        ));
    }
    // Both were read as passwords before.
    let password = |text: &SecretText| Password::existing(text).map_err(NodeKeystoreCommandError::PasswordRefused);
    let (eth_password, bls_password) = (password(&passwords.eth)?, password(&passwords.bls)?);
    let (eth_keys, bls_keys) = (OpeningKeys::of(&eth_password), OpeningKeys::of(&bls_password));
    let open_eth = |(path, content): &(PathBuf, Content)| {
        open(path, EncryptedEthKey::from_json(content), |file| file.open(&eth_keys).map(drop)).err()
    };
    let open_bls = |(path, content): &(PathBuf, Content)| {
        open(path, EncryptedBlsKey::from_json(content), |file| file.open(&bls_keys).map(drop)).err()
    };
    if let Some(spare) = spare_memory() {
        limit_memory(spare);
    }
    let fault = eth.par_iter().find_map_first(open_eth).or_else(|| bls.par_iter().find_map_first(open_bls));
    fault.map_or(Ok(()), Err)
}

/// Opens a file that was parsed as one of its kind.
fn open<F>(
    path: &Path,
    parsed: Result<F, ParseError>,
    open: impl FnOnce(F) -> Result<(), DecryptError>,
) -> Result<(), NodeKeystoreCommandError> {
    let path = path.to_owned();
    match parsed.map(open) {
        Ok(opened) => opened.map_err(|source| NodeKeystoreCommandError::Decrypt { path, source }),
        Err(source) => Err(NodeKeystoreCommandError::KeyFile { path, source }),
    }
}

type Content = Zeroizing<Vec<u8>>;

fn eth_file(key: &EthKeySource) -> Option<&KeyFile> {
    if let EthKeySource::File(file) = key { Some(file) } else { None }
}

fn bls_file(validator: &Validator) -> Option<&KeyFile> {
    if let Some(BlsKeySource::File(file)) = &validator.bls { Some(file) } else { None }
}

/// The key files that can be read here, each once, with their content.
fn files_here<'a>(
    source: &Path,
    files: impl Iterator<Item = &'a KeyFile>,
) -> Result<Vec<(PathBuf, Content)>, NodeKeystoreCommandError> {
    let paths: BTreeSet<PathBuf> = files.map(|file| beside(source, &file.path)).collect();
    let mut here = Vec::new();
    for path in paths {
        match read_key_file(&path) {
            Ok(content) => here.push((path, content)),
            Err(ReadError::System(_)) => {}
            // It is here, and no key file.
            Err(source) => return Err(NodeKeystoreCommandError::Read { path, source }),
        }
    }
    Ok(here)
}
