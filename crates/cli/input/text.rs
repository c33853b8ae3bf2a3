//! Small text files, and standard input in their place.

use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    str,
};

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

/// Reads a secret from a file, or from standard input when the path is `-`. Warns when others can read the file.
pub(crate) fn read_secret(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<SecretText, InputError> {
    let bytes = read(option, path, stdin, LIMIT, true)?;
    match str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(InputError::NotText { option, path: path.to_owned() }),
    }
}

/// The same for a list of secrets, which may be long.
pub(crate) fn read_secret_list(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<SecretText, InputError> {
    let bytes = read(option, path, stdin, LIST_LIMIT, true)?;
    match str::from_utf8(&bytes) {
        Ok(text) => Ok(Zeroizing::new(text.to_owned())),
        Err(_) => Err(InputError::NotText { option, path: path.to_owned() }),
    }
}

/// Reads text that is no secret.
pub(crate) fn read_public(option: &'static str, path: &Path, stdin: &mut StdinOnce) -> Result<String, InputError> {
    let bytes = read(option, path, stdin, PUBLIC_LIMIT, false)?;
    match str::from_utf8(&bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(InputError::NotText { option, path: path.to_owned() }),
    }
}

/// The entries of a list and their lines, from 1. Empty lines and lines that begin with `#` are passed over, and so is the
/// mark that some editors put before the first.
pub(super) fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    (1..).zip(text.lines().map(str::trim)).filter(|(_, entry)| !entry.is_empty() && !entry.starts_with('#'))
}

fn read(
    option: &'static str,
    path: &Path,
    stdin: &mut StdinOnce,
    limit: u64,
    secret: bool,
) -> Result<Zeroizing<Vec<u8>>, InputError> {
    let failed = |source| InputError::Read { option, path: path.to_owned(), source };
    if path == Path::new("-") {
        if let Some(first) = stdin.taken_by.replace(option) {
            return Err(InputError::StdinTwice { first, second: option });
        }
        return read_limited(io::stdin().lock(), option, path, limit, LIMIT);
    }
    let file = File::open(path).map_err(|source| match source.kind() {
        // Somebody may have typed the secret itself, and an error must not show it.
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename if secret => {
            InputError::NoSecretFile { option }
        }
        _ => failed(source),
    })?;
    let found = file.metadata().map_err(failed)?;
    if found.is_dir() {
        return Err(InputError::Directory { option, path: path.to_owned() });
    }
    // Of a pipe or a descriptor of our own nobody else reads, whatever its mode says.
    if secret && found.is_file() && found.mode() & 0o077 != 0 {
        output::warn(&format!(
            "{option} {}: others on this machine can read this file; run `chmod 600` on it",
            Shown(path)
        ));
    }
    read_limited(file, option, path, limit, found.len())
}

fn read_limited(
    source: impl Read,
    option: &'static str,
    path: &Path,
    limit: u64,
    expected: u64,
) -> Result<Zeroizing<Vec<u8>>, InputError> {
    // The buffer has its whole size from the start: growing would leave copies of secrets behind.
    let capacity = usize::try_from(expected.clamp(LIMIT.min(limit), limit) + 64).expect("the limits fit any usize");
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    source.take(limit + 1).read_to_end(&mut bytes).map_err(|source| InputError::Read {
        option,
        path: path.to_owned(),
        source,
    })?;
    if bytes.len() as u64 > limit {
        return Err(InputError::TooLarge { option, path: path.to_owned() });
    }
    Ok(bytes)
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
