//! The tuples in a file, all of which can be read.

use std::path::Path;

use aztec_staking_registry::{UnverifiedKeyStore, public_file::PublicFile, staker_output::EntryFault};

use super::error::RecoverCheckError;
use aztec_operator::input::with_remedy;

pub(super) fn read(path: &Path, text: &str) -> Result<Vec<UnverifiedKeyStore>, RecoverCheckError> {
    let unreadable = |reason| RecoverCheckError::Tuples { path: path.to_owned(), reason };
    let file = PublicFile::read(text).map_err(|error| unreadable(with_remedy(&error)))?;
    if let Some(fault) = file.faults.first() {
        return Err(unreadable(with_remedy(fault)));
    }
    let entries = file.entries().into_iter().enumerate();
    let readable = |(entry, read): (usize, Result<_, _>)| {
        read.map_err(|fault: EntryFault| unreadable(format!("entry {entry}: {fault}")))
    };
    let tuples = entries.map(readable).collect::<Result<Vec<_>, _>>()?;
    if tuples.is_empty() { Err(RecoverCheckError::NoTuples { path: path.to_owned() }) } else { Ok(tuples) }
}
