//! `keywatch coinbase`.

mod outcome;
mod report;

use std::path::Path;

use crate::{
    cli::CoinbaseArgs, connect::Connection, failure::Failure, file, node_keystore::NodeFile, output, past,
    status::Status,
};
use aztec_provider::{
    Assignment,
    rpc::{ApiKey, Endpoint, reload_keystore},
};
use outcome::{Line, Outcome, outcome};

pub(super) fn run(args: &CoinbaseArgs) -> Result<Status, Failure> {
    // What may be wrong with the command line is found before anything is written.
    let reload = args.reload.as_ref().map(|url| Endpoint::parse(&url.0)).transpose();
    let reload = reload.map_err(|source| Failure::ReloadUrl { source })?;
    let key = args.api_key_file.as_deref().map(read_key).transpose()?;
    let mut files = args.node_keystore.iter().map(|path| NodeFile::read(path)).collect::<Result<Vec<_>, _>>()?;

    let mut connection = Connection::open(&args.connection)?;
    let history = past::read(&mut connection, &args.past, args.connection.quiet)?;
    let Connection { chain, deployment, provider, .. } = &mut connection;
    let assignments = Assignment::all(chain, deployment, provider, &history)?;
    let lines = assignments.into_iter().map(|assignment| {
        let outcome = outcome(&assignment, &mut files)?;
        Ok(Line { assignment, outcome })
    });
    let lines = lines.collect::<Result<Vec<_>, Failure>>()?;
    if !args.dry_run {
        files.iter().try_for_each(|file| file.write(reload.is_some()))?;
    }
    let delegations = history.delegations()?;
    let status = status(&lines, args.dry_run);
    let report = report::Report {
        provider: provider.id,
        block: chain.block(),
        status,
        lines: &lines,
        delegations: &delegations,
        dry_run: args.dry_run,
    };
    output::result(&if args.connection.json { report.json().to_string() } else { report.text() })?;
    if let Some(node) = reload {
        tell(&node, key.as_ref(), &files, args.connection.quiet)?;
    }
    connection.close();
    Ok(status)
}

/// Has the node read its key directory again, where there is something new in it.
fn tell(node: &Endpoint, key: Option<&ApiKey>, files: &[NodeFile<'_>], quiet: bool) -> Result<(), Failure> {
    let new: Vec<_> = files.iter().filter(|file| file.is_to_be_told()).collect();
    if new.is_empty() {
        return Ok(());
    }
    reload_keystore(node, key).map_err(|source| Failure::Reload { source })?;
    if !quiet {
        output::note(&format!("the node at {node} has read its key directory again"));
    }
    new.into_iter().try_for_each(NodeFile::told)
}

fn status(lines: &[Line], dry_run: bool) -> Status {
    let of_line = |line: &Line| match line.outcome {
        Outcome::Refused => Status::Critical,
        Outcome::NotThere if line.assignment.is_active() => Status::Warning,
        Outcome::Changed if dry_run => Status::Warning,
        _ => Status::Ok,
    };
    lines.iter().map(of_line).max().unwrap_or(Status::Ok)
}

fn read_key(path: &Path) -> Result<ApiKey, Failure> {
    let failed = |reason: String| Failure::ApiKey { path: path.to_owned(), reason };
    let text = file::read(path, 4_096).map_err(|error| failed(format!("cannot be read ({error}); check the path")))?;
    ApiKey::new(&text).map_err(|error| failed(error.to_string()))
}
