//! `keygen recover-check`: does this mnemonic give back the keys of that batch?

mod error;
mod secrets;
mod tuples;

use std::path::Path;

use aztec_keystore_batch::{Batch, BatchFault, RecoverError, RecoveryReport, manifest, recover_staker_output};

use crate::cli::RecoverCheckArgs;
use aztec_operator::{
    command_error::CommandError,
    input::{StdinOnce, is_file, read_public},
    interrupt::Interrupted,
    output::{self, RUN_AGAIN, one_line},
    progress::Bars,
    screen_width::fitted,
};
use error::RecoverCheckError;

pub(crate) fn run(args: &RecoverCheckArgs) -> Result<(), CommandError> {
    let stdin = &mut StdinOnce::check([
        ("PATH", Some(args.path.as_path())),
        ("--mnemonic-file", args.mnemonic_file.as_deref()),
        ("--passphrase-file", args.passphrase_file.as_deref()),
        ("--ikm-file", args.ikm_file.as_deref()),
        ("--password-file", args.password_file.as_deref()),
    ])?;
    let result = match text_of_file(&args.path, stdin)? {
        Some(text) => with_tuples(args, &text, stdin),
        None => with_manifest(args, stdin),
    }?;
    let report = if args.json { output::json(&result) } else { fitted(&text(&result)) };
    match result.not_restored {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        keys => {
            output::findings(&report);
            Err(RecoverCheckError::Differences { keys, directory: args.path.clone() }.into())
        }
    }
}

/// What is in a file, unless it is a manifest.
fn text_of_file(path: &Path, stdin: &mut StdinOnce) -> Result<Option<String>, CommandError> {
    if path != Path::new("-") && !is_file("PATH", path)? {
        return Ok(None);
    }
    let text = read_public("PATH", path, stdin)?;
    Ok((!manifest::has_its_members(&text)).then_some(text))
}

fn with_manifest(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<RecoveryReport, CommandError> {
    let batch = Batch::open(&args.path).map_err(RecoverCheckError::Open)?;
    if let Some(option) = args.from.given() {
        return Err(RecoverCheckError::InManifest { option, path: args.path.clone() }.into());
    }
    let secrets = secrets::read(args, batch.manifest().origin(), stdin)?;
    // The public files must be sound before anything can be compared with them.
    let damaged = |fault: BatchFault| match fault.is_of_the_system() {
        true => RecoverCheckError::Unread(fault),
        false => RecoverCheckError::Damaged { directory: args.path.clone(), fault },
    };
    let tuples = match batch.is_manifest_alone() {
        true => None,
        false => Some(batch.read_tuples().map_err(damaged)?),
    };
    let count = tuples.as_ref().and_then(|tuples| batch.check_count(tuples));
    if let Some(fault) = batch.check_public_files().0.into_iter().chain(count).next() {
        return Err(damaged(fault).into());
    }
    recovered(batch.recover(tuples.as_deref(), &secrets, &Bars::new(args.quiet)))
}

fn with_tuples(args: &RecoverCheckArgs, text: &str, stdin: &mut StdinOnce) -> Result<RecoveryReport, CommandError> {
    let derivation = args.from.resolve().map_err(RecoverCheckError::UnusedGasOption)?;
    let tuples = tuples::read(&args.path, text)?;
    let secrets = secrets::read_without_manifest(args, stdin)?;
    let name = args.path.display().to_string();
    recovered(recover_staker_output(&name, &tuples, derivation, &secrets, &Bars::new(args.quiet)))
}

fn recovered(result: Result<RecoveryReport, RecoverError>) -> Result<RecoveryReport, CommandError> {
    match result {
        Err(RecoverError::Cancelled(cancelled)) => Err(Interrupted::from(cancelled).into()),
        result => Ok(result.map_err(RecoverCheckError::Recover)?),
    }
}

fn text(report: &RecoveryReport) -> String {
    let directory = one_line(&report.directory);
    let differences = report.differences.iter();
    let mut lines: Vec<_> = differences.map(|difference| format!("fault: {directory}, {difference}")).collect();
    let restore = match (&report.master_fingerprint, &report.ikm_fingerprint) {
        (Some(_), Some(_)) => "the mnemonic and the key material restore",
        (None, Some(_)) => "the key material restores",
        _ => "the mnemonic restores",
    };
    let keys = if report.keys == 1 { "its key".to_owned() } else { format!("all {} keys", report.keys) };
    let eth = match report.eth_keys_compared {
        true => "",
        false if report.manifest_compared => "; the attesters were given, so no ETH key belongs to it",
        false => "; without a mnemonic, the attesters were not compared",
    };
    let tuples = if report.tuples_compared { "" } else { "; the manifest alone was compared, which has no keys in G2" };
    lines.push(match report.not_restored {
        0 => format!("{directory}: {restore} {keys}{eth}{tuples}"),
        keys => format!("{directory}: {keys} of {} NOT RESTORED", report.keys),
    });
    lines.join("\n")
}
