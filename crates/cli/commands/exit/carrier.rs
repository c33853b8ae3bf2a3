//! The form in which exits leave. Each is a file for its owner alone: whoever has it can use it.

use std::path::{Path, PathBuf};

use aztec_staking_registry::{exits::SignedExits, safe_batch::SafeBatch};
use durable_files::{Access, numbered};

use crate::cli::ExitFormat;
use aztec_operator::files::{OutputError, OutputSet};

/// Writes the exits, and returns the names of the files: one, but for a Safe as many as it needs transactions.
pub(super) fn write(exits: &SignedExits, format: ExitFormat, out: &Path) -> Result<Vec<PathBuf>, OutputError> {
    let texts = match format {
        ExitFormat::Json => vec![exits.to_json()],
        ExitFormat::Hex => vec![exits.calls().iter().map(|call| call.calldata.to_hex() + "\n").collect()],
        ExitFormat::Cast => vec![exits.cast_script()],
        ExitFormat::Safe => exits.safe_batches().iter().map(SafeBatch::to_json).collect(),
    };
    let files: Vec<_> = numbered(out, texts.len()).collect();
    // The last first: a run that is killed in between leaves no first file, with which anybody would begin.
    let mut set = OutputSet::begin();
    for (file, text) in files.iter().zip(&texts).rev() {
        set.file("--out", file, Access::Secret, text.as_bytes())?;
    }
    set.commit()?;
    Ok(files)
}
