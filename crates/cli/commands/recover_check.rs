//! `keygen recover-check`: does this mnemonic give back the keys of that batch?

mod error;
mod secrets;

use aztec_keystore_batch::{Batch, RecoverError, RecoveryReport};

use crate::cli::RecoverCheckArgs;
use aztec_operator::{
    command_error::CommandError,
    interrupt::Interrupted,
    output::{self, RUN_AGAIN, one_line},
    progress::Bars,
    screen_width::fitted,
};
use error::RecoverCheckError;

pub(crate) fn run(args: &RecoverCheckArgs) -> Result<(), CommandError> {
    let batch = Batch::open(&args.directory).map_err(RecoverCheckError::Open)?;
    let secrets = secrets::read(args, batch.manifest().origin())?;
    // The public files must be sound before anything can be compared with them.
    let damaged = |fault| RecoverCheckError::Damaged { directory: args.directory.clone(), fault };
    let tuples = batch.read_tuples().map_err(damaged)?;
    if let Some(fault) = batch.check_public_files().0.into_iter().chain(batch.check_count(&tuples)).next() {
        return Err(damaged(fault).into());
    }
    let result = match batch.recover(&tuples, &secrets, &Bars::new(args.quiet)) {
        Err(RecoverError::Cancelled(cancelled)) => return Err(Interrupted::from(cancelled).into()),
        result => result.map_err(RecoverCheckError::Recover)?,
    };
    let report = if args.json { output::json(&result) } else { fitted(&text(&result)) };
    match result.not_restored {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        keys => {
            output::findings(&report);
            Err(RecoverCheckError::Differences { keys, directory: args.directory.clone() }.into())
        }
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
    let eth = if report.eth_keys_compared { "" } else { "; the attesters were given, so no ETH key belongs to it" };
    lines.push(match report.not_restored {
        0 => format!("{directory}: {restore} {keys}{eth}"),
        keys => format!("{directory}: {keys} of {} NOT RESTORED", report.keys),
    });
    lines.join("\n")
}
