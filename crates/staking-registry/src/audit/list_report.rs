//! What an audit says of one list, as data that is shown or stored.

use core::fmt;

use alloy_primitives::Address;
use bn254_bls::gas::PopGasLimit;

use super::entry::Entry;
use super::finding::{Finding, Severity};
use super::message::Message;
use super::report::Report;
use crate::Field;

/// What an audit says of one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListReport {
    /// The numbers of the whole list.
    pub summary: ListSummary,
    /// The entries that could be read, in their order.
    pub tuples: Vec<TupleReport>,
    /// A sentence for each finding that is a warning.
    pub warnings: Vec<String>,
    /// A sentence for each finding that is an error.
    pub faults: Vec<String>,
}

/// The numbers of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct ListSummary {
    /// How many proofs sign which message.
    pub proofs: ProofCounts,
    /// The highest gas estimate of an entry; none where no key could be read.
    pub highest_gas_estimate: Option<u64>,
    /// The gas that the contract gives to the verification of a proof.
    pub gas_limit: u64,
}

impl Default for ListSummary {
    /// Those of an empty list.
    fn default() -> Self {
        Self { proofs: ProofCounts::default(), highest_gas_estimate: None, gas_limit: PopGasLimit::DEFAULT.get() }
    }
}

/// How many proofs sign which message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ProofCounts {
    /// pk1, as the contract wants it.
    pub registration: usize,
    /// The word "feedback".
    pub feedback: usize,
    /// Neither of them.
    pub neither: usize,
}

/// The counts that are not zero: `2 registration, 1 neither`.
impl fmt::Display for ProofCounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.registration, Message::Registration),
            (self.feedback, Message::Feedback),
            (self.neither, Message::Neither),
        ];
        let counts = counts.iter().filter(|(count, _)| *count > 0);
        f.write_str(&counts.map(|(count, message)| format!("{count} {message}")).collect::<Vec<_>>().join(", "))
    }
}

/// What an audit says of one entry that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
pub struct TupleReport {
    /// Its position in the list, from 0.
    pub entry: usize,
    /// Its attester.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::serialize::as_text"))]
    pub attester: Address,
    /// What its proof signs.
    pub message: Message,
    /// How often pk1 was hashed until a point came out; none where a field holds no point.
    pub attempts: Option<u32>,
    /// The square roots taken on the way, which the gas estimate counts; none where a field holds no point.
    pub square_roots: Option<u32>,
    /// The gas that verifying the proof is estimated at; none where a field holds no point.
    pub gas_estimate: Option<u64>,
    /// What somebody should look at.
    pub warnings: Vec<Remark>,
    /// What is wrong.
    pub faults: Vec<Remark>,
}

impl TupleReport {
    /// The highest severity of its remarks; none where there is no remark.
    #[must_use]
    pub fn severity(&self) -> Option<Severity> {
        let warning = (!self.warnings.is_empty()).then_some(Severity::Warning);
        if self.faults.is_empty() { warning } else { Some(Severity::Error) }
    }
}

/// What is wrong with an entry, in words that stay the same when messages are reworded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Remark {
    /// What it is, as [`Fault::code`](super::Fault::code).
    pub code: &'static str,
    /// The field that has it; empty where it is about the whole entry.
    pub field: &'static str,
}

impl Report {
    /// What there is to say of the list at this position, from 0.
    #[must_use]
    pub fn list(&self, position: usize) -> ListReport {
        let mut list = ListReport::default();
        list.summary.gas_limit = self.gas_limit().get();
        for entry in self.entries().iter().filter(|entry| entry.location.list == position) {
            list.add_entry(entry);
        }
        for finding in self.findings().iter().filter(|finding| finding.location.list == position) {
            list.add_finding(finding, self.describe(finding));
        }
        list
    }
}

impl ListReport {
    fn add_entry(&mut self, entry: &Entry) {
        let ListSummary { proofs, highest_gas_estimate, .. } = &mut self.summary;
        *match entry.message {
            Message::Registration => &mut proofs.registration,
            Message::Feedback => &mut proofs.feedback,
            Message::Neither => &mut proofs.neither,
        } += 1;
        *highest_gas_estimate = (*highest_gas_estimate).max(entry.gas());
        self.tuples.push(TupleReport {
            entry: entry.location.entry,
            attester: entry.attester,
            message: entry.message,
            attempts: entry.hashed_point.map(|point| point.attempts()),
            square_roots: entry.hashed_point.map(|point| point.square_roots()),
            gas_estimate: entry.gas(),
            warnings: Vec::new(),
            faults: Vec::new(),
        });
    }

    fn add_finding(&mut self, finding: &Finding, sentence: String) {
        let remark = Remark { code: finding.fault.code(), field: finding.fault.field().map_or("", Field::name) };
        // An entry that cannot be read is not among the tuples.
        let position = self.tuples.binary_search_by_key(&finding.location.entry, |tuple| tuple.entry);
        let tuple = position.ok().map(|position| &mut self.tuples[position]);
        let (remarks, sentences) = match finding.severity {
            Severity::Error => (tuple.map(|tuple| &mut tuple.faults), &mut self.faults),
            Severity::Warning => (tuple.map(|tuple| &mut tuple.warnings), &mut self.warnings),
        };
        sentences.push(sentence);
        remarks.into_iter().for_each(|remarks| remarks.push(remark));
    }
}
