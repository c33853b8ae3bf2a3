//! What the operator sees when keys have been imported.

use std::path::Path;

use aztec_keystore_batch::{Batch, BatchFacts};
use aztec_node_keystore::Contents;
use serde::Serialize;

use crate::{cli::ImportArgs, new_batch::report};
use aztec_operator::{
    arguments::Proof,
    output::{self, Shown},
    screen_width::fitted,
};

/// The summary, as text or as JSON.
pub(super) fn summary(batch: &Batch, imported: Contents, args: &ImportArgs) -> String {
    let manifest = batch.manifest();
    if args.json {
        let facts = Facts { proof: args.proof, batch: BatchFacts::of(batch) };
        return output::json(&facts);
    }
    let mut text = report(batch, None);
    if manifest.given_attesters() {
        text.push_str("The attesters' ETH keys are not in the file; the node needs the remote signer for them.\n");
    }
    if manifest.is_encrypted() {
        let file = Shown(&args.file).to_string();
        let file = if args.file == Path::new("-") { "What you imported" } else { &file };
        text.push_str(&what_to_destroy(file, imported));
        text.push_str("Nothing restores the keys but secret/, and their mnemonic if you have it. Keep a copy.\n");
    }
    text.push_str(&format!("Check at any time: keygen verify {}", Shown(batch.root())));
    fitted(&text)
}

/// What of the old files opens without the new passwords.
fn what_to_destroy(file: &str, imported: Contents) -> String {
    let then = "When the node runs on secret/, destroy";
    match imported {
        Contents { plain_keys: true, files: false, .. } => {
            format!("{file} has these keys in plain text. {then} it.\n")
        }
        Contents { plain_keys: true, .. } => {
            format!("{file} has some of these keys in plain text. {then} it and the files that it names.\n")
        }
        Contents { files: true, passwords: true, .. } => {
            format!("{file} has the passwords of the files that it names. {then} it and them.\n")
        }
        Contents { files: true, .. } => {
            format!("The files that {file} names open with the old passwords. {then} them.\n")
        }
        _ => String::new(),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    proof: Proof,
    #[serde(flatten)]
    batch: BatchFacts,
}
