//! One of the paths: reading it, and what the audit says of its tuples.

use std::path::Path;

use aztec_keystore_batch::{Batch, OpenBatchError, RecordCheck};
use aztec_staking_registry::{
    UnverifiedKeyStore,
    audit::{Fault, Finding, Report, Severity},
    exits,
    public_file::PublicFile,
    staker_output::EntryFault,
};
use bn254_bls::ProofKind;

use super::{VerifyError, path_report::PathReport};
use crate::{
    cli::VerifyArgs,
    input::{StdinOnce, read_public, with_remedy},
    progress,
};

/// The entries of a list, those that cannot be read included.
type Entries = Vec<Result<UnverifiedKeyStore, EntryFault>>;

/// One of the paths, with what was read from it and what was found.
pub(super) struct Subject {
    /// Those that cannot be read included.
    pub(super) entries: Entries,
    /// Only a batch directory has one.
    pub(super) batch: Option<Batch>,
    pub(super) report: PathReport,
}

impl Subject {
    /// Reads a directory or a file. One that holds no tuples is a fault like any other, so that the paths beside it are
    /// verified all the same.
    pub(super) fn read(path: &Path, stdin: &mut StdinOnce, args: &VerifyArgs) -> Result<Self, VerifyError> {
        let mut report = PathReport::nothing_yet(path.display().to_string(), args.gas.pop_gas_limit);
        let typed = path == Path::new("-");
        let bar = progress::busy("reading", args.work.quiet || typed);
        let (entries, batch) = if path.is_dir() {
            report.read_directory(path)?
        } else {
            let text = read_public("PATH", path, stdin)?;
            match exits::is_exit_file(&text) {
                true => (report.read_exits(&text, args.exits)?, None),
                false => (report.read_file(&text, args), None),
            }
        };
        bar.finish_and_clear();
        report.entries = report.exits.as_ref().map_or(entries.len(), |exits| exits.entries);
        Ok(Self { entries, batch, report })
    }

    /// Takes what the audit says of these tuples, the list with this number.
    pub(super) fn note_audit(&mut self, list: usize, report: &Report, expected: ProofKind) {
        report.entries().iter().filter(|entry| entry.location.list == list).for_each(|entry| {
            self.report.add_entry(entry);
        });
        // A batch that was made with "feedback" proofs says so itself.
        let expected = self.batch.as_ref().map_or(expected, |batch| batch.manifest().proof());
        let severity = |finding: &Finding| match finding.fault {
            Fault::FeedbackOnly if expected == ProofKind::Feedback => Severity::Warning,
            _ => finding.severity,
        };
        for finding in report.findings().iter().filter(|finding| finding.location.list == list) {
            self.report.add_finding(finding, severity(finding), report.describe(finding));
        }
    }
}

impl PathReport {
    /// The tuples of a batch directory. Where the manifest alone is gone, the batch is damaged; where nothing looks like a
    /// batch, the path is wrong.
    fn read_directory(&mut self, path: &Path) -> Result<(Entries, Option<Batch>), VerifyError> {
        let batch = match Batch::open(path) {
            Ok(batch) => batch,
            Err(error @ (OpenBatchError::ManifestMissing { .. } | OpenBatchError::Manifest { .. })) => {
                self.faults.push(error.to_string());
                return Ok((Vec::new(), None));
            }
            Err(error) => return Err(error.into()),
        };
        let (faults, record) = batch.check_public_files();
        self.add_batch_faults(&faults);
        self.warnings.extend(record_warning(&batch, record));
        self.add_manifest(batch.manifest());
        match batch.read_tuples() {
            Ok(tuples) => Ok((tuples.into_iter().map(Ok).collect(), Some(batch))),
            Err(fault) => {
                self.add_batch_faults(&[fault]);
                Ok((Vec::new(), None))
            }
        }
    }

    fn read_file(&mut self, text: &str, args: &VerifyArgs) -> Entries {
        match PublicFile::read(text) {
            Ok(file) => {
                self.add_calls(&file, args.allow_other_calls);
                file.entries()
            }
            Err(source) => {
                self.faults.push(format!("{}: {}", self.path, with_remedy(&source)));
                Vec::new()
            }
        }
    }
}

/// What whoever relies on the page must know.
fn record_warning(batch: &Batch, record: RecordCheck) -> Option<String> {
    let RecordCheck::DigestOnly(digest) = record else { return None };
    Some(format!(
        "{}: was made by another version of keygen, so only the digest in its head was checked; see that the page shows \
         {digest}, and use that version to check the rest",
        batch.layout().ceremony_record().display()
    ))
}
