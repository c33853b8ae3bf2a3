//! What the operator sees of every new batch.

use std::fmt::Write as _;

use aztec_staking_registry::NonZeroAddress;

use super::{Made, NewBatch};
use crate::output::Shown;

/// When the summary cannot be printed.
pub(crate) const SUMMARY_LOST: &str = "the directory is complete and in place, only this summary is lost";

impl NewBatch {
    /// What was written, in words. `derived` says how the keys were derived, where they were.
    pub(crate) fn report(&self, made: &Made, derived: Option<&str>) -> String {
        let mut text = String::new();
        let mut line = |line: &str| {
            let _ = writeln!(text, "{line}");
        };
        let s = if self.count == 1 { "" } else { "s" };
        line(&format!("{} key{s} in {}, each read back and verified", self.count, Shown(&self.out)));
        line("");
        if let Some(derived) = derived {
            line(&format!("  derived    {derived}"));
        }
        line(&format!("  attesters  {}", first_and_last(&made.attesters)));
        line(&format!(
            "  gas        at most {} of {} for a proof",
            made.highest_gas,
            bn254_bls::gas::PopGasLimit::DEFAULT
        ));
        line(&format!("  manifest   sha256 {}", made.manifest_digest()));
        line("  record     public/ceremony.html, to compare aloud, print and sign");
        line("");
        line("  public/    may leave this machine, but is confidential until it is registered:");
        line("             whoever has it could register these keys first");
        if self.protection.is_encrypted() {
            line("  secret/    encrypted; for the node's host alone");
        } else {
            line("  secret/    NOT ENCRYPTED, for test networks only");
        }
        line("");
        text
    }
}

impl Made {
    /// The digest by which two operators compare what they made.
    pub(crate) fn manifest_digest(&self) -> String {
        base16ct::lower::encode_string(&self.manifest_sha256.0)
    }
}

fn first_and_last(attesters: &[NonZeroAddress]) -> String {
    match attesters {
        [] => String::new(),
        [one] => one.to_string(),
        [first, .., last] => format!("{first} to {last}"),
    }
}
