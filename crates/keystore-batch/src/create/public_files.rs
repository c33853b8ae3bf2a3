//! The files that list all keys: node keystore, staker output, calls, manifest, ceremony record.

use std::collections::BTreeMap;

use aztec_node_keystore::{EthKeySource, NodeKeystore, SchemaVersion};
use aztec_staking_registry::staker_output;
use durable_files::Access;

use super::{CreateBatchError, WrittenKey, write_file::write_file};
use crate::{BatchPlan, Layout, Manifest, Sha256Digest, call_files::call_files};

/// Writes the lists, and last the digests of all that is public.
pub(super) fn write_lists(
    layout: Layout<'_>,
    plan: &BatchPlan,
    written: Vec<WrittenKey>,
    funding_account: Option<EthKeySource>,
) -> Result<(), CreateBatchError> {
    let key_stores = written.iter().map(|key| key.key_store(plan.proof())).collect::<Result<Vec<_>, _>>()?;
    let (keys, validators): (Vec<_>, Vec<_>) = written.into_iter().map(|key| (key.listed, key.validator)).unzip();

    let (schema, remote_signer) = (SchemaVersion::V1, plan.keys().remote_signer().cloned());
    let node_keystore = NodeKeystore { schema, validators, remote_signer, funding_account };
    write_file(&layout.node_keystore(), Access::Secret, node_keystore.to_json().as_bytes())?;
    drop(node_keystore);

    let mut digests = BTreeMap::new();
    let mut write = |name: String, content: &str| {
        digests.insert(name.clone(), Sha256Digest::of(content.as_bytes()));
        write_file(&layout.public_file(&name), Access::Public, content.as_bytes())
    };
    write(Layout::STAKER_OUTPUT.to_owned(), &staker_output::to_json(&key_stores))?;
    if let Some(calls) = plan.calls() {
        for (name, content) in call_files(calls, &key_stores)? {
            write(name, &content)?;
        }
    }
    drop(key_stores);

    let manifest = Manifest::new(plan.details(), keys)?.with_files(digests)?;
    let text = manifest.to_json();
    write_file(&layout.manifest(), Access::Public, text.as_bytes())?;
    #[cfg(feature = "ceremony-record")]
    {
        let page = crate::ceremony_record::to_html(&manifest, &Sha256Digest::of(text.as_bytes()));
        write_file(&layout.ceremony_record(), Access::Public, page.as_bytes())?;
    }
    Ok(())
}
