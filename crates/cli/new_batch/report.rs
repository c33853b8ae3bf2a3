//! What the operator sees of every new batch.

use std::fmt::Write as _;

use aztec_keystore_batch::{
    Batch, ManifestKey,
    key_notes::{candidate_notes, gas_notes},
};
use aztec_operator::{counted::Counted, output::Shown};

/// When the summary cannot be printed.
pub(crate) const SUMMARY_LOST: &str = "the directory is complete and in place, only this summary is lost";

/// What was written, in words. `derived` says how the keys were derived, where they were.
pub(crate) fn report(batch: &Batch, derived: Option<&str>) -> String {
    let manifest = batch.manifest();
    let keys = manifest.keys();
    let mut text = String::new();
    let mut line = |line: &str| {
        let _ = writeln!(text, "{line}");
    };
    line(&format!("{} in {}, each read back and verified", Counted(keys.len(), "key", "keys"), Shown(batch.root())));
    line("");
    if let Some(derived) = derived {
        line(&format!("  derived    {derived}"));
    }
    line(&format!("  attesters  {}", first_and_last(keys)));
    line(&format!("  gas        at most {} of {} for a proof", manifest.highest_gas_estimate(), manifest.gas_limit()));
    if let Some(calls) = manifest.destination() {
        line(&format!("  goes to    {calls}"));
    }
    line("  manifest   sha256, in the groups that public/ceremony.html shows:");
    batch.manifest_digest().lines_of_groups().iter().for_each(|groups| line(&format!("             {groups}")));
    line("  record     public/ceremony.html, to compare aloud, print and sign");
    line("");
    line("  public/    may leave this machine, but is confidential until it is registered:");
    line("             whoever has it could register these keys first");
    if batch.manifest().is_encrypted() {
        line("  secret/    encrypted; for the node's host alone");
    } else {
        line("  secret/    NOT ENCRYPTED, for test networks only");
    }
    line("");
    candidate_notes(manifest).iter().chain(&gas_notes(manifest)).for_each(|note| line(note));
    text
}

fn first_and_last(keys: &[ManifestKey]) -> String {
    match keys {
        [] => String::new(),
        [one] => one.attester.to_string(),
        [first, .., last] => format!("{} to\n             {}", first.attester, last.attester),
    }
}
