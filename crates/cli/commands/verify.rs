//! `keygen verify`: is everything as it must be?

mod directory;
mod error;
mod exits;
mod exits_report;
mod path_report;
mod subject;
mod text;

use aztec_encrypted_keystore::{OpeningKeys, Password};
use aztec_keystore_batch::VerifyBatchError;
use aztec_staking_registry::audit::{List, Report, audit_with_progress};
use rand::rngs::SysRng;

use crate::cli::VerifyArgs;
use aztec_operator::{
    command_error::CommandError,
    input::{PasswordError, Passwords, StdinOnce, Unread, passwords_for_reading, read_passphrase},
    jobs,
    output::{self, RUN_AGAIN},
    progress,
    screen_width::fitted,
};
use error::VerifyError;
use path_report::PathReport;
use subject::Subject;
use text::Detail;

pub(crate) fn run(args: &VerifyArgs) -> Result<(), CommandError> {
    let mut stdin = StdinOnce::default();
    let passphrase = read_passphrase(args.passphrase_file.as_deref(), &mut stdin)?;
    let read = args.paths.iter().map(|path| Subject::read(path, &mut stdin, args));
    let mut subjects = read.collect::<Result<Vec<_>, _>>()?;
    let passwords = passwords(args, &subjects, &mut stdin)?;

    // All tuples are audited together, so that an attester or a key that is in two of the paths is found.
    // What a file's key derivation takes is known when the file is read; derivations wait for each other where memory is short.
    let pool = jobs::pool(args.work.jobs, 0)?;
    // One derivation for each salt, whichever path it is in.
    let keys = passwords.as_ref().map(|both| both.map(OpeningKeys::of));
    let report = pool.install(|| audit_all(&subjects, args))?;
    for (list, subject) in subjects.iter_mut().enumerate() {
        subject.report.add_audit(report.list(list));
        pool.install(|| subject.check_directory(list, &report, args, keys.as_ref(), &passphrase))?;
    }

    let reports: Vec<_> = subjects.into_iter().map(|subject| subject.report).collect();
    let detail = Detail { public_only: args.public_only, every_entry: args.table };
    let report = if args.json { output::json(&reports) } else { fitted(&text::text(&reports, detail)) };
    match reports.iter().map(|report| report.faults.len()).sum() {
        0 => Ok(output::result(&report, RUN_AGAIN)?),
        faults => {
            output::findings(&report);
            // What is wrong with the keys outweighs that something else is not known.
            if !reports.iter().any(PathReport::is_faulty) {
                let files = reports.iter().map(|report| report.unread).sum();
                return Err(if files > 0 { Unread(files).into() } else { VerifyError::Misgiven.into() });
            }
            let exits_only = reports.iter().filter(|report| report.is_faulty()).all(|report| report.exits.is_some());
            let advice = if exits_only { "do not send these exits" } else { "do not register these keys" };
            Err(VerifyError::Faults { faults, advice }.into())
        }
    }
}

/// The passwords, where a directory has encrypted files to open.
fn passwords(
    args: &VerifyArgs,
    subjects: &[Subject],
    stdin: &mut StdinOnce,
) -> Result<Option<Passwords<Password>>, PasswordError> {
    let whole = |subject: &Subject| {
        subject.batch.as_ref().is_some_and(|batch| batch.is_whole() && batch.manifest().is_encrypted())
    };
    let needed = subjects.iter().any(whole);
    if args.public_only || !needed { Ok(None) } else { passwords_for_reading(&args.passwords, stdin) }
}

fn audit_all(subjects: &[Subject], args: &VerifyArgs) -> Result<Report, VerifyError> {
    let lists: Vec<_> = subjects.iter().map(Subject::list).collect();
    let total: usize = lists.iter().map(List::len).sum();
    let bar = progress::bar("verifying", total as u64, args.work.quiet);
    let (kind, limit) = (args.proof.into(), args.gas.pop_gas_limit);
    let report = audit_with_progress(&lists, kind, limit, &mut SysRng, |done| bar.set_position(done as u64));
    bar.finish_and_clear();
    report.map_err(|error| VerifyBatchError::Randomness(error).into())
}
