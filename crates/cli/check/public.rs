//! The public part: the manifest, the digests, and every tuple.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use bn254_bls::{BatchVerifyError, ProofKind, ProofOfPossession, PublicKey, pop_verify_batch};
use rand::rngs::{SysError, SysRng};
use sha2::{Digest, Sha256};
use staking_registry::{Claim, audit::Entry, staker_output, word_to_text};

use super::DirFault;
use crate::batch_dir::{Layout, Manifest, ManifestKey, Point};

/// What the public files say, once they can be read.
pub(crate) struct PublicPart {
    pub(crate) manifest: Manifest,
    pub(crate) claims: Vec<Claim>,
}

/// Reads all that is public in a batch directory, and adds what is wrong to `faults`.
///
/// `None` when the files cannot be read at all, so that there is nothing to compare the secret part with.
pub(crate) fn read_public_part(root: &Path, faults: &mut Vec<DirFault>) -> Option<PublicPart> {
    let layout = Layout::new(root);
    let manifest = read_manifest(layout, faults)?;
    check_digests(layout, &manifest, faults);
    let claims = read_claims(layout, faults)?;
    let (found, expected) = (claims.len(), manifest.keys.len());
    if found != expected {
        faults.push(DirFault::Count { file: layout.staker_output(), found, expected });
    }
    Some(PublicPart { manifest, claims })
}

fn read_manifest(layout: Layout<'_>, faults: &mut Vec<DirFault>) -> Option<Manifest> {
    let file = layout.manifest();
    let text = read_text(&file, faults)?;
    Manifest::read(&text).map_err(|source| faults.push(DirFault::Manifest { file, source })).ok()
}

fn read_claims(layout: Layout<'_>, faults: &mut Vec<DirFault>) -> Option<Vec<Claim>> {
    let file = layout.staker_output();
    let text = read_text(&file, faults)?;
    staker_output::read(&text).map_err(|source| faults.push(DirFault::StakerOutput { file, source })).ok()
}

fn read_text(file: &Path, faults: &mut Vec<DirFault>) -> Option<String> {
    fs::read_to_string(file).map_err(|source| faults.push(DirFault::Read { file: file.to_owned(), source })).ok()
}

/// Every file that the manifest lists is there and unchanged, and no other file is.
fn check_digests(layout: Layout<'_>, manifest: &Manifest, faults: &mut Vec<DirFault>) {
    let mut found = BTreeSet::from([layout.manifest()]);
    for (name, digest) in &manifest.files {
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

/// The digest of a file, in lower-case hexadecimal.
pub(crate) fn sha256_of(file: &Path) -> io::Result<String> {
    let mut file = fs::File::open(file)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            length => hasher.update(&buffer[..length]),
        }
    }
    Ok(base16ct::lower::encode_string(&hasher.finalize()))
}

/// Compares the manifest with the staker output, whose entries have been audited, and with what can be computed.
///
/// # Errors
/// That of the random generator.
pub(crate) fn compare_public_part(
    root: &Path,
    public: &PublicPart,
    entries: &[Entry],
    faults: &mut Vec<DirFault>,
) -> Result<(), SysError> {
    let PublicPart { manifest, claims } = public;
    let layout = Layout::new(root);
    let file = layout.manifest();
    let kind = manifest.proof_kind();
    let (mut others, mut positions) = (Vec::new(), Vec::new());
    for (entry, ((key, claim), audited)) in manifest.keys.iter().zip(claims).zip(entries).enumerate() {
        // Where a point is no point, the audit has said so.
        let (Some(digest), Ok((public_key, proof))) = (audited.digest, claim.points()) else { continue };
        let (listed, other, other_field) = match kind {
            ProofKind::Registration => (&key.registration_proof, &key.feedback_proof, "feedbackProof"),
            ProofKind::Feedback => (&key.feedback_proof, &key.registration_proof, "registrationProof"),
        };
        let fields = [
            ("index", key.index == manifest.address_index.wrapping_add(u32::try_from(entry).unwrap_or(u32::MAX))),
            ("attester", key.attester == claim.attester.to_string()),
            ("publicKey", key.public_key == word_to_text(&public_key.g1.to_compressed())),
            ("attempts", key.attempts == digest.attempts),
            ("squareRoots", key.square_roots == digest.sqrt_calls),
            ("gasEstimate", key.gas_estimate == digest.gas()),
            ("proof", *listed == Point::from(&proof)),
        ];
        let disagree = |field| DirFault::Disagrees { file: file.clone(), entry, field };
        faults.extend(fields.iter().filter(|(_, agrees)| !agrees).map(|(field, _)| disagree(field)));
        match read_proof(other) {
            Some(proof) => {
                others.push((public_key, proof));
                positions.push((entry, other_field));
            }
            None => faults.push(DirFault::OtherProof { file: file.clone(), entry, field: other_field }),
        }
    }
    check_other_proofs(&others, kind, |index| {
        let (entry, field) = positions[index];
        faults.push(DirFault::OtherProof { file: file.clone(), entry, field });
    })
}

fn check_other_proofs(
    others: &[(PublicKey, ProofOfPossession)],
    kind: ProofKind,
    mut failed: impl FnMut(usize),
) -> Result<(), SysError> {
    let other_kind = match kind {
        ProofKind::Registration => ProofKind::Feedback,
        ProofKind::Feedback => ProofKind::Registration,
    };
    match pop_verify_batch(others, other_kind, &mut SysRng) {
        Ok(()) => Ok(()),
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

fn read_proof(point: &Point) -> Option<ProofOfPossession> {
    let word = |text: &str| staking_registry::parse_word(text).ok();
    let point = bn254_bls::G1Point::from_words(&[word(&point.x)?, word(&point.y)?]).ok()?;
    Some(ProofOfPossession::new(point))
}

impl Manifest {
    /// The kind of proof in the staker output.
    pub(crate) fn proof_kind(&self) -> ProofKind {
        self.proof.into()
    }
}

impl ManifestKey {
    /// Both proofs, as points.
    pub(super) fn proofs(&self) -> [(&'static str, &Point, ProofKind); 2] {
        [
            ("registrationProof", &self.registration_proof, ProofKind::Registration),
            ("feedbackProof", &self.feedback_proof, ProofKind::Feedback),
        ]
    }
}
