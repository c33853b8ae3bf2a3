//! Deriving the keys of a staker output once more, where there is no manifest to say how they were made.

use aztec_key_derivation::{BlsDerivation, EthAccount, Index, IndexRange, derive_bls_keys};
use aztec_staking_registry::UnverifiedKeyStore;
use bn254_bls::ProofKind;
use rayon::prelude::*;

use super::{CHUNK, KeyDifference, RecoverError, RecoveryReport, RecoverySecrets, fields_of_tuple};
use crate::{Progress, Step, progress::check};

/// Derives as many keys as there are tuples, from this index of the account on, and names the tuples that are not theirs: none
/// where the secrets restore them all. Each tuple may have the registration proof or the feedback proof.
///
/// `name` is what the report calls the staker output. Without a mnemonic, attesters are not compared.
///
/// # Errors
/// [`RecoverError`].
pub fn recover_staker_output(
    name: &str,
    tuples: &[UnverifiedKeyStore],
    (derivation, account, first): (BlsDerivation, Index, Index),
    secrets: &RecoverySecrets,
    progress: &dyn Progress,
) -> Result<RecoveryReport, RecoverError> {
    let eth = secrets.seed().map(|seed| EthAccount::new(seed, account)).transpose()?;
    let mut differences = Vec::new();
    progress.begin(Step::Recover, tuples.len());
    let mut next = Ok(first);
    for (chunk, tuples) in tuples.chunks(CHUNK).enumerate() {
        check(progress)?;
        let indices = IndexRange::new(next?, u32::try_from(tuples.len()).unwrap_or(u32::MAX))?;
        next = indices.next_start();
        let keys = derive_bls_keys(secrets.bls(), derivation, account, indices)?;
        let compared = keys.par_iter().zip(tuples).enumerate().map(|(position, (key, tuple))| {
            let attester = eth.as_ref().map(|account| account.key(key.index)).transpose()?;
            let mut fields = Vec::new();
            if attester.is_some_and(|attester| attester.secret.address() != tuple.attester) {
                fields.push("attester");
            }
            let either = [ProofKind::Registration, ProofKind::Feedback];
            fields.extend(fields_of_tuple(&key.key.proven, tuple, &either));
            let entry = chunk * CHUNK + position;
            Ok((!fields.is_empty()).then_some(KeyDifference { entry, index: key.index, fields }))
        });
        differences.extend(compared.collect::<Result<Vec<_>, RecoverError>>()?.into_iter().flatten());
        progress.advance(tuples.len());
    }
    progress.end();
    Ok(RecoveryReport::of_staker_output(name, tuples.len(), secrets, differences)?)
}
