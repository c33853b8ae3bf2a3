//! `keygen recover-check`: does this mnemonic give back the keys of that batch?

mod error;
mod secrets;

use aztec_keystore_batch::{Batch, KeyDifference};
use serde::Serialize;

use crate::{
    cli::RecoverCheckArgs,
    output::{self, RUN_AGAIN},
    progress::Bars,
};
pub(crate) use error::RecoverCheckError;

pub(crate) fn run(args: &RecoverCheckArgs) -> Result<(), RecoverCheckError> {
    let batch = Batch::open(&args.directory)?;
    let secrets = secrets::read(args, batch.manifest().origin())?;
    // The public files must be sound before anything can be compared with them.
    let damaged = |fault| RecoverCheckError::Damaged { directory: args.directory.clone(), fault };
    let tuples = batch.read_tuples().map_err(damaged)?;
    if let Some(fault) = batch.check_public_files().0.into_iter().chain(batch.check_count(&tuples)).next() {
        return Err(damaged(fault));
    }
    let differences = batch.recover(&tuples, &secrets, &Bars::new(args.quiet))?;

    let result = Compared::new(&batch, &differences);
    let report = if args.json { result.json() } else { result.text(&batch, &differences) };
    match result.not_restored {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        keys => {
            output::findings(&report);
            Err(RecoverCheckError::Differences { keys, directory: args.directory.clone() })
        }
    }
}

/// What there is to report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Compared {
    directory: String,
    keys: usize,
    restored: usize,
    not_restored: usize,
    master_fingerprint: Option<String>,
    ikm_fingerprint: Option<String>,
    /// ETH keys cannot be compared where the attesters were given.
    eth_keys_compared: bool,
    differences: Vec<Listed>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    entry: usize,
    index: u32,
    fields: Vec<&'static str>,
}

impl Compared {
    fn new(batch: &Batch, differences: &[KeyDifference]) -> Self {
        let manifest = batch.manifest();
        let keys = manifest.keys().len();
        let listed = |KeyDifference { entry, index, fields }: &KeyDifference| Listed {
            entry: *entry,
            index: index.get(),
            fields: fields.clone(),
        };
        Self {
            directory: batch.root().display().to_string(),
            keys,
            restored: keys - differences.len(),
            not_restored: differences.len(),
            master_fingerprint: manifest.origin().mnemonic_fingerprint().map(|fingerprint| fingerprint.to_string()),
            ikm_fingerprint: manifest.origin().ikm_fingerprint().map(|fingerprint| fingerprint.to_string()),
            eth_keys_compared: !manifest.given_attesters(),
            differences: differences.iter().map(listed).collect(),
        }
    }

    fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers always are JSON")
    }

    fn text(&self, batch: &Batch, differences: &[KeyDifference]) -> String {
        let directory = output::one_line(&self.directory);
        let mut lines: Vec<String> = differences
            .iter()
            .map(|KeyDifference { entry, index, fields }| {
                format!("fault: {directory}, entry {entry} (index {index}): {} differ", fields.join(", "))
            })
            .collect();
        let origin = batch.manifest().origin();
        let restore = match (origin.mnemonic_fingerprint(), origin.ikm_fingerprint()) {
            (Some(_), Some(_)) => "the mnemonic and the key material restore",
            (None, Some(_)) => "the key material restores",
            _ => "the mnemonic restores",
        };
        let keys = if self.keys == 1 { "its key".to_owned() } else { format!("all {} keys", self.keys) };
        let eth = if self.eth_keys_compared { "" } else { "; the attesters were given, so no ETH key belongs to it" };
        lines.push(match self.not_restored {
            0 => format!("{directory}: {restore} {keys}{eth}"),
            keys => format!("{directory}: {keys} of {} NOT RESTORED", self.keys),
        });
        lines.join("\n")
    }
}
