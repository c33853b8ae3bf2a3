//! The form in which calls leave, and where to.

use std::path::{Path, PathBuf};

use aztec_keystore_batch::RegistryTarget;
use aztec_staking_registry::CallFormat;
use durable_files::{Access, numbered};

use super::error::CalldataError;
use crate::cli::{CarrierArgs, Format};
use aztec_operator::{command_error::CommandError, files::OutputSet, output};

/// The form that was chosen, with all that it needs to know.
pub(super) fn call_format(args: &CarrierArgs) -> Result<CallFormat, CalldataError> {
    let missing = |format, option| CalldataError::Missing { format, option };
    let target = args.target()?;
    let target_of = |format| target.ok_or(missing(format, "--network or --registry"));
    Ok(match args.format {
        Format::Hex => CallFormat::Hex,
        Format::Json => CallFormat::Json,
        Format::Cast => {
            let RegistryTarget { registry, chain_id } = target_of("cast")?;
            CallFormat::Cast { registry, chain_id }
        }
        Format::Safe => {
            let RegistryTarget { registry, chain_id } = target_of("safe")?;
            CallFormat::Safe { registry, chain_id: chain_id.ok_or(missing("safe", "--network or --chain-id"))? }
        }
    })
}

/// A part of calldata must not be sent.
const CALLDATA_LOST: &str = "do not use what was printed of it; run the command again with --out";

/// Writes the texts to `--out`, for the owner alone: whoever has them could register the keys first. Returns the names
/// of the files; or prints the only one.
pub(super) fn deliver(texts: &[String], out: Option<&Path>) -> Result<Vec<PathBuf>, CommandError> {
    match (out, texts) {
        (None, [text]) => {
            output::whole(text.trim_end(), CALLDATA_LOST)?;
            Ok(Vec::new())
        }
        (None, _) => Err(CalldataError::SeveralBatches(texts.len()).into()),
        (Some(out), texts) => {
            let files: Vec<_> = numbered(out, texts.len()).collect();
            // The last first: a run that is killed in between leaves no first file, with which anybody would begin.
            let mut set = OutputSet::begin();
            for (file, text) in files.iter().zip(texts).rev() {
                set.file("--out", file, Access::Secret, text.as_bytes())?;
            }
            set.commit()?;
            Ok(files)
        }
    }
}
