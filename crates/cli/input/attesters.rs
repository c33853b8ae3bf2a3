//! The file of attester addresses that exist already.

use std::{collections::HashMap, path::Path};

use aztec_staking_registry::{AddressError, NonZeroAddress};

use super::text::{InputError, StdinOnce, entries, read_public};

/// Reads addresses, one a line, each with its checksum and none twice.
pub(crate) fn read_attesters(path: &Path, stdin: &mut StdinOnce) -> Result<Vec<NonZeroAddress>, AttestersError> {
    let text = read_public("--attesters", path, stdin)?;
    let mut first_seen = HashMap::new();
    let mut attesters = Vec::new();
    for (line, entry) in entries(&text) {
        let attester = NonZeroAddress::parse(entry).map_err(|source| AttestersError::Address { line, source })?;
        if let Some(first) = first_seen.insert(attester, line) {
            return Err(AttestersError::Duplicate { first, line });
        }
        attesters.push(attester);
    }
    if attesters.is_empty() { Err(AttestersError::Empty) } else { Ok(attesters) }
}

/// Why a file of attesters is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AttestersError {
    /// The file cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A line is not an address.
    #[error("--attesters, line {line}: {source}")]
    Address { line: usize, source: AddressError },
    /// An address stands there twice.
    #[error("--attesters, line {line}: the address of line {first} again; each attester may have one key, remove one")]
    Duplicate { first: usize, line: usize },
    /// Nothing but comments.
    #[error("--attesters: the file holds no address; write one a line")]
    Empty,
}
