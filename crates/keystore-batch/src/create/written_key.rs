//! One key whose secret files have been written, as each of the lists has it.

use aztec_key_derivation::{BlsPath, Index};
use aztec_node_keystore::Validator;
use aztec_staking_registry::{KeyStore, NonZeroAddress};
use bn254_bls::{ProofKind, ProvenPublicKey};

use super::CreateBatchError;
use crate::{BatchPlan, EarlierBatch, EarlierBatchError, ManifestKey, manifest::KnownKeys};

/// One key whose secret files have been written.
pub(super) struct WrittenKey {
    pub(super) listed: ManifestKey,
    pub(super) proven: ProvenPublicKey,
    pub(super) validator: Validator,
}

impl WrittenKey {
    pub(super) fn new(
        index: Index,
        attester: NonZeroAddress,
        path: Option<BlsPath>,
        proven: ProvenPublicKey,
        validator: Validator,
    ) -> Self {
        Self { listed: ManifestKey::new(index, attester, path, &proven), proven, validator }
    }

    pub(super) fn key_store(&self, proof: ProofKind) -> Result<KeyStore, CreateBatchError> {
        let attester = self.listed.attester;
        KeyStore::from_proven(attester.get(), &self.proven, proof)
            .map_err(|source| CreateBatchError::KeyStore { attester, source })
    }
}

/// No key is one of a batch that was made before.
pub(super) fn refuse_shared_keys(written: &[WrittenKey], earlier: &[EarlierBatch]) -> Result<(), EarlierBatchError> {
    for batch in earlier {
        let known = KnownKeys::of(batch.manifest());
        if let Some(key) = written.iter().find(|key| known.find(&key.listed).is_some()) {
            let (attester, index) = (key.listed.attester, key.listed.index);
            return Err(EarlierBatchError::SharedKey { path: batch.path().to_owned(), attester, index });
        }
    }
    Ok(())
}

/// No call adds a key that the contract would refuse for its gas.
pub(super) fn refuse_calls_in_vain(written: &[WrittenKey], plan: &BatchPlan) -> Result<(), CreateBatchError> {
    let limit = plan.gas_limit();
    let over = written.iter().map(|key| &key.listed).find(|key| !key.is_within(limit));
    match over.filter(|_| plan.calls().is_some()) {
        Some(key) => Err(CreateBatchError::OverGasLimit { index: key.index, gas: key.gas_estimate(), limit }),
        None => Ok(()),
    }
}
