//! The file with the passphrase of a mnemonic.

use std::path::Path;

use aztec_key_derivation::{Passphrase, PassphraseError};

use super::text::{InputError, StdinOnce, read_secret};

/// Reads a passphrase. As in a password file, one line end is not part of it, and spaces are.
pub(crate) fn read_passphrase(
    path: &Path,
    stdin: &mut StdinOnce,
) -> Result<Result<Passphrase, PassphraseError>, InputError> {
    let text = read_secret("--passphrase-file", path, stdin)?;
    let line = text.strip_suffix('\n').unwrap_or(&text);
    Ok(Passphrase::new(line.strip_suffix('\r').unwrap_or(line)))
}
