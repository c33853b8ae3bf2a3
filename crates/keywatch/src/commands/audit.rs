//! `keywatch audit`.

mod report;

use std::path::Path;

use aztec_provider::audit::{Audit, Fate, Known};
use aztec_staking_registry::{UnverifiedKeyStore, public_file::PublicFile};

use crate::{
    cli::{AuditArgs, ExpectedArgs},
    connect::Connection,
    failure::Failure,
    file, output,
    settings::Watch,
    status::Status,
};

pub(super) fn run(args: &AuditArgs) -> Result<Status, Failure> {
    let new = args.before.as_deref().map(read_tuples).transpose()?.unwrap_or_default();
    let known = args.known.as_deref().map(Known::read).transpose().map_err(Failure::Known)?;
    let watch = Watch::check(&args.connection, &ExpectedArgs::default())?;
    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Connection { chain, deployment, provider, .. } = &mut connection;
    let audit = Audit::run(chain, deployment, provider, &new, known.as_ref())?;
    if let Some(path) = args.known.as_ref().filter(|_| knows_none(&audit)) {
        return Err(Failure::OtherManifests { path: path.clone() });
    }
    let status = status(&audit);
    if args.connection.json {
        output::result(&report::json(&audit, status).to_string())?;
    } else {
        output::result(&report::text(&audit, status, args.connection.quiet))?;
    }
    connection.close();
    Ok(status)
}

/// Whether there are keys, and the manifests list none of them.
fn knows_none(audit: &Audit) -> bool {
    let mut queued = audit.entries.iter().filter(|entry| !entry.is_new).peekable();
    queued.peek().is_some() && queued.all(|entry| entry.is_known == Some(false))
}

fn status(audit: &Audit) -> Status {
    let of_entry = |fate: Fate, is_good| match fate {
        Fate::Registers if is_good => Status::Ok,
        Fate::Registers => Status::Warning,
        _ => Status::Critical,
    };
    audit.entries.iter().map(|entry| of_entry(entry.fate, entry.is_good())).max().unwrap_or(Status::Ok)
}

/// Longer than any file of 100,000 keys.
const MAX_BYTES: u64 = 200_000_000;

/// All tuples of a file. One that cannot be read is not passed over: nobody could say what becomes of it.
fn read_tuples(path: &Path) -> Result<Vec<UnverifiedKeyStore>, Failure> {
    let failed = |reason: String| Failure::Before { path: path.to_owned(), reason };
    let text = file::read(path, MAX_BYTES);
    let text = text.map_err(|error| failed(format!("cannot be read ({error}); check the path")))?;
    let public = PublicFile::read(&text).map_err(|error| failed(error.to_string()))?;
    if let Some(fault) = public.faults.first() {
        return Err(failed(fault.to_string()));
    }
    public.entries().into_iter().map(|entry| entry.map_err(|fault| failed(fault.to_string()))).collect()
}
