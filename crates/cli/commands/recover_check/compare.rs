//! Deriving a batch once more, beside what its public files say.

use std::num::NonZeroU32;

use aztec_key_derivation::{BlsKey, BlsKeys, BlsRule, EthAccount, Index, IndexRange, OverBudget};
use aztec_staking_registry::{UnverifiedKeyStore, manifest::ManifestKey};
use bn254_bls::ProofKind;
use rayon::prelude::*;

use super::{RecoverCheckError, secrets::RecoverySecrets};
use crate::{check::PublicPart, interrupt};

/// A key that does not come back as it was.
pub(super) struct Difference {
    /// Its place in the batch, from 0.
    pub(super) entry: usize,
    /// Its address index.
    pub(super) index: u32,
    /// What differs, by the names in the public files.
    pub(super) fields: Vec<&'static str>,
}

/// So many keys that the curve arithmetic pays off, so few that the bar moves.
const CHUNK: NonZeroU32 = NonZeroU32::new(256).expect("not zero");

/// Derives every key of the batch, and names those that differ. `done` is told how many keys it was at a time.
pub(super) fn compare(
    public: &PublicPart,
    secrets: &RecoverySecrets,
    done: impl Fn(u64),
) -> Result<Vec<Difference>, RecoverCheckError> {
    let manifest = &public.manifest;
    let rule: BlsRule = manifest.source().bls_derivation.parse().map_err(|_| RecoverCheckError::NoIndices)?;
    let index = |number| Index::new(number).map_err(|_| RecoverCheckError::NoIndices);
    let account = index(manifest.account_index())?;
    let count = u32::try_from(manifest.keys().len()).map_err(|_| RecoverCheckError::NoIndices)?;
    let range = IndexRange::new(index(manifest.address_index())?, count).map_err(|_| RecoverCheckError::NoIndices)?;
    let material = secrets.bls_material().ok_or(RecoverCheckError::MissingMnemonic)?;
    // Where the attesters were given, no ETH key belongs to the batch.
    let with_attesters = secrets.seed.as_ref().filter(|_| !manifest.source().given_attesters);
    let eth = with_attesters.map(|seed| EthAccount::new(seed, account)).transpose()?;

    let mut differences = Vec::new();
    let listed: Vec<_> = manifest.keys().iter().zip(&public.tuples).enumerate().collect();
    // A key over the gas budget is restored like any other: the batch has it.
    let derived = BlsKeys::derive(material, rule, account, range, OverBudget::Keep, CHUNK);
    for (keys, listed) in derived.zip(listed.chunks(CHUNK.get() as usize)) {
        interrupt::check()?;
        let found: Result<Vec<_>, RecoverCheckError> = keys?
            .par_iter()
            .zip(listed)
            .map(|(key, (entry, (listed, tuple)))| {
                let attester = eth.as_ref().map(|account| account.key(key.index)).transpose()?;
                let mut fields = different_fields(key, listed, tuple, manifest.proof());
                if attester.is_some_and(|attester| attester.secret.address() != tuple.attester) {
                    fields.insert(0, "attester");
                }
                Ok((!fields.is_empty()).then_some(Difference { entry: *entry, index: listed.index, fields }))
            })
            .collect();
        differences.extend(found?.into_iter().flatten());
        done(listed.len() as u64);
    }
    Ok(differences)
}

fn different_fields(
    key: &BlsKey,
    listed: &ManifestKey,
    tuple: &UnverifiedKeyStore,
    proof: ProofKind,
) -> Vec<&'static str> {
    let identity = &key.identity;
    let registered = identity.proof(proof);
    let fields = [
        ("path", key.path.to_string() == listed.path && key.path.candidate() == listed.candidate),
        ("publicKey", *identity.public_key().g1() == listed.public_key),
        ("publicKeyG1", identity.public_key().g1().to_words() == tuple.public_key_g1),
        ("publicKeyG2", identity.public_key().g2().to_words() == tuple.public_key_g2),
        ("proofOfPossession", registered.point().to_words() == tuple.proof_of_possession),
        ("registrationProof", *identity.registration_proof() == listed.registration_proof),
        ("feedbackProof", *identity.feedback_proof() == listed.feedback_proof),
    ];
    fields.into_iter().filter(|(_, agrees)| !agrees).map(|(field, _)| field).collect()
}
