//! Small text files, and standard input in their place.

use std::{
    fs::File,
    io::{self, ErrorKind},
    mem,
    os::{fd::AsFd, unix::fs::MetadataExt},
    path::{Path, PathBuf},
};

use durable_files::{ReadError, open_file_or_pipe, open_regular_following_links, read_bounded, secret_text};
use zeroize::Zeroizing;

use crate::output::{self, Shown};

/// The text of a file that holds a secret. It is wiped when dropped.
pub(crate) type SecretText = Zeroizing<String>;

/// More than any input of this program needs, and little enough to read at once.
const LIMIT: u64 = 64 * 1024;
const PUBLIC_LIMIT: u64 = 256 * 1024 * 1024;
const LIST_LIMIT: u64 = aztec_node_keystore::MAX_BYTES as u64;

/// Standard input can be read once, so only one option may name it.
#[derive(Debug, Default)]
pub(crate) struct StdinOnce {
    taken_by: Option<&'static str>,
}

impl StdinOnce {
    /// Refuses two options that name standard input, before any of them is read.
    pub(crate) fn check<'a>(
        options: impl IntoIterator<Item = (&'static str, Option<&'a PathBuf>)>,
    ) -> Result<Self, InputError> {
        let mut named = options.into_iter().filter(|(_, path)| path.is_some_and(|path| path == Path::new("-")));
        match (named.next(), named.next()) {
            (Some((first, _)), Some((second, _))) => Err(InputError::StdinTwice { first, second }),
            _ => Ok(Self::default()),
        }
    }
}

/// What an option may name, and how much of it is read.
#[derive(Clone, Copy)]
struct Kind {
    secret: bool,
    limit: u64,
    /// Whether a pipe will do, as shells make for `<(…)`. Its other end is the operator's: it is waited for.
    pipes: bool,
}

/// Reads a secret from a file, or from standard input when the path is `-`. Warns when others can read the file.
pub(crate) fn read_secret(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<SecretText, InputError> {
    read(option, path, stdin, Kind { secret: true, limit: LIMIT, pipes: true })
}

/// The same for a file that is to be replaced, so that nothing else than a file will do.
pub(crate) fn read_secret_file(option: &'static str, path: &Path) -> Result<SecretText, InputError> {
    read(option, path, &mut StdinOnce::default(), Kind { secret: true, limit: LIMIT, pipes: false })
}

/// The same for a list of secrets, which may be long.
pub(crate) fn read_secret_list(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<SecretText, InputError> {
    read(option, path, stdin, Kind { secret: true, limit: LIST_LIMIT, pipes: true })
}

/// Reads text that is no secret.
pub(crate) fn read_public(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<String, InputError> {
    let mut text = read(option, path, stdin, Kind { secret: false, limit: PUBLIC_LIMIT, pipes: true })?;
    Ok(mem::take(&mut *text))
}

/// The entries of a list and their lines, from 1. Empty lines and lines that begin with `#` are passed over, and so is the
/// mark that some editors put before the first.
pub(super) fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines().map(str::trim)).filter(|(_, entry)| !entry.is_empty() && !entry.starts_with('#'))
}

fn read(option: &'static str, path: &Path, stdin: &mut StdinOnce, kind: Kind) -> Result<SecretText, InputError> {
    let failed = |error| InputError::of(option, path, error);
    let (file, expected) = if path == Path::new("-") {
        if let Some(first) = stdin.taken_by.replace(option) {
            return Err(InputError::StdinTwice { first, second: option });
        }
        // Past the standard library's buffer, which would keep a copy of a secret.
        let stdin = io::stdin().as_fd().try_clone_to_owned().map_err(|error| failed(error.into()))?;
        (File::from(stdin), 0)
    } else {
        open(option, path, kind)?
    };
    read_bounded(file, kind.limit, expected).and_then(secret_text).map_err(failed)
}

/// The file, and how long it says that it is.
fn open(option: &'static str, path: &Path, kind: Kind) -> Result<(File, u64), InputError> {
    let opened = if kind.pipes { open_file_or_pipe(path) } else { open_regular_following_links(path) };
    let file = opened.map_err(|error| match error {
        // Somebody may have typed the secret itself, and an error must not show it.
        ReadError::System(source)
            if kind.secret
                && matches!(
                    source.kind(),
                    ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename
                ) =>
        {
            InputError::NoSecretFile { option }
        }
        error => InputError::of(option, path, error),
    })?;
    let actual = file.metadata().map_err(|error| InputError::of(option, path, error.into()))?;
    // Of a pipe or a descriptor of our own nobody else reads, whatever its mode says.
    if kind.secret && actual.is_file() && actual.mode() & 0o077 != 0 {
        output::warn(&format!(
            "{option} {}: others on this machine can read this file; run `chmod 600` on it",
            Shown(path)
        ));
    }
    Ok((file, actual.len()))
}

/// Why an input cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum InputError {
    /// The system refused.
    #[error("{option} {}: cannot be read ({source}); check the path and its permissions", Shown(path))]
    Read { option: &'static str, path: PathBuf, source: io::Error },
    /// Nothing has the name that should be of a file with a secret. The name is not shown.
    #[error("{option}: there is no file of that name; give the name of a file here, never the secret itself")]
    NoSecretFile { option: &'static str },
    /// A directory stands where a file should.
    #[error("{option} {}: this is a directory; name a file in it", Shown(path))]
    Directory { option: &'static str, path: PathBuf },
    /// The file is too large to be what it should be.
    #[error("{option} {}: the file is too large to be the right one; check the path", Shown(path))]
    TooLarge { option: &'static str, path: PathBuf },
    /// The file is not UTF-8.
    #[error("{option} {}: the file is not plain text (UTF-8); check the path", Shown(path))]
    NotText { option: &'static str, path: PathBuf },
    /// Two options ask for standard input.
    #[error("{first} and {second} both read standard input; give one of them a file")]
    StdinTwice { first: &'static str, second: &'static str },
}

impl InputError {
    fn of(option: &'static str, path: &Path, error: ReadError) -> Self {
        let path = path.to_owned();
        match error {
            ReadError::Directory => Self::Directory { option, path },
            ReadError::TooLarge { .. } => Self::TooLarge { option, path },
            ReadError::NotText => Self::NotText { option, path },
            other => Self::Read { option, path, source: other.into() },
        }
    }
}
