//! What the page shows of one file.

use aztec_staking_registry::{
    audit::{Message, ProofCounts, Report, Severity},
    public_file::{CallFinding, Contents, PublicFile},
};
use serde::Serialize;

use crate::{Call, Tuple, Verdict};

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
    /// What else there is to say.
    pub notes: Vec<String>,
    /// A sentence for everything that somebody should look at.
    pub warnings: Vec<String>,
    /// A sentence for everything that is wrong.
    pub faults: Vec<String>,
    /// The entries.
    pub tuples: Vec<Tuple>,
}

impl FileJudgement {
    /// Of a file of which nothing is known yet but its name and its digest.
    pub(crate) fn new(name: String, sha256: String) -> Self {
        Self {
            name,
            kind: None,
            sha256,
            verdict: Verdict::Sound,
            entries: 0,
            proofs: ProofCounts::default(),
            highest_gas_estimate: None,
            calls: Vec::new(),
            notes: Vec::new(),
            warnings: Vec::new(),
            faults: Vec::new(),
            tuples: Vec::new(),
        }
    }

    /// Takes what there is to say before its tuples are judged.
    pub(crate) fn add_calls(&mut self, public: &PublicFile) {
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
    pub(crate) fn fault(&mut self, what: &str) {
        self.faults.push(format!("{}: {what}", self.name));
    }
}
