//! One of the paths: reading it, and what the audit says of its tuples.

use std::path::Path;

use bn254_bls::ProofKind;
use staking_registry::{
    Claim,
    audit::{Fault, Finding, Report, Severity},
    calldata::AddedKeys,
    public_file::{PublicFile, RegistryCall},
};

use super::{
    VerifyFailure,
    found::{Call, Found, Recipient},
};
use crate::{
    batch_dir::Layout,
    check::{PublicPart, read_public_part},
    input::{StdinOnce, read_public},
    progress,
};

/// One of the paths, with what was read from it and what was found.
pub(super) struct Subject {
    pub(super) claims: Vec<Claim>,
    /// Only a batch directory has one.
    pub(super) public: Option<PublicPart>,
    pub(super) found: Found,
}

impl Subject {
    /// Reads a directory or a file. One that holds no tuples is a fault like any other, so that the paths beside it are
    /// verified all the same.
    pub(super) fn read(path: &Path, stdin: &mut StdinOnce, quiet: bool) -> Result<Self, VerifyFailure> {
        let mut found = Found::nothing_yet(path.display().to_string());
        let typed = path == Path::new("-");
        let bar = progress::busy("reading", quiet || typed);
        let (claims, public) = if path.is_dir() {
            if !Layout::new(path).manifest().exists() {
                return Err(VerifyFailure::NotABatch { path: path.to_owned() });
            }
            let mut faults = Vec::new();
            let public = read_public_part(path, &mut faults);
            found.add_directory_faults(&faults);
            found.warnings.extend(public.as_ref().and_then(|public| public.record.warning(path)));
            (public.as_ref().map(|public| public.claims.clone()).unwrap_or_default(), public)
        } else {
            let claims = match PublicFile::read(&read_public("PATH", path, stdin)?) {
                Ok(file) => {
                    found.add_calls(&file);
                    file.claims()
                }
                Err(source) => {
                    found.faults.push(format!("{}: {source}", found.path));
                    Vec::new()
                }
            };
            (claims, None)
        };
        bar.finish_and_clear();
        found.entries = claims.len();
        Ok(Self { claims, public, found })
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

/// The calls that add keys, and a warning for each of those that do something else.
pub(super) fn calls_in(file: &PublicFile, path: &str) -> (Vec<Call>, Vec<String>) {
    let (mut calls, mut warnings) = (Vec::new(), Vec::new());
    let mut first = 0;
    let mut add = |number, added: &AddedKeys, recipient| {
        let keys = added.claims.len();
        calls.push(Call { number, provider_id: added.provider.get(), keys, first, last: first + keys - 1, recipient });
        first += keys;
    };
    match file {
        PublicFile::StakerOutput(_) => {}
        PublicFile::Calldata(added) | PublicFile::Calls(added) => {
            (1..).zip(added).for_each(|(number, added)| add(number, added, None));
        }
        PublicFile::SafeBatch { contents, calls } => {
            for (number, (call, transaction)) in (1..).zip(calls.iter().zip(&contents.transactions)) {
                let registry = transaction.to.to_checksum(None);
                match call {
                    RegistryCall::AddKeys(added) => {
                        add(number, added, Some(Recipient { registry, chain_id: contents.chain_id }));
                    }
                    RegistryCall::Other(function) => warnings.push(format!(
                        "{path}, call {number}: calls {} of {registry}, which adds no keys and is not checked here; look \
                         at it before anybody signs",
                        function.name()
                    )),
                }
            }
        }
    }
    (calls, warnings)
}
