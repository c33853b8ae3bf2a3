//! `keywatch coinbase`.

mod outcome;
mod report;

use crate::{
    cli::CoinbaseArgs,
    connect::Connection,
    failure::Failure,
    node_keystore::NodeFile,
    output,
    past::{self, Past},
    settings::Watch,
    status::Status,
};

pub(super) use outcome::{Line, Outcome, set_coinbases};

pub(super) fn run(args: &CoinbaseArgs) -> Result<Status, Failure> {
    // What may be wrong with the command line is found before anything is written.
    let watch = Watch::coinbase(args)?;
    let mut files = NodeFile::read_all(&watch.node_keystores)?;

    let mut connection = Connection::open(&watch.target, &args.connection)?;
    let Past { history, assignments, .. } = past::read(&mut connection, &watch.past, args.connection.quiet)?;
    let Connection { chain, provider, .. } = &connection;
    let lines = set_coinbases(&assignments, &mut files)?;
    if !args.partial {
        all_must_be_there(&lines)?;
    }
    let node = watch.node.as_ref().filter(|_| !args.dry_run);
    if !args.dry_run {
        files.iter().try_for_each(|file| file.write(node.is_some()))?;
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
    let text = if args.connection.json { report.json().to_string() } else { report.text() };
    let is_written = !files.is_empty() && !args.dry_run;
    let told = if is_written { output::written(&text) } else { output::result(&text) };
    // The node is told in any case: its file is new, whoever has read the report.
    if let Some(node) = node {
        node.reload_where_new(&files, args.connection.quiet)?;
    }
    told?;
    connection.close();
    Ok(status)
}

/// A validator that is in none of the files would go on without its coinbase, and nobody would know.
fn all_must_be_there(lines: &[Line]) -> Result<(), Failure> {
    let missing = lines.iter().filter(|line| line.outcome == Outcome::NotThere && line.assignment.is_active());
    let missing: Vec<_> = missing.map(|line| line.assignment.delegation.attester.to_string()).collect();
    if missing.is_empty() { Ok(()) } else { Err(Failure::NotInFiles { attesters: missing.join(", ") }) }
}

fn status(lines: &[Line], dry_run: bool) -> Status {
    let of_line = |line: &Line| match line.outcome {
        Outcome::Refused => Status::Critical,
        Outcome::Changed if dry_run => Status::Warning,
        _ => Status::Ok,
    };
    lines.iter().map(of_line).max().unwrap_or(Status::Ok)
}
