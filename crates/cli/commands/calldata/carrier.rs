//! The form in which calls leave: hexadecimal, JSON, `cast`, or a batch for a Safe.

use std::{
    num::NonZeroU64,
    path::{Path, PathBuf},
};

use aztec_keystore_batch::RegistryTarget;
use aztec_staking_registry::{
    NonZeroAddress,
    calldata::{AddKeysCall, Calldata},
    calldata_file, cast,
    safe_batch::SafeBatch,
};
use durable_files::Access;

use super::CalldataError;
use crate::{
    cli::{CarrierArgs, Format},
    files::{OutputSet, numbered},
    output,
};

/// A form with all that it needs to know.
pub(super) enum Carrier {
    Hex,
    Json,
    Cast { registry: NonZeroAddress, chain_id: Option<NonZeroU64> },
    Safe { registry: NonZeroAddress, chain_id: NonZeroU64 },
}

impl Carrier {
    pub(super) fn resolve(args: &CarrierArgs) -> Result<Self, CalldataError> {
        let missing = |format, option| CalldataError::Missing { format, option };
        let target = args.target()?;
        let target_of = |format| target.ok_or(missing(format, "--network or --registry"));
        Ok(match args.format {
            Format::Hex => Self::Hex,
            Format::Json => Self::Json,
            Format::Cast => {
                let RegistryTarget { registry, chain_id } = target_of("cast")?;
                Self::Cast { registry, chain_id }
            }
            Format::Safe => {
                let RegistryTarget { registry, chain_id } = target_of("safe")?;
                Self::Safe { registry, chain_id: chain_id.ok_or(missing("safe", "--network or --chain-id"))? }
            }
        })
    }

    /// The text of one call.
    pub(super) fn one(&self, calldata: Calldata) -> String {
        match self {
            Self::Hex => calldata.to_hex() + "\n",
            Self::Json => calldata_file::to_json(&calldata),
            Self::Cast { registry, .. } => cast::send_line(*registry, &calldata) + "\n",
            Self::Safe { registry, chain_id } => {
                let name = calldata.function().name().to_owned();
                let description = format!("{name}({}) of the StakingRegistry", calldata.arguments().join(", "));
                let (contract, chain_id) = (*registry, *chain_id);
                SafeBatch { chain_id, contract, name, description, calls: vec![calldata] }.to_json()
            }
        }
    }

    /// The texts of calls that add keys: one file, but for a Safe as many as it needs transactions.
    pub(super) fn add_keys(&self, calls: &[AddKeysCall]) -> Vec<String> {
        match self {
            Self::Hex => vec![calls.iter().map(|call| call.calldata.to_hex() + "\n").collect()],
            Self::Json => vec![calldata_file::add_keys_to_json(calls)],
            Self::Cast { registry, chain_id } => vec![cast::script(*registry, *chain_id, calls)],
            Self::Safe { registry, chain_id } => {
                SafeBatch::add_keys(*chain_id, *registry, calls).iter().map(SafeBatch::to_json).collect()
            }
        }
    }
}

/// A part of calldata must not be sent.
const CALLDATA_LOST: &str = "do not use what was printed of it; run the command again with --out";

/// Writes the texts to `--out`, and returns the names of the files; or prints the only one.
pub(super) fn deliver(texts: &[String], out: Option<&Path>) -> Result<Vec<PathBuf>, CalldataError> {
    match (out, texts) {
        (None, [text]) => {
            output::whole(text.trim_end(), CALLDATA_LOST)?;
            Ok(Vec::new())
        }
        (None, _) => Err(CalldataError::SeveralBatches(texts.len())),
        (Some(out), texts) => {
            let files: Vec<_> = (1..=texts.len()).map(|number| numbered(out, number, texts.len())).collect();
            // The last first: a run that is killed in between leaves no first file, with which anybody would begin.
            let mut set = OutputSet::begin();
            for (file, text) in files.iter().zip(texts).rev() {
                set.file("--out", file, Access::Public, text.as_bytes())?;
            }
            set.commit()?;
            Ok(files)
        }
    }
}
