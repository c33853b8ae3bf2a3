//! One of the paths: reading it, and what the audit says of its tuples.

use std::path::Path;

use aztec_staking_registry::{
    UnverifiedKeyStore,
    audit::{Fault, Finding, Report, Severity},
    public_file::PublicFile,
    staker_output::EntryFault,
};
use bn254_bls::ProofKind;

use super::{VerifyError, found::Found};
use crate::{
    batch_dir::Layout,
    check::{DirFault, Directory, PublicPart, look_into, read_public_part},
    cli::VerifyArgs,
    input::{StdinOnce, read_public, with_remedy},
    progress,
};

/// One of the paths, with what was read from it and what was found.
pub(super) struct Subject {
    /// Those that cannot be read included.
    pub(super) entries: Vec<Result<UnverifiedKeyStore, EntryFault>>,
    /// Only a batch directory has one.
    pub(super) public: Option<PublicPart>,
    pub(super) found: Found,
}

impl Subject {
    /// Reads a directory or a file. One that holds no tuples is a fault like any other, so that the paths beside it are
    /// verified all the same.
    pub(super) fn read(path: &Path, stdin: &mut StdinOnce, args: &VerifyArgs) -> Result<Self, VerifyError> {
        let mut found = Found::nothing_yet(path.display().to_string());
        let typed = path == Path::new("-");
        let bar = progress::busy("reading", args.work.quiet || typed);
        let (entries, public): (Vec<_>, _) = if path.is_dir() {
            let mut faults = Vec::new();
            let public = read_directory(path, &mut faults)?;
            found.add_directory_faults(&faults);
            found.warnings.extend(public.as_ref().and_then(|public| public.record.warning(path)));
            let tuples = public.as_ref().map(|public| public.tuples.clone()).unwrap_or_default();
            (tuples.into_iter().map(Ok).collect(), public)
        } else {
            let entries = match PublicFile::read(&read_public("PATH", path, stdin)?) {
                Ok(file) => {
                    found.add_calls(&file, args.allow_other_calls);
                    file.entries()
                }
                Err(source) => {
                    found.faults.push(format!("{}: {}", found.path, with_remedy(&source)));
                    Vec::new()
                }
            };
            (entries, None)
        };
        bar.finish_and_clear();
        found.entries = entries.len();
        Ok(Self { entries, public, found })
    }

    /// Takes what the audit says of these tuples, the list with this number.
    pub(super) fn note_audit(&mut self, list: usize, report: &Report, expected: ProofKind) {
        report.entries().iter().filter(|entry| entry.location.list == list).for_each(|entry| {
            self.found.add_entry(entry);
        });
        // A batch that was made with "feedback" proofs says so itself.
        let expected = self.public.as_ref().map_or(expected, |public| public.manifest.proof());
        let severity = |finding: &Finding| match finding.fault {
            Fault::FeedbackOnly if expected == ProofKind::Feedback => Severity::Warning,
            _ => finding.severity,
        };
        for finding in report.findings().iter().filter(|finding| finding.location.list == list) {
            self.found.add_finding(finding, severity(finding), report.describe(finding));
        }
    }
}

/// The public part of a batch directory. Where the manifest alone is gone, the batch is damaged; where nothing looks like a
/// batch, the path is wrong.
fn read_directory(path: &Path, faults: &mut Vec<DirFault>) -> Result<Option<PublicPart>, VerifyError> {
    let manifest = || Layout::new(path).manifest();
    match look_into(path) {
        Ok(Directory::Batch) => Ok(read_public_part(path, faults)),
        Ok(Directory::ManifestMissing) => {
            faults.push(DirFault::Missing { file: manifest() });
            Ok(None)
        }
        Ok(Directory::Other) => Err(VerifyError::NotABatch { path: path.to_owned() }),
        Err(source) => Err(VerifyError::Unreadable { path: manifest(), source }),
    }
}
