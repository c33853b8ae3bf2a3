//! The manifest beside the staker output, and both beside what can be computed.

use aztec_key_derivation::{BlsPath, BlsRule, Index};
use aztec_staking_registry::{UnverifiedKeyStore, audit::Entry};
use bn254_bls::{BatchVerifyError, ProofKind, ProofOfPossession, UnverifiedPublicKey, pop_verify_batch};
use rand::rngs::{SysError, SysRng};
use rayon::prelude::*;

use super::BatchFault;
use crate::{Batch, Manifest, ManifestKey};

/// Compares each key of the manifest with its tuple, which has been audited, and with what can be computed.
///
/// # Errors
/// That of the random generator.
pub(super) fn compare_tuples(
    batch: &Batch,
    tuples: &[UnverifiedKeyStore],
    audited: &[&Entry],
) -> Result<Vec<BatchFault>, SysError> {
    let (manifest, file) = (batch.manifest(), batch.layout().manifest());
    let (kind, other_kind) = (manifest.proof(), other(manifest.proof()));
    let mut faults = Vec::from_iter(batch.check_count(tuples));
    let (mut others, mut entries) = (Vec::new(), Vec::new());
    let points: Vec<_> = tuples.par_iter().map(UnverifiedKeyStore::points).collect();
    for (entry, key) in manifest.keys().iter().enumerate().take(tuples.len()) {
        // Where a point is no point, the audit has said so.
        let Ok((public_key, proof)) = points[entry] else { continue };
        let Some(hashed_point) = audited.get(entry).and_then(|audited| audited.hashed_point) else { continue };
        let fields = [
            ("attester", key.attester.get() == tuples[entry].attester),
            ("publicKey", key.public_key == public_key.g1),
            ("path", has_expected_path(manifest, key)),
            ("attempts", key.attempts == hashed_point.attempts()),
            ("squareRoots", key.square_roots == hashed_point.square_roots()),
            ("proof", *key.proof(kind) == proof),
        ];
        let disagree = |field| BatchFault::Disagrees { file: file.clone(), entry, field };
        faults.extend(fields.iter().filter(|(_, agrees)| !agrees).map(|(field, _)| disagree(field)));
        others.push((public_key, *key.proof(other_kind)));
        entries.push(entry);
    }
    let field = proof_field(other_kind);
    let wrong = failing_proofs(&others, other_kind)?.into_iter();
    faults.extend(wrong.map(|at| BatchFault::OtherProof { file: file.clone(), entry: entries[at], field }));
    Ok(faults)
}

/// Whether the path is the one that the rule gives to this key, with its candidate.
fn has_expected_path(manifest: &Manifest, key: &ManifestKey) -> bool {
    match (manifest.origin().allocation(), key.path) {
        (None, path) => path.is_none(),
        (Some(of), Some(path)) => is_path_of(of.rule(), of.account(), key.index, path),
        (Some(_), None) => false,
    }
}

fn is_path_of(rule: BlsRule, account: Index, address: Index, path: BlsPath) -> bool {
    let may_have_candidates = rule == BlsRule::V6;
    rule.path(account, address).with_candidate(path.candidate()) == path
        && (path.candidate() == 0 || may_have_candidates)
}

/// The kind of proof that the manifest has beside the one in the staker output.
fn other(kind: ProofKind) -> ProofKind {
    match kind {
        ProofKind::Registration => ProofKind::Feedback,
        ProofKind::Feedback => ProofKind::Registration,
    }
}

/// What the manifest calls a proof of this kind.
pub(super) fn proof_field(kind: ProofKind) -> &'static str {
    match kind {
        ProofKind::Registration => "registrationProof",
        ProofKind::Feedback => "feedbackProof",
    }
}

/// The positions of the proofs that do not verify.
fn failing_proofs(
    proofs: &[(UnverifiedPublicKey, ProofOfPossession)],
    kind: ProofKind,
) -> Result<Vec<usize>, SysError> {
    match pop_verify_batch(proofs, kind, &mut SysRng) {
        Ok(_) => Ok(Vec::new()),
        Err(BatchVerifyError::Rng(error)) => Err(error),
        Err(BatchVerifyError::Entries(failures)) => Ok(failures.into_iter().map(|(index, _)| index).collect()),
        // A refusal that this version does not know yet.
        Err(_) => Ok((0..proofs.len()).collect()),
    }
}
