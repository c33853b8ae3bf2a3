//! The tuples in a file, all of which can be read.

use std::path::Path;

use aztec_staking_registry::{UnverifiedKeyStore, public_file::PublicFile};

use super::error::RecoverCheckError;
use aztec_operator::input::with_remedy;

pub(super) fn read(path: &Path, text: &str) -> Result<Vec<UnverifiedKeyStore>, RecoverCheckError> {
    let unreadable = |reason| RecoverCheckError::Tuples { path: path.to_owned(), reason };
    let file = PublicFile::read(text).map_err(|error| unreadable(with_remedy(&error)))?;
    if let Some(fault) = file.faults.first() {
        return Err(unreadable(with_remedy(fault)));
    }
    let tuples = file.entries().into_iter().collect::<Result<Vec<_>, _>>();
    let tuples = tuples.map_err(|fault| unreadable(fault.to_string()))?;
    if tuples.is_empty() { Err(RecoverCheckError::NoTuples { path: path.to_owned() }) } else { Ok(tuples) }
}
