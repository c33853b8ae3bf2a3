//! `keygen recover-check`: does this mnemonic give back the keys of that batch?

mod compare;
mod error;
mod secrets;

use std::path::Path;

use aztec_staking_registry::manifest::Source;
use serde::Serialize;

use crate::{
    batch_dir::Layout,
    check::{DirFault, Directory, PublicPart, look_into, read_public_part},
    cli::RecoverCheckArgs,
    output::{self, RUN_AGAIN},
    progress,
};
use compare::{Difference, compare};
pub(crate) use error::RecoverCheckError;
use secrets::RecoverySecrets;

pub(crate) fn run(args: &RecoverCheckArgs) -> Result<(), RecoverCheckError> {
    let public = read_batch(&args.directory)?;
    if public.manifest.source().is_imported() {
        return Err(RecoverCheckError::Imported);
    }
    let secrets = RecoverySecrets::read(args, public.manifest.source())?;
    let bar = progress::bar("deriving", public.tuples.len() as u64, args.quiet);
    let differences = compare(&public, &secrets, |done| bar.inc(done))?;
    bar.finish_and_clear();

    let result = Compared::new(&args.directory, &public, &differences);
    let report = if args.json { result.json() } else { result.text(public.manifest.source(), &differences) };
    match result.not_restored {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        keys => {
            output::findings(&report);
            Err(RecoverCheckError::Differences { keys, directory: args.directory.clone() })
        }
    }
}

/// The public files, which must be sound before anything can be compared with them.
fn read_batch(directory: &Path) -> Result<PublicPart, RecoverCheckError> {
    let manifest = || Layout::new(directory).manifest();
    let damaged = |fault| RecoverCheckError::Damaged { directory: directory.to_owned(), fault };
    match look_into(directory) {
        Ok(Directory::Batch) => {}
        Ok(Directory::ManifestMissing) => return Err(damaged(DirFault::Missing { file: manifest() })),
        Ok(Directory::Other) => return Err(RecoverCheckError::NotABatch { directory: directory.to_owned() }),
        Err(source) => return Err(RecoverCheckError::Unreadable { path: manifest(), source }),
    }
    let mut faults = Vec::new();
    let public = read_public_part(directory, &mut faults);
    match (public, faults.into_iter().next()) {
        (_, Some(fault)) => Err(damaged(fault)),
        (public, None) => Ok(public.expect("what cannot be read is a fault")),
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
    fn new(directory: &Path, public: &PublicPart, differences: &[Difference]) -> Self {
        let source = public.manifest.source();
        let keys = public.tuples.len();
        Self {
            directory: directory.display().to_string(),
            keys,
            restored: keys - differences.len(),
            not_restored: differences.len(),
            master_fingerprint: source.master_fingerprint.clone(),
            ikm_fingerprint: source.ikm_fingerprint.clone(),
            eth_keys_compared: !source.given_attesters,
            differences: differences
                .iter()
                .map(|Difference { entry, index, fields }| Listed {
                    entry: *entry,
                    index: *index,
                    fields: fields.clone(),
                })
                .collect(),
        }
    }

    fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers always are JSON")
    }

    fn text(&self, source: &Source, differences: &[Difference]) -> String {
        let directory = output::one_line(&self.directory);
        let mut lines: Vec<String> = differences
            .iter()
            .map(|Difference { entry, index, fields }| {
                format!("fault: {directory}, entry {entry} (index {index}): {} differ", fields.join(", "))
            })
            .collect();
        let restore = match (&source.master_fingerprint, &source.ikm_fingerprint) {
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
