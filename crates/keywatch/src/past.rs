//! The past of a provider, read up to the block that is read at.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
};

use aztec_provider::{Assignment, Objection, delegations::History};

use crate::{cli::PastArgs, connect::Connection, failure::Failure, file, output};

/// Longer than the history of a hundred thousand delegations.
const MAX_BYTES: u64 = 200_000_000;
/// How many blocks are read before what was read is written down.
const STEP: u64 = 200_000;

/// The past, what comes of it, and where reading went on: none where there was no cursor.
pub(crate) struct Past {
    pub(crate) history: History,
    pub(crate) assignments: Vec<Assignment>,
    pub(crate) resumed: Option<u64>,
}

/// Reads what is new since the last run, and keeps it for the next.
///
/// What does not fit the state of the chain is not kept: a node may have left events out, or made them up, and the next
/// run must not go on behind them.
pub(crate) fn read(connection: &mut Connection, args: &PastArgs, quiet: bool) -> Result<Past, Failure> {
    let _lock = args.cursor.as_deref().map(lock).transpose()?;
    let Connection { chain, deployment, provider, .. } = connection;
    let text = args.cursor.as_deref().map(read_cursor).transpose()?.flatten();
    let mut history = match (&text, &args.cursor) {
        (Some(text), Some(path)) => History::read(text, chain, deployment, provider.id)
            .map_err(|error| Failure::Cursor { path: path.clone(), reason: error.to_string() })?,
        _ => match args.from_block {
            Some(first) => History::since(chain, deployment, provider.id, first),
            None => History::whole(chain, deployment, provider.id).map_err(|source| Failure::Start { source })?,
        },
    };
    if history.rewind(chain)? && !quiet {
        output::note("the chain has changed since the last run; what had changed is read again");
    }
    let resumed = text.is_some().then(|| history.next());
    let forget = || forget(args.cursor.as_deref(), text.as_deref());
    loop {
        let done = history.advance(chain, deployment, STEP)?;
        if done && let Err(error) = history.must_be_complete(chain, deployment, provider) {
            forget();
            return Err(error.into());
        }
        if let Some(path) = &args.cursor {
            file::put(path, &history.to_json()).map_err(|error| Failure::Cursor {
                path: path.clone(),
                reason: format!("cannot be written ({error})"),
            })?;
        }
        if done {
            let assignments = Assignment::all(chain, deployment, provider, &history)?;
            if assignments.iter().filter_map(|one| one.objection).any(Objection::may_be_a_lie) {
                forget();
            }
            return Ok(Past { history, assignments, resumed });
        }
        if !quiet {
            output::note(&format!("read up to block {} of {}", history.next() - 1, chain.block().number));
        }
    }
}

/// Events that were left out are not to be passed over by the next run: the cursor becomes what it was.
fn forget(cursor: Option<&Path>, before: Option<&str>) {
    let Some(path) = cursor else { return };
    // Without the file, all is read again.
    let forgotten = match before {
        Some(text) => file::put(path, text).is_ok(),
        None => match std::fs::remove_file(path) {
            Err(error) => error.kind() == io::ErrorKind::NotFound,
            Ok(()) => true,
        },
    };
    if !forgotten {
        output::note(&format!("--cursor {}: events are missing from it; remove it", path.display()));
    }
}

/// None where there is no such file yet.
fn read_cursor(path: &Path) -> Result<Option<String>, Failure> {
    match file::read(path, MAX_BYTES) {
        Ok(text) => Ok(Some(text.to_string())),
        Err(error) if error.is_missing() => Ok(None),
        Err(error) => Err(Failure::Cursor { path: path.to_owned(), reason: format!("cannot be read ({error})") }),
    }
}

/// Two runs with one cursor would undo each other's work. The lock ends with the reading.
fn lock(path: &Path) -> Result<File, Failure> {
    lock_file(path, ".lock", "another run of keywatch uses it; wait for its end")
}

/// Two services with one cursor would tell everything twice. The lock ends with the service; other verbs may use the cursor
/// between its rounds.
pub(crate) fn lock_run(path: &Path) -> Result<File, Failure> {
    lock_file(path, ".run", "another keywatch run uses it; end that one, or name another file")
}

fn lock_file(path: &Path, ending: &str, taken: &str) -> Result<File, Failure> {
    let failed = |reason: String| Failure::Cursor { path: path.to_owned(), reason };
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    let file = File::options().create(true).append(true).open(&name);
    let refused = |error: io::Error| failed(format!("cannot be locked ({error}); check its directory"));
    let file = file.map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(failed(taken.to_owned())),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}
