//! Passwords that go into the file: tried first, since a node with a wrong password does not start.

use std::path::Path;

use aztec_encrypted_keystore::{OpeningKeys, Password, limit_memory, spare_memory};
use aztec_keystore_batch::{FileKeys, try_passwords};
use aztec_node_keystore::NodeKeystore;
use aztec_operator::{
    input::{Passwords, SecretText},
    output::{self, Shown},
};

use super::NodeKeystoreCommandError;

/// Tries the passwords on every key file that is here.
pub(super) fn check_passwords(
    keystores: &[&NodeKeystore],
    source: &Path,
    passwords: &Passwords<SecretText>,
) -> Result<(), NodeKeystoreCommandError> {
    // Both were read as passwords before.
    let password = |text: &SecretText| Password::existing(text).map_err(NodeKeystoreCommandError::PasswordRefused);
    let (eth, bls) = (password(&passwords.eth)?, password(&passwords.bls)?);
    if let Some(spare) = spare_memory() {
        limit_memory(spare);
    }
    let (eth, bls) = (OpeningKeys::of(&eth), OpeningKeys::of(&bls));
    if try_passwords(keystores, source, FileKeys { eth: Some(&eth), bls: Some(&bls) })? == 0 {
        let source = Shown(source);
        output::warn(&format!("none of the key files of {source} is here, so the passwords were not tried on any"));
    }
    Ok(())
}
