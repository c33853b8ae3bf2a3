//! The calls that add the keys of the batch to a provider, in the forms that the operator has asked for.

use std::path::Path;

use staking_registry::{
    KeyStore,
    calldata::{KeysPerCall, add_keys},
    calldata_file, cast,
    safe_batch::SafeBatch,
};

use super::NewBatchError;
use crate::{cli::RegistryArgs, output_file::numbered};

/// Names and contents of the files; none without `--provider-id`.
pub(super) fn call_files(
    wanted: RegistryArgs,
    key_stores: &[KeyStore],
) -> Result<Vec<(String, String)>, NewBatchError> {
    let Some(provider) = wanted.provider_id else { return Ok(Vec::new()) };
    let calls = add_keys(provider, key_stores, KeysPerCall::DEFAULT)?;
    let mut files = vec![("add_keys_to_provider.json".to_owned(), calldata_file::add_keys_to_json(&calls))];
    if let Some(registry) = wanted.registry {
        let script = cast::script(registry, wanted.chain_id, &calls);
        files.push(("add_keys_to_provider.sh".to_owned(), script));
        if let Some(chain_id) = wanted.chain_id {
            let batches = SafeBatch::add_keys(chain_id, registry, &calls);
            let name = |number| numbered(Path::new("safe_batch.json"), number, batches.len()).display().to_string();
            files.extend((1..).zip(&batches).map(|(number, batch)| (name(number), batch.to_json())));
        }
    }
    Ok(files)
}
