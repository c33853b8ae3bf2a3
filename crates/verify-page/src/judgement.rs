//! What the page is told.

use aztec_staking_registry::audit::Severity;
use serde::Serialize;

use crate::FileJudgement;

/// What there is to say of all files. Its JSON is what the page shows.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// The version of this crate, which is that of `keygen`.
    pub version: &'static str,
    /// What the gas was held against.
    pub gas_limit: u64,
    /// The worst of the files.
    pub verdict: Verdict,
    /// How many tuples there are, unreadable ones included.
    pub entries: usize,
    /// The highest gas estimate; none where no key could be read.
    pub highest_gas_estimate: Option<u64>,
    /// How many entries have an attester or a key that an earlier one has.
    pub duplicates: usize,
    /// How many faults there are.
    pub faults: usize,
    /// How many warnings there are.
    pub warnings: usize,
    /// The files, in the order in which they came.
    pub files: Vec<FileJudgement>,
}

/// In a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Verdict {
    /// Nothing is wrong.
    Sound,
    /// Somebody should look.
    Warning,
    /// The keys are not to be registered.
    Fault,
}

impl Verdict {
    /// The worst of these severities.
    pub(crate) fn of(severities: impl Iterator<Item = Severity>) -> Self {
        severities.max().map_or(Self::Sound, |severity| match severity {
            Severity::Warning => Self::Warning,
            Severity::Error => Self::Fault,
        })
    }
}
