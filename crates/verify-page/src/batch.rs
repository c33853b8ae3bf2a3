//! A manifest, and the files that it describes.

use aztec_batch_manifest::{Manifest, key_notes, names_manifest};
use aztec_staking_registry::{UnverifiedKeyStore, audit::Report, public_file::PublicFileError};
use bn254_bls::ProofKind;

use crate::read_file::ReadFile;

/// A manifest among the files, and the staker output that it describes.
pub(crate) struct DroppedBatch {
    manifest: Manifest,
    /// Which of the files the manifest is, and which the staker output.
    at: usize,
    staker_output: usize,
}

impl DroppedBatch {
    /// Which of the files holds the tuples, and which proof they are to carry.
    pub(crate) fn expects(&self) -> (usize, ProofKind) {
        (self.staker_output, self.manifest.proof())
    }

    /// Every manifest among the files, with what it says of itself and of the files beside it. One without its staker output has no
    /// tuple to verify, which is a fault.
    pub(crate) fn find(files: &mut [ReadFile<'_>]) -> Vec<Self> {
        let mut batches = Vec::new();
        for at in 0..files.len() {
            let Some(manifest) = files[at].manifest.take() else { continue };
            introduce(&mut files[at], &manifest);
            let name = files[at].judgement.name.clone();
            let listed: Vec<_> =
                (0..files.len()).filter(|place| is_listed(&manifest, &name, &mut files[*place])).collect();
            name_record(at, files);
            let is_staker_output = |place: &&usize| files[**place].judgement.kind == Some("staker output");
            let Some(staker_output) = listed.iter().find(is_staker_output).copied() else {
                let fault = "a manifest without its staker output, so there is no tuple to verify; drop both";
                files[at].judgement.fault(fault);
                continue;
            };
            if let Some(tuples) = files[staker_output].tuples() {
                let source = files[staker_output].judgement.name.clone();
                listed.iter().filter(|place| **place != staker_output).for_each(|place| {
                    give_up_entries(&mut files[*place], &tuples, &source);
                });
            }
            batches.push(Self { manifest, at, staker_output });
        }
        batches
    }

    /// Compares each key with its tuple, now that this is audited.
    pub(crate) fn compare(&self, report: &Report, files: &mut [ReadFile<'_>]) {
        let Some(tuples) = files[self.staker_output].tuples() else { return };
        let keys = self.manifest.keys();
        let manifest = &mut files[self.at].judgement;
        if keys.len() != tuples.len() {
            manifest.fault(&format!("has {} keys, the staker output has {} entries", keys.len(), tuples.len()));
        }
        let audited = report.entries().iter().filter(|entry| entry.location.list == self.staker_output);
        for (position, (key, entry)) in keys.iter().zip(audited).enumerate() {
            for field in self.manifest.differences(key, &tuples[position], entry) {
                manifest
                    .fault(&format!("keys[{position}].{field} is not that of entry {position} of the staker output"));
            }
        }
    }
}

/// What a manifest says of itself, for people to judge.
fn introduce(file: &mut ReadFile<'_>, manifest: &Manifest) {
    file.judgement.kind = Some("manifest");
    let notes = &mut file.judgement.notes;
    notes.push(key_notes::origin_note(manifest));
    notes.extend(manifest.destination().map(|calls| format!("The calls beside it go to {calls}.")));
    notes.extend(key_notes::candidate_notes(manifest));
    notes.extend(key_notes::gas_notes(manifest));
}

/// Whether the manifest lists this file, by its digest. One that has the name of a listed file and another digest is a fault.
fn is_listed(manifest: &Manifest, manifest_name: &str, file: &mut ReadFile<'_>) -> bool {
    if let Some((name, _)) = manifest.files().iter().find(|(_, digest)| **digest == file.digest) {
        file.judgement.notes.push(format!("Is {name}, as {manifest_name} describes it."));
        // A person reads it; its tuples are those of the staker output.
        if matches!(file.unread, Some(PublicFileError::Script)) {
            file.unread = None;
        }
        return true;
    }
    let name = file.judgement.name.rsplit('/').next().unwrap_or_default();
    if manifest.files().contains_key(name) {
        let fault = format!("is not the file that {manifest_name} describes (sha256 differs); take the original file");
        file.judgement.fault(&fault);
    }
    false
}

/// A ceremony record is in no manifest, and says itself of which it is.
fn name_record(at: usize, files: &mut [ReadFile<'_>]) {
    let (digest, name) = (files[at].digest, files[at].judgement.name.clone());
    for file in files.iter_mut() {
        if matches!(file.unread, Some(PublicFileError::Page)) && names_manifest(file.text, &digest) {
            file.unread = None;
            file.judgement.notes.push(format!(
                "Says that it is the record of {name}. Whether it shows the same, keygen verify checks."
            ));
        }
    }
}

/// The calls of a batch add its tuples, which are audited where they stand, in the staker output.
fn give_up_entries(file: &mut ReadFile<'_>, tuples: &[UnverifiedKeyStore], source: &str) {
    let Some(added) = file.tuples().filter(|added| !added.is_empty()) else { return };
    // An address is spelled in the one, and bytes in the other.
    let same = |one: &UnverifiedKeyStore, other: &UnverifiedKeyStore| {
        UnverifiedKeyStore { spelling: other.spelling, ..*one } == *other
    };
    let runs = tuples.windows(added.len()).position(|run| run.iter().zip(&added).all(|(one, other)| same(one, other)));
    match runs {
        Some(first) => {
            let last = first + added.len() - 1;
            file.judgement.notes.push(format!("Adds entries {first} to {last} of {source}, word for word."));
            file.entries = Vec::new();
        }
        None => file.judgement.fault(&format!("adds other keys than those of {source}; do not sign it")),
    }
}
