//! The calls that add the keys of the batch to a provider, in the forms that the operator has asked for.

use std::{collections::BTreeMap, io, path::Path};

use aztec_staking_registry::{
    KeyStore,
    calldata::{AddKeysCalls, KeysPerCall},
    calldata_file, cast,
    manifest::Sha256,
    safe_batch::SafeBatch,
};

use super::{
    NewBatchError,
    new_file::{NewFile, failed, write_text},
};
use crate::{batch_dir::Layout, cli::RegistryArgs, files::numbered};
use durable_files::Access;

/// Writes the files, one call after the other, and adds their digests; none without `--provider-id`.
pub(super) fn write_calls(
    wanted: RegistryArgs,
    key_stores: &[KeyStore],
    layout: Layout<'_>,
    files: &mut BTreeMap<String, Sha256>,
) -> Result<(), NewBatchError> {
    let Some(provider) = wanted.provider_id else { return Ok(()) };
    let calls = AddKeysCalls::new(provider, key_stores, KeysPerCall::DEFAULT)?;
    let mut write = |name: &str, content: &dyn Fn(&mut NewFile) -> io::Result<()>| {
        let path = layout.public_file(name);
        let mut file = NewFile::create(&path, Access::Public)?;
        content(&mut file).map_err(|source| failed(&path, source))?;
        files.insert(name.to_owned(), file.close()?);
        Ok::<_, NewBatchError>(())
    };
    write("add_keys_to_provider.json", &|file| calldata_file::write_add_keys(calls.clone(), file))?;
    let Some(registry) = wanted.registry else { return Ok(()) };
    write("add_keys_to_provider.sh", &|file| cast::write_script(registry, wanted.chain_id, calls.clone(), file))?;
    let Some(chain_id) = wanted.chain_id else { return Ok(()) };
    let batches = SafeBatch::add_keys_one_by_one(chain_id, registry, calls);
    let total = batches.len();
    for (number, batch) in (1..).zip(batches) {
        let name = numbered(Path::new("safe_batch.json"), number, total).display().to_string();
        let digest = write_text(&layout.public_file(&name), Access::Public, &batch.to_json())?;
        files.insert(name, digest);
    }
    Ok(())
}
