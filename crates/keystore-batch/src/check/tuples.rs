//! The manifest beside the staker output, and both beside what can be computed.

use aztec_staking_registry::{UnverifiedKeyStore, audit::Entry};
use bn254_bls::{BatchVerifyError, ProofKind, ProofOfPossession, UnverifiedPublicKey, pop_verify_batch, reference};
use rand::rngs::{SysError, SysRng};

use super::{BatchFault, calls::compare_calls};
use crate::Batch;

/// Which proofs of the manifest are verified, and how.
#[derive(Clone, Copy)]
pub(super) enum Proofs {
    /// The one that the audit has not seen.
    NotAudited,
    /// Both, by the pairing of arkworks: a second opinion on what was made here.
    BothByArkworks,
}

/// Compares each key of the manifest with its tuple, which has been audited, and with what can be computed.
///
/// # Errors
/// That of the random generator.
pub(super) fn compare_tuples(
    batch: &Batch,
    tuples: &[UnverifiedKeyStore],
    audited: &[&Entry],
    proofs: Proofs,
) -> Result<Vec<BatchFault>, SysError> {
    let (manifest, file) = (batch.manifest(), batch.layout().manifest());
    let kind = manifest.proof();
    let mut faults = Vec::from_iter(batch.check_count(tuples));
    let mut keys = Vec::new();
    for (entry, (key, tuple)) in manifest.keys().iter().zip(tuples).enumerate() {
        // Where a point is no point, the audit has said so.
        let Some(audited @ Entry { public_key: Some(public_key), .. }) = audited.get(entry) else { continue };
        let disagree = |field| BatchFault::Disagrees { file: file.clone(), entry, field };
        faults.extend(manifest.differences(key, tuple, audited).into_iter().map(disagree));
        keys.push((entry, *public_key, key));
    }
    let kinds = match proofs {
        Proofs::NotAudited => vec![other(kind)],
        Proofs::BothByArkworks => vec![kind, other(kind)],
    };
    for kind in kinds {
        let entries: Vec<_> = keys.iter().map(|(_, public_key, key)| (*public_key, *key.proof(kind))).collect();
        let (wrong, field) = (failing_proofs(&entries, kind, proofs)?.into_iter(), proof_field(kind));
        faults.extend(wrong.map(|at| BatchFault::OtherProof { file: file.clone(), entry: keys[at].0, field }));
    }
    faults.extend(compare_calls(batch, tuples)?);
    Ok(faults)
}

/// The kind of proof that the manifest has beside the one in the staker output.
fn other(kind: ProofKind) -> ProofKind {
    match kind {
        ProofKind::Registration => ProofKind::Feedback,
        ProofKind::Feedback => ProofKind::Registration,
    }
}

/// What the manifest calls a proof of this kind.
fn proof_field(kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::Registration => "registrationProof",
        ProofKind::Feedback => "feedbackProof",
    }
}

/// The positions of the proofs that do not verify.
fn failing_proofs(
    entries: &[(UnverifiedPublicKey, ProofOfPossession)],
    kind: ProofKind,
    proofs: Proofs,
) -> Result<Vec<usize>, SysError> {
    let verified = match proofs {
        Proofs::NotAudited => pop_verify_batch(entries, kind, &mut SysRng),
        Proofs::BothByArkworks => reference::pop_verify_batch(entries, kind, &mut SysRng),
    };
    match verified {
        Ok(_) => Ok(Vec::new()),
        Err(BatchVerifyError::Rng(error)) => Err(error),
        Err(BatchVerifyError::Entries(failures)) => Ok(failures.into_iter().map(|(index, _)| index).collect()),
        // A refusal that this version does not know yet.
        Err(_) => Ok((0..entries.len()).collect()),
    }
}
