//! Deriving a batch once more, beside what its public files say: does a mnemonic restore it?

mod report;
mod secrets;
mod staker_output;

use std::fmt;

use aztec_key_derivation::{
    BlsKey, BlsKeyError, BlsPath, EthAccount, EthKeyError, Index, IndexRangeError, derive_bls_paths,
};
use aztec_staking_registry::UnverifiedKeyStore;
use bn254_bls::{ProofKind, ProvenPublicKey};
use rayon::prelude::*;
use serde::{Serialize, Serializer};

use crate::{Batch, Cancelled, ManifestKey, Progress, Step, progress::check};

pub use report::RecoveryReport;
pub use secrets::{RecoverySecrets, RecoverySecretsError};
pub use staker_output::recover_staker_output;

/// A key that does not come back as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyDifference {
    /// Its position in the batch, from 0.
    pub entry: usize,
    /// Its address index.
    #[serde(serialize_with = "as_number")]
    pub index: Index,
    /// What differs, by the names in the public files.
    pub fields: Vec<&'static str>,
}

/// `entry 3 (index 3): publicKeyG1, publicKeyG2 differ`.
impl fmt::Display for KeyDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { entry, index, fields } = self;
        let differ = if fields.len() == 1 { "differs" } else { "differ" };
        write!(f, "entry {entry} (index {index}): {} {differ}", fields.join(", "))
    }
}

fn as_number<S: Serializer>(index: &Index, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u32(index.get())
}

/// Why the keys cannot be derived once more.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RecoverError {
    /// The keys were not derived, so nothing derives them again.
    #[error("the keys of this batch were imported, so no mnemonic is known to make them")]
    Imported,
    /// BIP-32 has no such key.
    #[error(transparent)]
    EthKey(#[from] EthKeyError),
    /// The rule has no such key.
    #[error(transparent)]
    BlsKey(#[from] BlsKeyError),
    /// There are not that many indices.
    #[error(transparent)]
    Indices(#[from] IndexRangeError),
    /// The caller stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// So many keys that the curve arithmetic pays off, so few that progress is seen.
const CHUNK: usize = 256;

impl Batch {
    /// Derives every key of the batch, and names those that differ from the manifest or from their tuple: none where the
    /// secrets restore the whole batch. The secret files are not needed. Without the tuples, keys are compared with the manifest
    /// alone, which has all but their half in G2.
    ///
    /// # Errors
    /// [`RecoverError`].
    pub fn recover(
        &self,
        tuples: Option<&[UnverifiedKeyStore]>,
        secrets: &RecoverySecrets,
        progress: &dyn Progress,
    ) -> Result<RecoveryReport, RecoverError> {
        let manifest = self.manifest();
        let allocation = manifest.origin().allocation().ok_or(RecoverError::Imported)?;
        // Where the attesters were given, no ETH key belongs to the batch.
        let with_attesters = secrets.seed().filter(|_| !manifest.given_attesters());
        let account = with_attesters.map(|seed| EthAccount::new(seed, allocation.account())).transpose()?;

        // A key without its tuple would be compared with less than was promised.
        let tuple = |entry| tuples.map(|tuples| tuples.get(entry));
        let listed = manifest.keys().iter().enumerate().map(|(entry, key)| (entry, key, tuple(entry)));
        let listed: Vec<_> = listed.collect();
        progress.begin(Step::Recover, listed.len());
        let mut differences = Vec::new();
        for listed in listed.chunks(CHUNK) {
            check(progress)?;
            // Whatever the rule was, each key comes back by the path that the manifest records.
            let paths: Vec<_> = listed.iter().filter_map(|(_, listed, _)| listed.path).collect();
            let keys = derive_bls_paths(secrets.bls(), &paths);
            let compared = keys.par_iter().zip(listed).map(|(key, (entry, listed, tuple))| {
                let attester = account.as_ref().map(|account| account.key(listed.index)).transpose()?;
                let path = allocation.rule().path(allocation.account(), listed.index);
                let mut fields = different_fields(key, path, listed);
                match tuple {
                    None => {}
                    Some(None) => fields.push("tuple"),
                    Some(Some(tuple)) => fields.extend(fields_of_tuple(&key.proven, tuple, &[manifest.proof()])),
                }
                let known = [Some(listed.attester.get()), tuple.flatten().map(|tuple| tuple.attester)];
                let address = attester.map(|attester| attester.secret.address());
                if address.is_some_and(|address| known.into_iter().flatten().any(|known| known != address)) {
                    fields.insert(0, "attester");
                }
                Ok((!fields.is_empty()).then_some(KeyDifference { entry: *entry, index: listed.index, fields }))
            });
            differences.extend(compared.collect::<Result<Vec<_>, RecoverError>>()?.into_iter().flatten());
            progress.advance(listed.len());
        }
        progress.end();
        Ok(RecoveryReport::of_batch(self, tuples.is_some(), differences))
    }
}

/// What differs from the manifest.
fn different_fields(key: &BlsKey, first_candidate: BlsPath, listed: &ManifestKey) -> Vec<&'static str> {
    let proven = &key.proven;
    let fields = [
        ("path", key.path.with_candidate(0) == first_candidate),
        ("publicKey", *proven.public_key().g1() == listed.public_key),
        ("registrationProof", *proven.registration_proof() == listed.registration_proof),
        ("feedbackProof", *proven.feedback_proof() == listed.feedback_proof),
    ];
    names_of_false(fields)
}

/// What differs from a tuple, which may have a proof of one of these kinds.
fn fields_of_tuple(proven: &ProvenPublicKey, tuple: &UnverifiedKeyStore, proofs: &[ProofKind]) -> Vec<&'static str> {
    let has_proof = |kind: &ProofKind| proven.proof(*kind).point().to_words() == tuple.proof_of_possession;
    let fields = [
        ("publicKeyG1", proven.public_key().g1().to_words() == tuple.public_key_g1),
        ("publicKeyG2", proven.public_key().g2().to_words() == tuple.public_key_g2),
        ("proofOfPossession", proofs.iter().any(has_proof)),
    ];
    names_of_false(fields)
}

fn names_of_false<const N: usize>(fields: [(&'static str, bool); N]) -> Vec<&'static str> {
    fields.into_iter().filter(|(_, agrees)| !agrees).map(|(field, _)| field).collect()
}
