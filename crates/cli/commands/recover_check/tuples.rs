//! The tuples in a file, all of which can be read.

use std::path::Path;

use aztec_operator::input::with_remedy;
use aztec_staking_registry::{
    UnverifiedKeyStore,
    public_file::{PartlyRead, PublicFile},
};

use super::error::RecoverCheckError;

pub(super) fn read(path: &Path, text: &str) -> Result<Vec<UnverifiedKeyStore>, RecoverCheckError> {
    let unreadable = |reason| RecoverCheckError::Tuples { path: path.to_owned(), reason };
    let file = PublicFile::read(text).map_err(|error| unreadable(with_remedy(&error)))?;
    let tuples = file.tuples().map_err(|error| match error {
        PartlyRead::Call(error) => unreadable(with_remedy(&error)),
        entry => unreadable(entry.to_string()),
    })?;
    if tuples.is_empty() { Err(RecoverCheckError::NoTuples { path: path.to_owned() }) } else { Ok(tuples) }
}
