//! What the page shows of one file.

use aztec_staking_registry::{
    UnverifiedKeyStore,
    audit::{Message, ProofCounts, Report, Severity},
    exits::is_exit_file,
    public_file::{CallFinding, Contents, PublicFile},
    staker_output::EntryFault,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use strict_json::Escaped;

use crate::{Call, Dropped, Tuple, Verdict};

/// The entries of a file, those that cannot be read included.
pub(crate) type Entries = Vec<Result<UnverifiedKeyStore, EntryFault>>;

/// What there is to say of one file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileJudgement {
    /// Its name; what would not be seen in it is escaped.
    pub name: String,
    /// What it is; none where it cannot be told, or holds no tuples.
    pub kind: Option<&'static str>,
    /// Its digest, as `sha256sum` prints it.
    pub sha256: String,
    /// In a word.
    pub verdict: Verdict,
    /// How many entries it has, unreadable ones included.
    pub entries: usize,
    /// What their proofs sign.
    pub proofs: ProofCounts,
    /// The highest gas estimate; none where no key could be read.
    pub highest_gas_estimate: Option<u64>,
    /// The calls in it that add keys.
    pub calls: Vec<Call>,
    /// A sentence for everything that somebody should look at.
    pub warnings: Vec<String>,
    /// A sentence for everything that is wrong.
    pub faults: Vec<String>,
    /// The entries.
    pub tuples: Vec<Tuple>,
}

impl FileJudgement {
    /// Reads a file, and says what there is to say before its tuples are judged.
    pub(crate) fn read(dropped: &Dropped<'_>) -> (Self, Entries) {
        let mut file = Self {
            name: Escaped(&dropped.name).to_string(),
            kind: None,
            sha256: base16ct::lower::encode_string(&Sha256::digest(dropped.bytes)),
            verdict: Verdict::Sound,
            entries: 0,
            proofs: ProofCounts::default(),
            highest_gas_estimate: None,
            calls: Vec::new(),
            warnings: Vec::new(),
            faults: Vec::new(),
            tuples: Vec::new(),
        };
        let entries = match str::from_utf8(dropped.bytes) {
            Ok(text) if is_exit_file(text) => {
                file.fault("holds signed exits and no tuples; keygen verify checks it, with --rollup and --chain-id");
                Vec::new()
            }
            Ok(text) => match PublicFile::read(text) {
                Ok(public) => {
                    file.add_calls(&public);
                    public.entries()
                }
                Err(error) => {
                    file.fault(&error.to_string());
                    Vec::new()
                }
            },
            Err(_) => {
                file.fault("is not plain text (UTF-8), so it holds no tuples; take the original file");
                Vec::new()
            }
        };
        file.entries = entries.len();
        let tuple =
            |(entry, read): (usize, &Result<UnverifiedKeyStore, _>)| Tuple::new(entry, read.as_ref().ok().copied());
        file.tuples = entries.iter().enumerate().map(tuple).collect();
        (file, entries)
    }

    fn add_calls(&mut self, public: &PublicFile) {
        self.kind = Some(match &public.contents {
            Contents::StakerOutput(_) => "staker output",
            Contents::Calldata(_) => "calldata",
            Contents::SafeBatch { .. } => "batch for a Safe",
            _ => "file of calls",
        });
        let report = public.calls();
        self.calls = report.calls.iter().map(Call::from).collect();
        report.findings.iter().for_each(|finding| self.add_call_finding(finding));
        public.faults.iter().for_each(|fault| self.fault(&fault.to_string()));
    }

    fn add_call_finding(&mut self, finding: &CallFinding) {
        let place = finding.call().map(|call| format!(", call {call}")).unwrap_or_default();
        let remedy = match finding {
            CallFinding::AddsNoKeys { .. } => "; do not sign the batch before somebody has looked at this call",
            _ => "",
        };
        let sentence = format!("{}{place}: {finding}{remedy}", self.name);
        match finding.severity() {
            Severity::Error => self.faults.push(sentence),
            Severity::Warning => self.warnings.push(sentence),
        }
    }

    /// Takes what the audit says of the list at this position, which is that of this file.
    pub(crate) fn add_report(&mut self, report: &Report, position: usize) {
        for entry in report.entries().iter().filter(|entry| entry.location.list == position) {
            *match entry.message {
                Message::Registration => &mut self.proofs.registration,
                Message::Feedback => &mut self.proofs.feedback,
                Message::Neither => &mut self.proofs.neither,
            } += 1;
            self.highest_gas_estimate = self.highest_gas_estimate.max(entry.gas());
            self.tuples[entry.location.entry].add(entry);
        }
        for finding in report.findings().iter().filter(|finding| finding.location.list == position) {
            self.tuples[finding.location.entry].add_finding(finding, report);
            match finding.severity {
                Severity::Error => self.faults.push(report.describe(finding)),
                Severity::Warning => self.warnings.push(report.describe(finding)),
            }
        }
        self.verdict = match (self.faults.is_empty(), self.warnings.is_empty()) {
            (false, _) => Verdict::Fault,
            (true, false) => Verdict::Warning,
            (true, true) => Verdict::Sound,
        };
    }

    /// Something is wrong with the file as a whole.
    fn fault(&mut self, what: &str) {
        self.faults.push(format!("{}: {what}", self.name));
    }
}
