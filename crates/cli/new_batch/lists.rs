//! The files that list all keys, written key by key, so that any number of keys needs little memory.

use std::collections::BTreeMap;

use aztec_node_keystore as node_keystore;
use aztec_node_keystore::Validator;
use aztec_staking_registry::{
    KeyStore, NonZeroAddress, StreamError,
    ceremony_record::{self, RecordedKeys},
    manifest::{self, Known, ManifestError, ManifestHead, ManifestKey, Sha256},
    staker_output,
};
use bn254_bls::{Identity, ProofKind};

use super::{
    NewBatch, NewBatchError,
    calls::write_calls,
    earlier::{Earlier, EarlierError},
    new_file::{NewFile, failed, write_text},
};
use crate::{batch_dir::Layout, output_dir::Access};

/// One validator, as each of the files lists it.
pub(crate) struct Written {
    pub(crate) listed: ManifestKey,
    pub(crate) key_store: KeyStore,
    pub(crate) validator: Validator,
}

/// How a BLS key was derived.
pub(crate) struct Derived {
    /// Its path; empty where it is not known.
    pub(crate) path: String,
    /// The candidate of the rule that was taken, from 0.
    pub(crate) candidate: u8,
}

impl Written {
    /// What the lists say of a key whose files have been written.
    pub(crate) fn new(
        index: u32,
        attester: NonZeroAddress,
        derived: Derived,
        identity: &Identity,
        proof: ProofKind,
        validator: Validator,
    ) -> Result<Self, NewBatchError> {
        let key_store = KeyStore::from_identity(attester.get(), identity, proof)
            .map_err(|source| NewBatchError::KeyStore { attester, source })?;
        let listed = ManifestKey::new(index, attester, derived.path, derived.candidate, identity);
        Ok(Self { listed, key_store, validator })
    }
}

/// What there is to say of the keys that were made.
pub(crate) struct Made {
    pub(crate) highest_gas: u64,
    pub(crate) attesters: Vec<NonZeroAddress>,
    pub(crate) manifest_sha256: Sha256,
}

/// The lists while they are being written.
pub(crate) struct Lists<'a> {
    batch: &'a NewBatch,
    layout: Layout<'a>,
    manifest: manifest::Writer<NewFile>,
    staker_output: staker_output::Writer<NewFile>,
    node_keystore: node_keystore::Writer<NewFile>,
    /// The keys of the batches that this one must share nothing with.
    known: Vec<(&'a Earlier, Known)>,
    /// For the calls, which come last; none are kept where no calls are made.
    key_stores: Vec<KeyStore>,
    attesters: Vec<NonZeroAddress>,
    highest_gas: u64,
    recorded: RecordedKeys,
}

impl<'a> Lists<'a> {
    pub(super) fn begin(batch: &'a NewBatch, layout: Layout<'a>) -> Result<Self, NewBatchError> {
        let [manifest, staker_output, node_keystore] =
            [layout.manifest(), layout.staker_output(), layout.node_keystore()];
        let out = NewFile::create(&manifest, Access::Public)?;
        let manifest =
            manifest::Writer::new(&batch.head, batch.count, out).map_err(|source| failed(&manifest, source))?;
        let out = NewFile::create(&staker_output, Access::Public)?;
        let staker_output = staker_output::Writer::new(out).map_err(|source| failed(&staker_output, source))?;
        let out = NewFile::create(&node_keystore, Access::Secret)?;
        let node_keystore = node_keystore::Writer::new(out).map_err(|source| failed(&node_keystore, source))?;
        let known = batch.earlier.iter().map(|earlier| (earlier, Known::of(&earlier.manifest))).collect();
        Ok(Self {
            batch,
            layout,
            manifest,
            staker_output,
            node_keystore,
            known,
            key_stores: Vec::new(),
            attesters: Vec::new(),
            highest_gas: 0,
            recorded: RecordedKeys::default(),
        })
    }

    /// Lists the next key.
    pub(crate) fn push(&mut self, written: &Written) -> Result<(), NewBatchError> {
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
        if self.batch.calls.provider_id.is_some() {
            self.key_stores.push(*key_store);
        }
        self.attesters.push(listed.attester);
        self.recorded.push(listed);
        self.highest_gas = self.highest_gas.max(listed.gas_estimate());
        Ok(())
    }

    /// Ends the lists, writes the calls, and last the digests of all of it.
    pub(super) fn finish(self) -> Result<Made, NewBatchError> {
        let layout = self.layout;
        let node_keystore = self.node_keystore.finish().map_err(|source| failed(&layout.node_keystore(), source))?;
        node_keystore.close()?;
        let staker_output = self.staker_output.finish().map_err(|source| failed(&layout.staker_output(), source))?;
        let mut files = BTreeMap::from([(Layout::STAKER_OUTPUT.to_owned(), staker_output.close()?)]);
        write_calls(self.batch.calls, &self.key_stores, layout, &mut files)?;
        let manifest = self.manifest.finish(&files).map_err(|error| manifest_failed(layout, error))?;
        let manifest_sha256 = manifest.close()?;
        let head = ManifestHead { files, ..self.batch.head.clone() };
        let record = ceremony_record::page(&head, &self.recorded, &manifest_sha256);
        write_text(&layout.ceremony_record(), Access::Public, &record)?;
        Ok(Made { highest_gas: self.highest_gas, attesters: self.attesters, manifest_sha256 })
    }
}

fn manifest_failed(layout: Layout<'_>, error: StreamError<ManifestError>) -> NewBatchError {
    match error {
        StreamError::Io(source) => failed(&layout.manifest(), source),
        StreamError::Format(error) => NewBatchError::Manifest(error),
    }
}
