//! What is said of a file of signed exits: whose they are, and until when they are good.

use aztec_operator::input::When;
use aztec_staking_registry::exits::{ExitAudit, ExitDomain};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ExitsReport {
    pub(super) entries: usize,
    /// How many have the signature of their attester; none where no signature was judged.
    signed: Option<usize>,
    /// Where they were judged to be good.
    rollup: Option<String>,
    chain_id: Option<u64>,
    /// Seconds since 1970; none where no entry could be read.
    first_deadline: Option<u64>,
    last_deadline: Option<u64>,
    #[serde(skip)]
    now: u64,
}

impl ExitsReport {
    pub(super) fn new(judged: &ExitAudit, domain: Option<&ExitDomain>, now: u64) -> Self {
        Self {
            entries: judged.entries,
            signed: judged.signed,
            rollup: domain.map(|domain| domain.rollup().to_string()),
            chain_id: domain.map(|domain| domain.chain_id().get()),
            first_deadline: judged.deadlines.map(|(first, _)| first.unix()),
            last_deadline: judged.deadlines.map(|(_, last)| last.unix()),
            now,
        }
    }

    /// A line on the deadlines, and one on the signatures.
    pub(super) fn text(&self) -> String {
        let when = |unix| When { unix, now: self.now };
        let mut text = match (self.first_deadline, self.last_deadline) {
            (Some(first), Some(last)) if first == last => format!("deadline: {}\n", when(first)),
            (Some(first), Some(last)) => format!("deadlines: {} to {}\n", when(first), when(last)),
            _ => String::new(),
        };
        if let (Some(signed), Some(rollup), Some(chain_id)) = (self.signed, &self.rollup, self.chain_id) {
            text += &format!("signatures: {signed} of their attesters, for the rollup {rollup} on chain {chain_id}\n");
        }
        text
    }

    pub(super) fn verdict(&self, sound: bool) -> &'static str {
        match (sound, self.signed) {
            (false, _) => "NOT SOUND",
            (true, Some(_)) => "every exit is signed by its attester; whoever has the file can use it",
            (true, None) => "no fault, but the signatures were not checked",
        }
    }
}
