//! Deriving a batch once more, beside what its public files say.

use aztec_key_derivation::{BlsKey, BlsPath, BlsRule, EthAccount, Index, derive_bls_paths};
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
const CHUNK: usize = 256;

/// Derives every key of the batch, and names those that differ. `done` is told how many keys it was at a time.
pub(super) fn compare(
    public: &PublicPart,
    secrets: &RecoverySecrets,
    done: impl Fn(u64),
) -> Result<Vec<Difference>, RecoverCheckError> {
    let manifest = &public.manifest;
    // Whatever the rule was, each key comes back by the path that the manifest records.
    let rule: Option<BlsRule> = manifest.source().bls_derivation.parse().ok();
    let index = |number| Index::new(number).map_err(|_| RecoverCheckError::NoIndices);
    let account = index(manifest.account_index())?;
    let material = secrets.bls_material().ok_or(RecoverCheckError::MissingMnemonic)?;
    // Where the attesters were given, no ETH key belongs to the batch.
    let with_attesters = secrets.seed.as_ref().filter(|_| !manifest.source().given_attesters);
    let eth = with_attesters.map(|seed| EthAccount::new(seed, account)).transpose()?;

    let mut differences = Vec::new();
    let listed: Vec<_> = manifest.keys().iter().zip(&public.tuples).enumerate().collect();
    for listed in listed.chunks(CHUNK) {
        interrupt::check()?;
        let paths: Result<Vec<BlsPath>, _> = listed.iter().map(|(_, (listed, _))| listed.path.parse()).collect();
        let keys = derive_bls_paths(material, &paths.map_err(|_| RecoverCheckError::NoIndices)?);
        let found: Result<Vec<_>, RecoverCheckError> = keys
            .par_iter()
            .zip(listed)
            .map(|(key, (entry, (listed, tuple)))| {
                let index = index(listed.index)?;
                let attester = eth.as_ref().map(|account| account.key(index)).transpose()?;
                let expected = rule.map(|rule| rule.path(account, index));
                let mut fields = different_fields(key, expected, listed, tuple, manifest.proof());
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
    expected: Option<BlsPath>,
    listed: &ManifestKey,
    tuple: &UnverifiedKeyStore,
    proof: ProofKind,
) -> Vec<&'static str> {
    let identity = &key.identity;
    let registered = match proof {
        ProofKind::Registration => identity.registration,
        ProofKind::Feedback => identity.feedback,
    };
    let fields = [
        (
            "path",
            expected.is_none_or(|path| path == key.path.with_candidate(0)) && key.path.candidate() == listed.candidate,
        ),
        ("publicKey", identity.public_key.g1 == listed.public_key),
        ("publicKeyG1", identity.public_key.g1.to_words() == tuple.public_key_g1),
        ("publicKeyG2", identity.public_key.g2.to_words() == tuple.public_key_g2),
        ("proofOfPossession", registered.point().to_words() == tuple.proof_of_possession),
        ("registrationProof", identity.registration == listed.registration_proof),
        ("feedbackProof", identity.feedback == listed.feedback_proof),
    ];
    fields.into_iter().filter(|(_, agrees)| !agrees).map(|(field, _)| field).collect()
}
