//! The public part: the manifest, the digests, and every tuple.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use aztec_key_derivation::{BlsRule, Index, MasterFingerprint};
use aztec_staking_registry::{
    UnverifiedKeyStore,
    audit::Entry,
    manifest::{Manifest, ManifestHead, ManifestKey, Sha256, Source},
};
use bn254_bls::{BatchVerifyError, ProofKind, ProofOfPossession, UnverifiedPublicKey, pop_verify_batch};
use rand::rngs::{SysError, SysRng};
use rayon::prelude::*;
use sha2::Digest;

use super::{DirFault, PublicLists, RecordCheck, read::open_regular};
use crate::batch_dir::Layout;

/// What the public files say, once they can be read.
pub(crate) struct PublicPart {
    pub(crate) manifest: Manifest,
    pub(crate) tuples: Vec<UnverifiedKeyStore>,
    pub(crate) record: RecordCheck,
}

/// What a directory is, by what is in it.
pub(crate) enum Directory {
    /// It has a manifest.
    Batch,
    /// It has the parts of a batch, but the manifest is gone.
    ManifestMissing,
    /// Nothing in it is of a batch.
    Other,
}

/// Looks whether a directory is a batch.
///
/// # Errors
/// That of the system, where it does not let us look.
pub(crate) fn look_into(root: &Path) -> io::Result<Directory> {
    let layout = Layout::new(root);
    match fs::symlink_metadata(layout.manifest()) {
        Ok(_) => Ok(Directory::Batch),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let has_parts = layout.public().is_dir() || layout.secret().is_dir();
            Ok(if has_parts { Directory::ManifestMissing } else { Directory::Other })
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(Directory::Other),
        Err(error) => Err(error),
    }
}

/// Reads all that is public in a batch directory, and adds what is wrong to `faults`.
///
/// `None` when the files cannot be read at all, so that there is nothing to compare the secret part with.
pub(crate) fn read_public_part(root: &Path, faults: &mut Vec<DirFault>) -> Option<PublicPart> {
    let mut lists = PublicLists::open(root, faults)?;
    let before = faults.len();
    let (mut keys, mut tuples) = (Vec::new(), Vec::new());
    while let Some(piece) = lists.next(faults) {
        keys.extend(piece.keys);
        tuples.extend(piece.tuples);
    }
    if faults[before..].iter().any(|fault| !matches!(fault, DirFault::Count { .. })) {
        return None;
    }
    let record = lists.check_record(faults);
    let manifest = Manifest::new(lists.head, keys)
        .map_err(|source| faults.push(DirFault::Manifest { file: Layout::new(root).manifest(), source }))
        .ok()?;
    Some(PublicPart { manifest, tuples, record })
}

/// Whether the manifest is one that can be checked; faults that do not prevent it are added as well.
pub(super) fn check_head(layout: Layout<'_>, head: &ManifestHead, faults: &mut Vec<DirFault>) -> bool {
    let file = layout.manifest();
    if rule(head).is_none() && !head.source.is_imported() {
        faults.push(DirFault::UnknownRule { file });
        return false;
    }
    if !names_its_source(head) {
        faults.push(DirFault::Source { file });
    }
    check_digests(layout, head, faults);
    true
}

fn rule(head: &ManifestHead) -> Option<BlsRule> {
    head.source.bls_derivation.parse().ok()
}

/// Later batches are compared by the fingerprints, so each secret that was used must have one.
fn names_its_source(head: &ManifestHead) -> bool {
    let source = &head.source;
    if source.is_imported() {
        return *source == Source::imported(source.given_attesters);
    }
    let fingerprints = [&source.master_fingerprint, &source.ikm_fingerprint];
    let readable = fingerprints.into_iter().flatten().all(|text| text.parse::<MasterFingerprint>().is_ok());
    let used_no_mnemonic = source.ikm_fingerprint.is_some() && source.given_attesters;
    readable && (source.master_fingerprint.is_some() || used_no_mnemonic)
}

/// The path that the rule gives to this key, with its candidate; nothing where no rule gave it.
fn expected_path(head: &ManifestHead, key: &ManifestKey) -> Option<String> {
    if head.source.is_imported() {
        return (key.candidate == 0).then(String::new);
    }
    let rule = rule(head).filter(|rule| key.candidate == 0 || *rule == BlsRule::V6)?;
    let path = rule.path(Index::new(head.account_index).ok()?, Index::new(key.index).ok()?);
    Some(path.with_candidate(key.candidate).to_string())
}

