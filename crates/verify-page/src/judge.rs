//! Judging all files together, so that an attester or a key that is in two of them is found.

use aztec_staking_registry::audit::{Fault, List, audit_with_progress};
use rand_core::TryCryptoRng;

use crate::{Judgement, Question, Verdict, batch::DroppedBatch, read_file::ReadFile};

/// Judges the files of a question. `progress` is told, now and then, how many of how many entries are done.
///
/// # Errors
/// Only that of the random generator, from which batch verification takes its coefficients.
pub fn judge<R: TryCryptoRng + ?Sized>(
    question: &Question<'_>,
    rng: &mut R,
    mut progress: impl FnMut(usize, usize),
) -> Result<Judgement, R::Error> {
    let mut read: Vec<_> = question.files.iter().map(ReadFile::new).collect();
    let batches = DroppedBatch::find(&mut read);
    read.iter_mut().for_each(ReadFile::settle);
    let lists: Vec<_> = read.iter().enumerate().map(|(place, file)| list(place, file, &batches)).collect();
    let total = lists.iter().map(List::len).sum();
    let report = audit_with_progress(&lists, question.proof, question.gas_limit, rng, |done| progress(done, total))?;
    batches.iter().for_each(|batch| batch.compare(&report, &mut read));
    let mut files: Vec<_> = read.into_iter().map(|file| file.judgement).collect();
    for (position, file) in files.iter_mut().enumerate() {
        file.add_report(&report, position);
    }
    let is_duplicate = |fault: &Fault| matches!(fault, Fault::DuplicateAttester { .. } | Fault::DuplicateKey { .. });
    let mut repeated: Vec<_> = report
        .findings()
        .iter()
        .filter(|finding| is_duplicate(&finding.fault))
        .map(|finding| finding.location)
        .collect();
    repeated.dedup();
    Ok(Judgement {
        version: env!("CARGO_PKG_VERSION"),
        gas_limit: question.gas_limit.get(),
        verdict: files.iter().map(|file| file.verdict).max().unwrap_or(Verdict::Sound),
        entries: total,
        highest_gas_estimate: files.iter().filter_map(|file| file.highest_gas_estimate).max(),
        duplicates: repeated.len(),
        faults: files.iter().map(|file| file.faults.len()).sum(),
        warnings: files.iter().map(|file| file.warnings.len()).sum(),
        files,
    })
}

/// What is audited of a file. A batch says itself which proofs its tuples carry.
fn list<'a>(place: usize, file: &'a ReadFile<'_>, batches: &[DroppedBatch]) -> List<'a> {
    let list = List::partly_read(&file.judgement.name, &file.entries);
    let expected = batches.iter().map(DroppedBatch::expects).find(|(of, _)| *of == place);
    expected.map_or(list, |(_, proof)| list.expecting(proof))
}
