//! What the page shows of one entry.

use aztec_staking_registry::{
    Field, UnverifiedKeyStore,
    audit::{Entry, EntryLocation, Finding, Message, Report, Severity},
};
use serde::Serialize;

use crate::Verdict;

/// What the page shows of one entry. Where it cannot be read, its remarks are all there is.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tuple {
    /// Its position in the file, from 0.
    pub entry: usize,
    /// In a word.
    pub verdict: Verdict,
    /// Its attester, with the checksum of EIP-55.
    pub attester: Option<String>,
    /// What its proof signs.
    pub message: Option<Message>,
    /// How often pk1 was hashed until a point came out.
    pub attempts: Option<u32>,
    /// The square roots taken on the way.
    pub square_roots: Option<u32>,
    /// The gas that verifying the proof is estimated at; none where a field holds no point.
    pub gas_estimate: Option<u64>,
    /// The compressed public key in G1, as manifests and ceremony records have it; none where a field holds no point.
    pub public_key: Option<String>,
    /// All words, as an entry of staker output.
    pub words: Option<UnverifiedKeyStore>,
    /// What is wrong with it.
    pub remarks: Vec<Remark>,
}

/// One thing that is wrong with an entry.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Remark {
    /// How much it matters.
    pub severity: Severity,
    /// What it is, in a word that stays the same.
    pub code: &'static str,
    /// The field that has it; empty where it is about the whole entry.
    pub field: &'static str,
    /// The sentence, without the place.
    pub text: String,
}

impl Tuple {
    /// An entry of which nothing is known yet.
    pub(crate) fn new(entry: usize, words: Option<UnverifiedKeyStore>) -> Self {
        Self {
            entry,
            verdict: Verdict::Sound,
            attester: words.map(|words| words.attester.to_checksum(None)),
            message: None,
            attempts: None,
            square_roots: None,
            gas_estimate: None,
            public_key: None,
            words,
            remarks: Vec::new(),
        }
    }

    /// Takes what the audit says of it, whether or not something is wrong.
    pub(crate) fn add(&mut self, entry: &Entry) {
        let key = entry.public_key.map(|key| key.g1.to_compressed());
        self.message = Some(entry.message);
        self.attempts = entry.hashed_point.map(|point| point.attempts());
        self.square_roots = entry.hashed_point.map(|point| point.square_roots());
        self.gas_estimate = entry.gas();
        self.public_key = key.map(|key| base16ct::lower::encode_string(&key));
    }

    /// Takes something that is wrong with it.
    pub(crate) fn add_finding(&mut self, finding: &Finding, report: &Report) {
        let EntryLocation { entry, .. } = finding.location;
        let sentence = report.describe(finding);
        let place = format!("{}, entry {entry}", report.label(finding.location));
        let text = sentence.strip_prefix(&place).unwrap_or(&sentence).trim_start_matches([',', ':', ' ']).to_owned();
        self.remarks.push(Remark {
            severity: finding.severity,
            code: finding.fault.code(),
            field: finding.fault.field().map_or("", Field::name),
            text,
        });
        self.verdict = Verdict::of(self.remarks.iter().map(|remark| remark.severity));
    }
}