/// Every file that the manifest lists is there and unchanged, and no other file is.
fn check_digests(layout: Layout<'_>, head: &ManifestHead, faults: &mut Vec<DirFault>) {
    let mut found = BTreeSet::from([layout.manifest(), layout.ceremony_record()]);
    for (name, digest) in &head.files {
        // A name with a slash would lead out of the directory.
        let file = layout.public_file(&name.replace('/', "_"));
        match sha256_of(&file) {
            Ok(actual) if actual == *digest => {}
            Ok(_) => faults.push(DirFault::Digest { file: file.clone() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                faults.push(DirFault::Missing { file: file.clone() });
            }
            Err(source) => faults.push(DirFault::Read { file: file.clone(), source }),
        }
        found.insert(file);
    }
    faults
        .extend(files_in(&layout.public()).filter(|file| !found.contains(file)).map(|file| DirFault::Foreign { file }));
}

/// The paths in a directory, in the order of their names; none where it cannot be read, which another check reports.
pub(super) fn files_in(directory: &Path) -> impl Iterator<Item = PathBuf> {
    let mut paths: Vec<_> = fs::read_dir(directory).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter()
}

/// The digest of a file.
pub(super) fn sha256_of(file: &Path) -> io::Result<Sha256> {
    let mut file = open_regular(file)?;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            length => hasher.update(&buffer[..length]),
        }
    }
    Ok(Sha256(hasher.finalize().into()))
}

/// Compares the whole manifest with the whole staker output, see [`compare_piece`].
///
/// # Errors
/// That of the random generator.
pub(crate) fn compare_public_part(
    root: &Path,
    public: &PublicPart,
    entries: &[Entry],
    faults: &mut Vec<DirFault>,
) -> Result<(), SysError> {
    compare_piece(root, public.manifest.head(), 0, (public.manifest.keys(), &public.tuples, entries), faults)
}

/// Compares entries of the manifest with those of the staker output, which have been audited, and with what can be
/// computed. The first of them stands at the position `first` of its list.
///
/// # Errors
/// That of the random generator.
pub(crate) fn compare_piece(
    root: &Path,
    head: &ManifestHead,
    first: usize,
    (keys, tuples, audited): (&[ManifestKey], &[UnverifiedKeyStore], &[Entry]),
    faults: &mut Vec<DirFault>,
) -> Result<(), SysError> {
    let file = Layout::new(root).manifest();
    let kind = head.proof;
    let (mut others, mut positions) = (Vec::new(), Vec::new());
    let points: Vec<_> = tuples.par_iter().map(UnverifiedKeyStore::points).collect();
    for (entry, (((key, tuple), points), audited)) in (first..).zip(keys.iter().zip(tuples).zip(points).zip(audited)) {
        // Where a point is no point, the audit has said so.
        let (Some(digest), Ok((public_key, proof))) = (audited.digest, points) else { continue };
        let (listed, other, other_field) = match kind {
            ProofKind::Registration => (&key.registration_proof, &key.feedback_proof, "feedbackProof"),
            ProofKind::Feedback => (&key.feedback_proof, &key.registration_proof, "registrationProof"),
        };
        let fields = [
            ("attester", key.attester.get() == tuple.attester),
            ("publicKey", key.public_key == public_key.g1),
            ("path", expected_path(head, key).is_some_and(|path| path == key.path)),
            ("attempts", key.attempts == digest.attempts()),
            ("squareRoots", key.square_roots == digest.square_roots()),
            ("proof", *listed == proof),
        ];
        let disagree = |field| DirFault::Disagrees { file: file.clone(), entry, field };
        faults.extend(fields.iter().filter(|(_, agrees)| !agrees).map(|(field, _)| disagree(field)));
        others.push((public_key, *other));
        positions.push((entry, other_field));
    }
    check_other_proofs(&others, kind, |index| {
        let (entry, field) = positions[index];
        faults.push(DirFault::OtherProof { file: file.clone(), entry, field });
    })
}

fn check_other_proofs(
    others: &[(UnverifiedPublicKey, ProofOfPossession)],
    kind: ProofKind,
    mut failed: impl FnMut(usize),
) -> Result<(), SysError> {
    let other_kind = match kind {
        ProofKind::Registration => ProofKind::Feedback,
        ProofKind::Feedback => ProofKind::Registration,
    };
    match pop_verify_batch(others, other_kind, &mut SysRng) {
        Ok(_) => Ok(()),
        Err(BatchVerifyError::Rng(error)) => Err(error),
        Err(BatchVerifyError::Entries(failures)) => {
            failures.into_iter().for_each(|(index, _)| failed(index));
            Ok(())
        }
        Err(_) => {
            (0..others.len()).for_each(failed);
            Ok(())
        }
    }
}

/// Both proofs of a key, by the names that the manifest gives them.
pub(super) fn proofs(key: &ManifestKey) -> [(&'static str, &ProofOfPossession, ProofKind); 2] {
    [
        ("registrationProof", &key.registration_proof, ProofKind::Registration),
        ("feedbackProof", &key.feedback_proof, ProofKind::Feedback),
    ]
}
