//! The calls that add the keys of the batch to a provider, in the forms that were asked for.

use crate::RegistryCalls;
use aztec_staking_registry::{
    KeyStore,
    calldata::{AddKeysError, KeysPerCall, add_keys},
    calldata_file, cast,
    safe_batch::SafeBatch,
};

/// The names and contents of the files that carry the calls.
pub(crate) fn call_files(calls: RegistryCalls, key_stores: &[KeyStore]) -> Result<Vec<(String, String)>, AddKeysError> {
    let RegistryCalls { provider, target } = calls;
    let calls = add_keys(provider, key_stores, KeysPerCall::DEFAULT)?;
    let mut files = vec![("add_keys_to_provider.json".to_owned(), calldata_file::add_keys_to_json(&calls))];
    let Some(target) = target else { return Ok(files) };
    let script = cast::script(target.registry, target.chain_id, &calls);
    files.push(("add_keys_to_provider.sh".to_owned(), script));
    let Some(chain_id) = target.chain_id else { return Ok(files) };
    let batches = SafeBatch::add_keys(chain_id, target.registry, &calls);
    for (number, batch) in (1..).zip(&batches) {
        let number = if batches.len() == 1 { String::new() } else { format!("_{number}") };
        files.push((format!("safe_batch{number}.json"), batch.to_json()));
    }
    Ok(files)
}
