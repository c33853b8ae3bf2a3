//! Small text files, and standard input in their place.

use std::{
    fs::File,
    io, mem,
    os::{fd::AsFd, unix::fs::MetadataExt},
    path::Path,
};

use aztec_key_derivation::OperatorEntropy;
use durable_files::{ReadError, open_file_or_pipe, open_regular_following_links, read_bounded, secret_text};
use standard_streams::Stream;
use zeroize::Zeroizing;

use super::{
    error::{InputError, Named},
    stdin_once::StdinOnce,
};
use crate::output;

/// The text of a file that holds a secret. It is wiped when dropped.
pub type SecretText = Zeroizing<String>;

/// More than any input of this program needs, and little enough to read at once.
const LIMIT: u64 = 64 * 1024;
const PUBLIC_LIMIT: u64 = 256 * 1024 * 1024;
const LIST_LIMIT: u64 = aztec_node_keystore::MAX_BYTES as u64;

/// What an option may name, and how much of it is read.
#[derive(Clone, Copy)]
struct Kind {
    secret: bool,
    limit: u64,
    /// Whether a pipe will do, as shells make for `<(…)`. Its other end is the operator's: it is waited for.
    pipes: bool,
}

/// Reads a secret from a file, or from standard input when the path is `-`. Warns when others can read the file.
///
/// # Errors
///
/// Fails where the file cannot be read, is too large, or is not UTF-8.
pub fn read_secret(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<SecretText, InputError> {
    read(option, path, stdin, Kind { secret: true, limit: LIMIT, pipes: true })
}

/// Reads a secret from a file that is to be replaced, so only a file will do.
///
/// # Errors
///
/// Fails as [`read_secret`] does.
pub fn read_secret_file(option: &'static str, path: &Path) -> Result<SecretText, InputError> {
    read(option, path, &mut StdinOnce::default(), Kind { secret: true, limit: LIMIT, pipes: false })
}

/// Reads a list of secrets, which may be long, as [`read_secret`] does.
///
/// # Errors
///
/// Fails as [`read_secret`] does.
pub fn read_secret_list(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<SecretText, InputError> {
    read(option, path, stdin, Kind { secret: true, limit: LIST_LIMIT, pipes: true })
}

/// Reads text that is no secret.
///
/// ```
/// use std::fs;
///
/// use aztec_operator::exit_status::{BAD_INPUT, ExitStatus};
/// use aztec_operator::input::{StdinOnce, read_public};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let place = tempfile::tempdir()?;
/// let path = place.path().join("list.txt");
/// fs::write(&path, "one\ntwo\n")?;
/// let mut stdin = StdinOnce::check([("--list", Some(path.as_path()))])?;
/// assert_eq!(read_public("--list", &path, &mut stdin)?, "one\ntwo\n");
/// let missing = read_public("--list", &place.path().join("none"), &mut stdin);
/// assert_eq!(missing.map_err(|error| error.status()), Err(BAD_INPUT));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
///
/// Fails as [`read_secret`] does.
pub fn read_public(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<String, InputError> {
    let mut text = read(option, path, stdin, Kind { secret: false, limit: PUBLIC_LIMIT, pipes: true })?;
    Ok(mem::take(&mut *text))
}

/// Reads a secret that need not be text. Everything in it counts.
///
/// # Errors
///
/// Fails where the file cannot be read, or is too large for entropy.
pub fn read_secret_bytes(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<Zeroizing<Vec<u8>>, InputError> {
    read_as(option, path, stdin, Kind { secret: true, limit: OperatorEntropy::MAX_BYTES as u64, pipes: true }, Ok)
}

fn read(option: &'static str, path: &Path, stdin: &mut StdinOnce, kind: Kind) -> Result<SecretText, InputError> {
    read_as(option, path, stdin, kind, secret_text)
}

fn read_as<T>(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
    kind: Kind,
    taken: fn(Zeroizing<Vec<u8>>) -> Result<T, ReadError>,
) -> Result<T, InputError> {
    let failed = |error| InputError::of(option, path, error);
    let (file, expected) = if path == Path::new("-") {
        stdin.take(option)?;
        // Past the standard library's buffer, which would keep a copy of a secret.
        let stdin = io::stdin().as_fd().try_clone_to_owned().map_err(|error| failed(error.into()))?;
        (File::from(stdin), 0)
    } else {
        open(option, path, kind)?
    };
    read_bounded(file, kind.limit, expected).and_then(taken).map_err(failed)
}

/// The file, and how long it says that it is.
fn open(option: &'static str, path: &Path, kind: Kind) -> Result<(File, u64), InputError> {
    if Stream::at(path).is_some_and(|stream| !stream.was_open_at_start()) {
        return Err(InputError::StdinClosed { option, path: path.to_owned() });
    }
    let opened = if kind.pipes { open_file_or_pipe(path) } else { open_regular_following_links(path) };
    let file = opened.map_err(|error| match error {
        // Somebody may have typed the secret itself, and an error must not show it.
        error if kind.secret && error.names_nothing() => InputError::NoSecretFile { option },
        error => InputError::of(option, path, error),
    })?;
    let actual = file.metadata().map_err(|error| InputError::of(option, path, error.into()))?;
    // Of a pipe or a descriptor of our own nobody else reads, whatever its mode says.
    if kind.secret && actual.is_file() && actual.mode() & 0o077 != 0 {
        output::warn(&format!(
            "{}: others on this machine can read this file; run `chmod 600` on it",
            Named(option, path)
        ));
    }
    Ok((file, actual.len()))
}
