//! The whole check of a batch.

use aztec_staking_registry::{
    UnverifiedKeyStore,
    audit::{Entry, Fault, List, Report, Severity, audit},
};
use rand::rngs::{SysError, SysRng};

use super::{
    BatchFault, Expected, RecordCheck, SecretCheck,
    ceremony_record::check_record,
    public_files::{check_digests, check_root},
    secret_files::check_secrets,
    tuples::{Proofs, compare_tuples},
};
use crate::{Batch, Cancelled, Progress, Secrets, Step, progress::check};

/// What [`Batch::verify`](crate::Batch::verify) has found.
///
/// [`Batch`] has an example.
#[derive(Debug)]
pub struct Verification {
    /// What the audit says of the tuples; empty where they cannot be read.
    pub report: Report,
    /// What is wrong with the public files beside that.
    pub public_faults: Vec<BatchFault>,
    /// What is known of the ceremony record.
    pub record: RecordCheck,
    /// What the secret files say; none where the tuples cannot be read, so that there is nothing to compare them with, and
    /// where the public part alone was opened.
    pub secret: Option<SecretCheck>,
}

impl Verification {
    /// Whether nothing is wrong with a whole batch: every tuple can be registered, and every file is as it must be.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let secret_faults = self.secret.as_ref().map(|secret| secret.faults.is_empty());
        self.report.is_sound() && self.public_faults.is_empty() && secret_faults == Some(true)
    }

    /// Everything that is wrong, but for keys over the contract's gas limit: what was asked for is what was written, and
    /// whoever asked is told.
    pub(crate) fn into_faults_of_writing(self) -> Vec<BatchFault> {
        let Self { report, public_faults, secret, .. } = self;
        let mut faults = public_faults;
        faults.extend(secret.into_iter().flat_map(|secret| secret.faults));
        let errors = report.of_severity(Severity::Error);
        let errors = errors.filter(|finding| !matches!(finding.fault, Fault::OverGasLimit { .. }));
        faults.extend(errors.map(|finding| BatchFault::Tuple { text: report.describe(finding) }));
        faults
    }
}

/// Why a check came to no end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyBatchError {
    /// The generator of the operating system failed.
    #[error("the operating system gave no randomness ({0}), so nothing was verified; try again")]
    Randomness(#[source] SysError),
    /// The caller stopped it.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Batch {
    /// Checks everything: every tuple is audited, its gas held against the limit that the manifest names, every file
    /// compared, and every secret file opened.
    ///
    /// # Errors
    /// [`VerifyBatchError`]; what is wrong with the batch is in the [`Verification`].
    pub fn verify(&self, secrets: &Secrets<'_>, progress: &dyn Progress) -> Result<Verification, VerifyBatchError> {
        self.verify_expecting(secrets, None, progress)
    }

    pub(crate) fn verify_expecting(
        &self,
        secrets: &Secrets<'_>,
        expected: Option<&Expected<'_>>,
        progress: &dyn Progress,
    ) -> Result<Verification, VerifyBatchError> {
        let (mut public_faults, record) = self.check_public_files();
        let tuples = match self.read_tuples() {
            Ok(tuples) => tuples,
            Err(fault) => {
                public_faults.push(fault);
                return Ok(Verification { report: Report::default(), public_faults, record, secret: None });
            }
        };
        let label = self.layout().staker_output().display().to_string();
        let lists = [List::new(&label, &tuples)];
        progress.begin(Step::Verify, tuples.len());
        check(progress)?;
        let report = audit(&lists, self.manifest().proof(), self.manifest().gas_limit(), &mut SysRng);
        let report = report.map_err(VerifyBatchError::Randomness)?;
        check(progress)?;
        let entries: Vec<_> = report.entries().iter().collect();
        // What was made here and now is judged by another pairing as well.
        let proofs = if expected.is_some() { Proofs::BothByArkworks } else { Proofs::NotAudited };
        let compared = compare_tuples(self, &tuples, &entries, proofs);
        public_faults.extend(compared.map_err(VerifyBatchError::Randomness)?);
        let secret = match self.is_whole() {
            true => Some(check_secrets(self, &tuples, secrets, expected, progress)?),
            false => None,
        };
        progress.end();
        Ok(Verification { report, public_faults, record, secret })
    }

    /// Compares the public files beside the lists with the manifest: their digests, and the ceremony record. With a manifest
    /// alone there is nothing to compare.
    #[must_use]
    pub fn check_public_files(&self) -> (Vec<BatchFault>, RecordCheck) {
        if self.is_manifest_alone() {
            return (Vec::new(), RecordCheck::NotCompared);
        }
        let mut faults = if self.is_whole() { check_root(self.root(), self.layout()) } else { Vec::new() };
        faults.extend(check_digests(self.layout(), self.manifest()));
        let record = check_record(self).unwrap_or_else(|fault| {
            faults.push(fault);
            RecordCheck::Whole
        });
        (faults, record)
    }

    /// Whether there are as many tuples as the manifest lists keys.
    #[must_use]
    pub fn check_count(&self, tuples: &[UnverifiedKeyStore]) -> Option<BatchFault> {
        let (actual, expected) = (tuples.len(), self.manifest().keys().len());
        let file = self.layout().staker_output();
        (actual != expected).then_some(BatchFault::Count { file, actual, expected })
    }

    /// Compares the manifest with the tuples of the staker output, which have been audited: for callers who audit the tuples
    /// of several batches together.
    ///
    /// # Errors
    /// That of the random generator.
    pub fn compare(&self, tuples: &[UnverifiedKeyStore], audited: &[&Entry]) -> Result<Vec<BatchFault>, SysError> {
        compare_tuples(self, tuples, audited, Proofs::NotAudited)
    }

    /// Opens every secret file and compares its key with the public files: with the key in G1, which the pairings of the
    /// audit and of [`Batch::compare`] tie all the rest to. So it is for tuples that both have seen.
    ///
    /// # Errors
    /// [`VerifyBatchError`]; what is wrong with the files is in the [`SecretCheck`].
    pub fn check_secrets(
        &self,
        tuples: &[UnverifiedKeyStore],
        secrets: &Secrets<'_>,
        progress: &dyn Progress,
    ) -> Result<SecretCheck, VerifyBatchError> {
        progress.begin(Step::Open, tuples.len());
        let secret = check_secrets(self, tuples, secrets, None, progress)?;
        progress.end();
        Ok(secret)
    }
}
