//! Passwords that go into the file: tried first, since a node with a wrong password does not start.

use std::path::{Path, PathBuf};

use aztec_encrypted_keystore::{EncryptedBlsKey, EncryptedEthKey, Password};
use aztec_keystore_batch::key_addresses::{beside, read_key_file};
use aztec_node_keystore::{BlsKeySource, EthKeySource, KeyFile, NodeKeystore, Validator};

use durable_files::ReadError;
use zeroize::Zeroizing;

use super::NodeKeystoreCommandError;
use aztec_operator::{
    input::{Passwords, SecretText},
    output::{self, Shown},
};

/// Tries the passwords on the first file of each kind that is here: attesters' ETH keys, publishers' (and the account
/// that pays for them), BLS keys.
pub(super) fn try_passwords(
    keystores: &[&NodeKeystore],
    source: &Path,
    passwords: &Passwords<SecretText>,
) -> Result<(), NodeKeystoreCommandError> {
    let validators = || keystores.iter().flat_map(|keystore| &keystore.validators);
    let attesters = validators().map(|validator| &validator.attester).filter_map(eth_file);
    let funding = keystores.iter().flat_map(|keystore| &keystore.funding_account);
    let others = validators().flat_map(|validator| &validator.publishers).chain(funding);
    let publishers = others.filter_map(eth_file);
    let bls = validators().filter_map(bls_file);
    // Both were read as passwords before.
    let password = |text: &SecretText| Password::existing(text).map_err(NodeKeystoreCommandError::PasswordRefused);

    let mut tried = false;
    let eth = [first_here(source, attesters)?, first_here(source, publishers)?];
    for (path, content) in eth.into_iter().flatten() {
        let unusable = |source| NodeKeystoreCommandError::KeyFile { path: path.clone(), source };
        let file = EncryptedEthKey::from_json(&content).map_err(unusable)?;
        let opened = file.decrypt(&password(&passwords.eth)?);
        opened.map_err(|source| NodeKeystoreCommandError::Decrypt { path, source })?;
        tried = true;
    }
    if let Some((path, content)) = first_here(source, bls)? {
        let unusable = |source| NodeKeystoreCommandError::KeyFile { path: path.clone(), source };
        let file = EncryptedBlsKey::from_json(&content).map_err(unusable)?;
        let opened = file.decrypt(&password(&passwords.bls)?);
        opened.map_err(|source| NodeKeystoreCommandError::Decrypt { path, source })?;
        tried = true;
    }
    if !tried {
        output::warn(&format!(
            "none of the key files of {} is here, so the passwords were not tried on any",
            Shown(source)
        ));
    }
    Ok(())
}

type Content = Zeroizing<Vec<u8>>;

fn eth_file(key: &EthKeySource) -> Option<&KeyFile> {
    if let EthKeySource::File(file) = key { Some(file) } else { None }
}

fn bls_file(validator: &Validator) -> Option<&KeyFile> {
    if let Some(BlsKeySource::File(file)) = &validator.bls { Some(file) } else { None }
}

/// The first of the key files that can be read here, with its content.
fn first_here<'a>(
    source: &Path,
    files: impl Iterator<Item = &'a KeyFile>,
) -> Result<Option<(PathBuf, Content)>, NodeKeystoreCommandError> {
    for file in files {
        let path = beside(source, &file.path);
        match read_key_file(&path) {
            Ok(content) => return Ok(Some((path, content))),
            Err(ReadError::System(_)) => {}
            // It is here, and no key file.
            Err(source) => return Err(NodeKeystoreCommandError::Read { path, source }),
        }
    }
    Ok(None)
}
