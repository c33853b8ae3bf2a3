//! What the passwords open first, and the mnemonic where it is in the directory.

use std::fs;

use aztec_encrypted_keystore::{DecryptError, EncryptedBlsKey, EncryptedEthKey, EncryptedMnemonic};
use aztec_key_derivation::{MasterFingerprint, Mnemonic, Seed};
use aztec_staking_registry::manifest::{ManifestHead, ManifestKey};
use zeroize::Zeroizing;

use super::{
    DirFault, ExpectedSecrets, Secrets,
    read::{KEY_FILE_BYTES, read, read_regular},
};
use crate::batch_dir::Layout;

/// Whether neither password opens the first file of its kind. Then the passwords are wrong, and trying them on every file
/// would take long and say no more.
pub(super) fn opens_nothing(
    layout: Layout<'_>,
    head: &ManifestHead,
    first: Option<&ManifestKey>,
    secrets: Secrets<'_>,
) -> bool {
    let (Some(eth), Some(bls), Some(key)) = (secrets.eth, secrets.bls, first) else {
        return false;
    };
    let read = |name: String| read_regular(&layout.secret_file(&name), KEY_FILE_BYTES).ok();
    let attester = key.attester.get();
    let bls_refuses = read(Layout::bls_key(key.index, attester))
        .and_then(|content| EncryptedBlsKey::from_json(&content).ok())
        .is_some_and(|file| file.decrypt(bls).err() == Some(DecryptError::WrongPassword));
    let eth_refuses = || {
        head.source.given_attesters
            || read(Layout::eth_key(key.index, attester))
                .and_then(|content| EncryptedEthKey::from_json(&content).ok())
                .is_some_and(|file| file.decrypt(eth).err() == Some(DecryptError::WrongPassword))
    };
    bls_refuses && eth_refuses()
}

/// Whether there is a mnemonic in the directory.
pub(super) fn is_kept(layout: Layout<'_>, head: &ManifestHead) -> bool {
    fs::symlink_metadata(layout.mnemonic(head.encrypted)).is_ok()
}

/// The seed, where the mnemonic is in the directory and is the one of this batch.
pub(super) fn read_mnemonic(
    layout: Layout<'_>,
    head: &ManifestHead,
    secrets: Secrets<'_>,
    expected: Option<&ExpectedSecrets>,
    faults: &mut Vec<DirFault>,
) -> Option<Seed> {
    let file = layout.mnemonic(head.encrypted);
    match (is_kept(layout, head), expected.map(|expected| expected.keeps_mnemonic)) {
        (true, None | Some(true)) => {}
        (false, None | Some(false)) => return None,
        (false, Some(true)) => {
            faults.push(DirFault::Missing { file });
            return None;
        }
        (true, Some(false)) => {
            faults.push(DirFault::Foreign { file });
            return None;
        }
    }
    let content = read(&file, KEY_FILE_BYTES, faults)?;
    let mnemonic = if head.encrypted {
        let encrypted = EncryptedMnemonic::from_json(&content)
            .map_err(|source| faults.push(DirFault::Parse { file: file.clone(), source }))
            .ok()?;
        encrypted
            .decrypt(secrets.eth?)
            .map_err(|source| faults.push(DirFault::Decrypt { file: file.clone(), source }))
            .ok()?
    } else {
        let phrase = Zeroizing::new(String::from_utf8_lossy(&content).trim_end().to_owned());
        Mnemonic::parse(&phrase)
            .map_err(|source| faults.push(DirFault::Mnemonic { file: file.clone(), source }))
            .ok()?
    };
    let seed = mnemonic.to_seed(secrets.passphrase);
    let fingerprint = MasterFingerprint::of_seed(&seed).ok().map(|fingerprint| fingerprint.to_string());
    if fingerprint == head.source.master_fingerprint {
        Some(seed)
    } else {
        faults.push(DirFault::OtherMnemonic { file });
        None
    }
}
