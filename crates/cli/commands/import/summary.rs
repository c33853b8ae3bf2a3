//! What the operator sees when keys have been imported.

use std::path::Path;

use serde::Serialize;

use crate::{
    cli::{ImportArgs, Proof},
    new_batch::{Made, NewBatch},
    output::Shown,
};

/// The summary, as text or as JSON.
pub(super) fn summary(batch: &NewBatch, made: &Made, args: &ImportArgs) -> String {
    if args.json {
        let facts = Facts {
            directory: batch.out.display().to_string(),
            count: batch.count,
            proof: args.proof,
            encrypted: batch.head.encrypted,
            manifest_sha256: made.manifest_digest(),
            highest_gas_estimate: made.highest_gas,
            attesters: made.attesters.iter().map(ToString::to_string).collect(),
        };
        return serde_json::to_string_pretty(&facts).expect("strings and numbers always are JSON");
    }
    let mut text = batch.report(made, None);
    if batch.head.source.given_attesters {
        text.push_str("The attesters' ETH keys are not in the file; the node needs the remote signer for them.\n");
    }
    if batch.head.encrypted {
        let file = Shown(&args.file).to_string();
        let file = if args.file == Path::new("-") { "What you imported" } else { &file };
        text.push_str(&format!("{file} has these keys in plain text. When the node runs on secret/, destroy it.\n"));
        text.push_str("Nothing restores the keys but secret/, and their mnemonic if you have it. Keep a copy.\n");
    }
    text.push_str(&format!("Check at any time: keygen verify {}", Shown(&batch.out)));
    text
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    directory: String,
    count: u32,
    proof: Proof,
    encrypted: bool,
    manifest_sha256: String,
    highest_gas_estimate: u64,
    attesters: Vec<String>,
}
