//! The mnemonic, where it is in the directory; and whether the passwords open anything at all.

use std::path::Path;

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic, MAX_FILE_BYTES};
use aztec_key_derivation::{MasterFingerprint, Mnemonic, Seed};
use durable_files::what_is_at;
use zeroize::Zeroizing;

use super::{BatchFault, Expected};
use crate::{Layout, Manifest, Secrets, regular_file::read_regular};

/// Whether neither password opens the first file of its kind. Then the passwords are wrong, and trying them on every file
/// would take long and say no more. What was derived here serves the other files with the same salt.
pub(super) fn passwords_open_nothing(layout: Layout<'_>, manifest: &Manifest, secrets: &Secrets<'_>) -> bool {
    let (Some(eth), Some(bls), Some(key)) = (secrets.eth_keys, secrets.bls_keys, manifest.keys().first()) else {
        return false;
    };
    let read = |name: String| read_regular(&layout.secret_file(&name), MAX_FILE_BYTES).ok();
    let (index, attester) = (key.index.get(), key.attester.get());
    let bls_refuses = read(Layout::bls_key(index, attester))
        .and_then(|content| EncryptedBlsKey::from_json(&content).ok())
        .is_some_and(|file| file.open(bls).err() == Some(DecryptError::WrongPassword));
    let eth_refuses = manifest.given_attesters()
        || read(Layout::eth_key(index, attester))
            .and_then(|content| EncryptedEthKey::from_json(&content).ok())
            .is_some_and(|file| file.open(eth).err() == Some(DecryptError::WrongPassword));
    bls_refuses && eth_refuses
}

/// Whether there is a mnemonic in the directory.
pub(super) fn is_kept(layout: Layout<'_>, manifest: &Manifest) -> Result<bool, BatchFault> {
    let file = layout.mnemonic(manifest.is_encrypted());
    match what_is_at(&file) {
        Ok(actual) => Ok(actual.is_some()),
        Err(source) => Err(BatchFault::Read { file, source: source.into() }),
    }
}

/// The seed, where the mnemonic is in the directory and is the one of this batch.
pub(super) fn read_kept_mnemonic(
    layout: Layout<'_>,
    manifest: &Manifest,
    secrets: &Secrets<'_>,
    is_kept: bool,
    expected: Option<&Expected<'_>>,
) -> Result<Option<Seed>, BatchFault> {
    let file = layout.mnemonic(manifest.is_encrypted());
    match (is_kept, expected.map(|expected| expected.keeps_mnemonic)) {
        (true, None | Some(true)) => {}
        (false, None | Some(false)) => return Ok(None),
        (false, Some(true)) => return Err(BatchFault::Missing { file }),
        (true, Some(false)) => return Err(BatchFault::Foreign { file }),
    }
    let content = read_file(&file)?;
    let mnemonic = if manifest.is_encrypted() {
        let Some(keys) = secrets.eth_keys else { return Ok(None) };
        let encrypted = EncryptedMnemonic::from_json(&content);
        let encrypted = encrypted.map_err(|source| BatchFault::Parse { file: file.clone(), source })?;
        encrypted.open(keys).map_err(|source| BatchFault::Decrypt { file: file.clone(), source })?
    } else {
        let phrase = Zeroizing::new(String::from_utf8_lossy(&content).trim_end().to_owned());
        Mnemonic::parse(&phrase).map_err(|source| BatchFault::Mnemonic { file: file.clone(), source })?
    };
    let seed = mnemonic.to_seed(secrets.passphrase);
    let fingerprint = MasterFingerprint::of_seed(&seed).ok();
    if fingerprint.is_some() && fingerprint == manifest.origin().mnemonic_fingerprint() {
        Ok(Some(seed))
    } else {
        Err(BatchFault::OtherMnemonic { file })
    }
}

/// Reads a file of a key or mnemonic. What was read is wiped when dropped.
pub(super) fn read_file(file: &Path) -> Result<Zeroizing<Vec<u8>>, BatchFault> {
    read_regular(file, MAX_FILE_BYTES).map_err(|source| BatchFault::unread(file, source))
}
