//! The files that list all keys, written key by key, so that any number of keys needs little memory.

use std::collections::BTreeMap;

use key_derivation::BlsKey;
use staking_registry::{
    KeyStore, NonZeroAddress, StreamError,
    ceremony_record::{self, RecordedKeys},
    manifest::{self, Known, ManifestError, ManifestHead, ManifestKey, Sha256},
    node_keystore::{self, Validator},
    staker_output,
};

use super::{
    BatchError,
    calls::call_files,
    earlier::{Earlier, EarlierError},
    new_file::{NewFile, failed, write_text},
    plan::Plan,
};
use crate::{
    batch_dir::{Layout, MADE_BY},
    output_dir::Access,
};

/// One validator, as each of the files lists it.
pub(super) struct Written {
    pub(super) listed: ManifestKey,
    pub(super) key_store: KeyStore,
    pub(super) validator: Validator,
}

/// What there is to say of the keys that were made.
pub(super) struct Made {
    pub(super) highest_gas: u64,
    pub(super) attesters: Vec<NonZeroAddress>,
    pub(super) manifest_sha256: Sha256,
}

/// The lists while they are being written.
pub(super) struct Lists<'a> {
    plan: &'a Plan,
    layout: Layout<'a>,
    manifest: manifest::Writer<NewFile>,
    staker_output: staker_output::Writer<NewFile>,
    node_keystore: node_keystore::Writer<NewFile>,
    /// The keys of the batches that this one must share nothing with.
    known: Vec<(&'a Earlier, Known)>,
    /// For the calls, which are split by what they cost; none are kept where no calls are made.
    key_stores: Vec<KeyStore>,
    attesters: Vec<NonZeroAddress>,
    highest_gas: u64,
    head: ManifestHead,
    recorded: RecordedKeys,
}

impl<'a> Lists<'a> {
    pub(super) fn begin(plan: &'a Plan, layout: Layout<'a>) -> Result<Self, BatchError> {
        let [manifest, staker_output, node_keystore] =
            [layout.manifest(), layout.staker_output(), layout.node_keystore()];
        let count = plan.allocation.validators().count();
        let head = head(plan)?;
        let out = NewFile::create(&manifest, Access::Public)?;
        let manifest = manifest::Writer::new(&head, count, out).map_err(|source| failed(&manifest, source))?;
        let out = NewFile::create(&staker_output, Access::Public)?;
        let staker_output = staker_output::Writer::new(out).map_err(|source| failed(&staker_output, source))?;
        let out = NewFile::create(&node_keystore, Access::Secret)?;
        let node_keystore = node_keystore::Writer::new(out).map_err(|source| failed(&node_keystore, source))?;
        let known = plan.earlier.iter().map(|earlier| (earlier, Known::of(&earlier.manifest))).collect();
        Ok(Self {
            plan,
            layout,
            manifest,
            staker_output,
            node_keystore,
            known,
            key_stores: Vec::new(),
            attesters: Vec::new(),
            highest_gas: 0,
            head,
            recorded: RecordedKeys::default(),
        })
    }

    /// Lists the next key.
    pub(super) fn push(&mut self, written: &Written) -> Result<(), BatchError> {
        let Written { listed, key_store, validator } = written;
        for (Earlier { path, .. }, known) in &self.known {
            if known.find(listed).is_some() {
                let (path, attester, index) = (path.clone(), listed.attester, listed.index);
                return Err(EarlierError::SharedKey { path, attester, index }.into());
            }
        }
        let layout = self.layout;
        self.manifest.push(listed).map_err(|error| manifest_failed(layout, error))?;
        self.staker_output.push(key_store).map_err(|source| failed(&layout.staker_output(), source))?;
        self.node_keystore.push(validator).map_err(|source| failed(&layout.node_keystore(), source))?;
        if self.plan.calls.provider_id.is_some() {
            self.key_stores.push(*key_store);
        }
        self.attesters.push(listed.attester);
        self.recorded.push(listed);
        self.highest_gas = self.highest_gas.max(listed.gas_estimate());
        Ok(())
    }

    /// Ends the lists, writes the calls, and last the digests of all of it.
    pub(super) fn finish(self) -> Result<Made, BatchError> {
        let layout = self.layout;
        let node_keystore = self.node_keystore.finish().map_err(|source| failed(&layout.node_keystore(), source))?;
        node_keystore.close()?;
        let staker_output = self.staker_output.finish().map_err(|source| failed(&layout.staker_output(), source))?;
        let mut files = BTreeMap::from([(Layout::STAKER_OUTPUT.to_owned(), staker_output.close()?)]);
        for (name, text) in call_files(self.plan, &self.key_stores)? {
            let digest = write_text(&layout.public_file(&name), Access::Public, &text)?;
            files.insert(name, digest);
        }
        let manifest = self.manifest.finish(&files).map_err(|error| manifest_failed(layout, error))?;
        let manifest_sha256 = manifest.close()?;
        let head = ManifestHead { files, ..self.head };
        let record = ceremony_record::page(&head, &self.recorded, &manifest_sha256);
        write_text(&layout.ceremony_record(), Access::Public, &record)?;
        Ok(Made { highest_gas: self.highest_gas, attesters: self.attesters, manifest_sha256 })
    }
}

fn manifest_failed(layout: Layout<'_>, error: StreamError<ManifestError>) -> BatchError {
    match error {
        StreamError::Io(source) => failed(&layout.manifest(), source),
        StreamError::Format(error) => BatchError::Manifest(error),
    }
}

fn head(plan: &Plan) -> Result<ManifestHead, BatchError> {
    Ok(ManifestHead {
        made_by: MADE_BY.to_owned(),
        source: plan.source()?,
        account_index: plan.allocation.account().get(),
        address_index: plan.allocation.validators().start().get(),
        publisher_count: plan.allocation.publishers_each(),
        proof: plan.proof_kind(),
        encrypted: plan.is_encrypted(),
        // They are known last.
        files: BTreeMap::new(),
    })
}

/// What the manifest says of a key.
pub(super) fn listed(attester: NonZeroAddress, key: &BlsKey) -> ManifestKey {
    ManifestKey {
        index: key.index.get(),
        attester,
        public_key: key.identity.public_key.g1,
        path: key.path.to_string(),
        candidate: key.path.candidate(),
        attempts: key.identity.digest.attempts,
        square_roots: key.identity.digest.sqrt_calls,
        registration_proof: key.identity.registration,
        feedback_proof: key.identity.feedback,
    }
}
