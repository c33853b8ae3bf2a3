//! Judging all files together, so that an attester or a key that is in two of them is found.

use aztec_staking_registry::audit::{Fault, List, audit_with_progress};
use rand_core::TryCryptoRng;

use crate::{FileJudgement, Judgement, Question, Verdict, file::Entries};

/// Judges the files of a question. `progress` is told, now and then, how many of how many entries are done.
///
/// # Errors
/// Only that of the random generator, from which batch verification takes its coefficients.
pub fn judge<R: TryCryptoRng + ?Sized>(
    question: &Question<'_>,
    rng: &mut R,
    mut progress: impl FnMut(usize, usize),
) -> Result<Judgement, R::Error> {
    let (mut files, entries): (Vec<_>, Vec<Entries>) = question.files.iter().map(FileJudgement::read).unzip();
    let names: Vec<_> = files.iter().map(|file| file.name.clone()).collect();
    let lists: Vec<_> = names.iter().zip(&entries).map(|(name, entries)| List::partly_read(name, entries)).collect();
    let total = lists.iter().map(List::len).sum();
    let report = audit_with_progress(&lists, question.proof, question.gas_limit, rng, |done| progress(done, total))?;
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
