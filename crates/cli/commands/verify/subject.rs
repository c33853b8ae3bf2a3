//! One of the paths, and reading it.

use std::path::Path;

use aztec_keystore_batch::{Batch, OpenBatchError, RecordCheck, manifest};
use aztec_staking_registry::{
    UnverifiedKeyStore, audit::List, exits, public_file::PublicFile, staker_output::EntryFault,
};

use super::{error::VerifyError, path_report::PathReport};
use crate::cli::VerifyArgs;
use aztec_operator::{
    command_error::CommandError,
    exit_status::SYSTEM_FAILED,
    input::{StdinOnce, is_directory, read_public, with_remedy},
    progress,
};

/// The entries of a list, those that cannot be read included.
type Entries = Vec<Result<UnverifiedKeyStore, EntryFault>>;

/// What was read of a path.
type Read = (Entries, Option<Batch>);

/// One of the paths, with what was read from it and what was found.
pub(super) struct Subject {
    /// Those that cannot be read included.
    pub(super) entries: Entries,
    /// Only a batch directory has one.
    pub(super) batch: Option<Batch>,
    pub(super) report: PathReport,
}

impl Subject {
    /// Reads a directory or a file. One that holds no tuples is a fault like any other, and so is one of several that cannot
    /// be read: the paths beside it are verified all the same.
    pub(super) fn read(path: &Path, stdin: &mut StdinOnce, args: &VerifyArgs) -> Result<Self, CommandError> {
        let mut report = PathReport { path: path.display().to_string(), ..PathReport::default() };
        let bar = progress::busy("reading", args.work.quiet || path == Path::new("-"));
        let read = report.read_path(path, stdin, args);
        bar.finish_and_clear();
        let (entries, batch) = match read {
            Err(error) if args.paths.len() > 1 && error.is_of_one_path() => report.add_unusable(&error.into()),
            read => read?,
        };
        report.entries = report.exits.as_ref().map_or(entries.len(), |exits| exits.entries);
        Ok(Self { entries, batch, report })
    }

    /// What is audited. A batch says itself which proofs its tuples carry.
    pub(super) fn list(&self) -> List<'_> {
        let list = List::partly_read(&self.report.path, &self.entries);
        match &self.batch {
            Some(batch) => list.expecting(batch.manifest().proof()),
            None => list,
        }
    }
}

impl PathReport {
    fn read_path(&mut self, path: &Path, stdin: &mut StdinOnce, args: &VerifyArgs) -> Result<Read, VerifyError> {
        if is_directory("PATH", path)? {
            return self.read_directory(path);
        }
        let text = read_public("PATH", path, stdin)?;
        Ok(match exits::is_exit_file(&text) {
            true => (self.read_exits(&text, args.exits)?, None),
            false if path != Path::new("-") && manifest::has_its_members(&text) => self.read_directory(path)?,
            false => (self.read_file(&text, args), None),
        })
    }

    /// Takes why nothing of the path can be used.
    fn add_unusable(&mut self, error: &CommandError) -> Read {
        let whose = if error.status() == SYSTEM_FAILED { &mut self.unread } else { &mut self.misgiven };
        *whose += 1;
        self.faults.push(error.to_string());
        (Vec::new(), None)
    }

    /// The tuples of a batch directory, of its public part, or of that which its manifest is in. Where the manifest alone is
    /// gone, the batch is damaged; where nothing looks like a batch, the path is wrong.
    fn read_directory(&mut self, path: &Path) -> Result<Read, VerifyError> {
        let batch = match Batch::open(path) {
            Ok(batch) => batch,
            Err(
                error @ (OpenBatchError::ManifestMissing { .. }
                | OpenBatchError::NoFile { .. }
                | OpenBatchError::Manifest { .. }),
            ) => {
                self.faults.push(error.to_string());
                return Ok((Vec::new(), None));
            }
            Err(error) => return Err(VerifyError::Open(error)),
        };
        if batch.is_manifest_alone() {
            self.faults.push(format!(
                "{}: a manifest without its staker output, so there is no tuple to verify; name the public part that both are in",
                self.path
            ));
            return Ok((Vec::new(), None));
        }
        let (faults, record) = batch.check_public_files();
        self.add_batch_faults(&faults);
        if let RecordCheck::OtherVersion(_) = record {
            self.warnings.push(format!("{}: {record}", batch.layout().ceremony_record().display()));
        }
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
