//! The calls beside the tuples: made anew from them, and compared with what the manifest lists.

use std::collections::BTreeSet;

use aztec_staking_registry::{KeyStore, KeyStoreBatchError, UnverifiedKeyStore};
use rand::rngs::{SysError, SysRng};

use super::BatchFault;
use crate::{Batch, Layout, Sha256Digest, call_files::call_files};

/// Everything public beside the tuples carries their calls, and is what the tuples and the destination make. A digest in the
/// manifest shows no more than that somebody wrote both.
///
/// Where tuples are not sound, which the audit says, no calls can be made of them, and nothing is compared.
///
/// # Errors
/// That of the random generator.
pub(super) fn compare_calls(batch: &Batch, tuples: &[UnverifiedKeyStore]) -> Result<Vec<BatchFault>, SysError> {
    let (manifest, layout) = (batch.manifest(), batch.layout());
    let mut listed: BTreeSet<&str> = manifest.files().keys().map(String::as_str).collect();
    listed.remove(Layout::STAKER_OUTPUT);
    let Some(destination) = manifest.destination() else {
        // Nothing says whose calls these would be.
        return Ok(listed.into_iter().map(|name| BatchFault::Calls { file: layout.public_file(name) }).collect());
    };
    let key_stores = match KeyStore::verify_batch(tuples, manifest.proof(), &mut SysRng) {
        Ok(key_stores) => key_stores,
        Err(KeyStoreBatchError::Rng(error)) => return Err(error),
        Err(_) => return Ok(Vec::new()),
    };
    // Duplicates, which the audit names.
    let Ok(expected) = call_files(destination, &key_stores) else { return Ok(Vec::new()) };
    let mut faults = Vec::new();
    for (name, content) in &expected {
        // The file itself has been held against the manifest.
        if !listed.remove(name.as_str()) || manifest.files().get(name) != Some(&Sha256Digest::of(content.as_bytes())) {
            faults.push(BatchFault::Calls { file: layout.public_file(name) });
        }
    }
    faults.extend(listed.into_iter().map(|name| BatchFault::Calls { file: layout.public_file(name) }));
    Ok(faults)
}
