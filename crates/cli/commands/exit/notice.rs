//! What is told before exits are signed, and afterwards.

use std::{fmt::Write as _, path::PathBuf};

use aztec_staking_registry::{
    NonZeroAddress,
    exits::{ExitDomain, SignedExits},
};

use crate::cli::ExitFormat;
use aztec_operator::{counted::Counted, input::When, output::Shown};

/// So many attesters are named, and the others counted.
const NAMED: usize = 20;

/// What will be signed, in plain words, before anybody says yes.
pub(super) fn notice(attesters: &[NonZeroAddress], domain: &ExitDomain, when: &When) -> String {
    let mut text = format!("To be signed: {}\n", exits(attesters.len()));
    for attester in attesters.iter().take(NAMED) {
        let _ = writeln!(text, "  {attester}");
    }
    if let Some(others) = attesters.len().checked_sub(NAMED).filter(|others| *others > 0) {
        let _ = writeln!(text, "  and {others} more");
    }
    let (rollup, chain_id) = (domain.rollup(), domain.chain_id());
    let _ = write!(
        text,
        "An exit cannot be undone, and an attester that has left can never register again, with any key.\n\
         Whoever has the file can use it until {when}.\n\
         It is good for the rollup {rollup} on chain {chain_id} alone, and not for the next version of the rollup."
    );
    text
}

/// What was written, and what to do with it.
pub(super) fn written(signed: &SignedExits, when: &When, format: ExitFormat, files: &[PathBuf]) -> String {
    let (rollup, chain_id) = (signed.domain().rollup(), signed.domain().chain_id());
    let mut text = format!(
        "{} signed for the rollup {rollup} on chain {chain_id}, good until {when}\n",
        exits(signed.exits().len())
    );
    if format != ExitFormat::Json {
        let calls = signed.calls();
        let most = calls.iter().map(|call| call.gas).max().unwrap_or_default();
        let calls = Counted(calls.len(), "call", "calls");
        let _ = writeln!(text, "{calls} of at most {most} gas each, as estimated");
    }
    for file in files {
        let _ = writeln!(
            text,
            "written to {} (mode 0600): keep it from others, and destroy it when it is used or not needed",
            Shown(file)
        );
    }
    text.truncate(text.trim_end().len());
    text
}

fn exits(count: usize) -> Counted {
    Counted(count, "exit", "exits")
}
