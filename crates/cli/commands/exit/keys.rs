//! Whose exits are signed, and where the keys for that are. No key file is opened yet.

use std::path::Path;

use aztec_keystore_batch::{AttesterKeys, AttesterKeysError, Batch};
use aztec_staking_registry::NonZeroAddress;

use super::ExitError;
use crate::cli::SignExitArgs;
use aztec_operator::{
    command_error::CommandError,
    input::{SeedFiles, StdinOnce, is_directory, read_secret_list, read_seed},
};

pub(super) fn find(args: &SignExitArgs, stdin: &mut StdinOnce) -> Result<AttesterKeys, CommandError> {
    let path = &args.path;
    let keys = match (is_directory("PATH", path)?, &args.mnemonic_file) {
        (true, None) => of_batch(path)?,
        (true, Some(mnemonic)) => derived(mnemonic, args, stdin)?,
        (false, None) => {
            let content = read_secret_list("PATH", path, stdin)?;
            AttesterKeys::of_node_keystore(path, &content).map_err(ExitError::from)?
        }
        (false, Some(_)) => return Err(ExitError::MnemonicWithoutBatch.into()),
    };
    Ok(chosen(keys, &args.attester)?)
}

fn of_batch(directory: &Path) -> Result<AttesterKeys, ExitError> {
    Ok(AttesterKeys::of_batch(&Batch::open(directory)?)?)
}

/// The keys that a mnemonic gives at the indices of the batch.
fn derived(mnemonic: &Path, args: &SignExitArgs, stdin: &mut StdinOnce) -> Result<AttesterKeys, CommandError> {
    // Before anybody types a password in vain.
    let batch = derivable(&args.path, &args.attester)?;
    let (passphrase, password) = (args.passphrase_file.as_deref(), args.password_file.as_deref());
    let seed = read_seed(&SeedFiles { mnemonic, passphrase, password }, stdin)?;
    Ok(AttesterKeys::derived(&batch, &seed).map_err(ExitError::from)?)
}

fn derivable(directory: &Path, attesters: &[NonZeroAddress]) -> Result<Batch, ExitError> {
    let batch = Batch::open(directory)?;
    AttesterKeys::check_derived(&batch)?;
    let is_there = |attester| batch.manifest().keys().iter().any(|key| key.attester == attester);
    match attesters.iter().copied().find(|attester| !is_there(*attester)) {
        Some(attester) => Err(AttesterKeysError::Unknown { attester }.into()),
        None => Ok(batch),
    }
}

/// Those that `--attester` names, or all; each must have its key here.
fn chosen(keys: AttesterKeys, attesters: &[NonZeroAddress]) -> Result<AttesterKeys, ExitError> {
    let keys = if attesters.is_empty() { keys } else { keys.only(attesters)? };
    keys.check_here()?;
    Ok(keys)
}
