//! Whose exits are signed, and where the keys for that are. No key file is opened yet.

use aztec_key_derivation::Seed;
use aztec_keystore_batch::{AttesterKeys, AttesterKeysError, Batch};

use super::ExitError;
use crate::{
    cli::SignExitArgs,
    input::{SeedFiles, StdinOnce, read_secret_list, read_seed},
};

pub(super) fn find(args: &SignExitArgs, stdin: &mut StdinOnce) -> Result<AttesterKeys, ExitError> {
    let keys = match (args.path.is_dir(), &args.mnemonic_file) {
        (true, None) => AttesterKeys::of_batch(&Batch::open(&args.path)?)?,
        (true, Some(_)) => derived(&Batch::open(&args.path)?, args, stdin)?,
        (false, None) => AttesterKeys::of_node_keystore(&args.path, &read_secret_list("PATH", &args.path, stdin)?)?,
        (false, Some(_)) => return Err(ExitError::MnemonicWithoutBatch),
    };
    let keys = if args.attester.is_empty() { keys } else { keys.only(&args.attester)? };
    keys.check_here()?;
    Ok(keys)
}

fn derived(batch: &Batch, args: &SignExitArgs, stdin: &mut StdinOnce) -> Result<AttesterKeys, ExitError> {
    // Before anybody types a password in vain.
    AttesterKeys::check_derived(batch)?;
    let is_there = |attester| batch.manifest().keys().iter().any(|key| key.attester == attester);
    if let Some(attester) = args.attester.iter().copied().find(|attester| !is_there(*attester)) {
        return Err(AttesterKeysError::Unknown { attester }.into());
    }
    Ok(AttesterKeys::derived(batch, &seed(args, stdin)?)?)
}

fn seed(args: &SignExitArgs, stdin: &mut StdinOnce) -> Result<Seed, ExitError> {
    let files = SeedFiles {
        mnemonic: args.mnemonic_file.as_ref().ok_or(ExitError::MnemonicWithoutBatch)?,
        passphrase: args.passphrase_file.as_deref(),
        password: args.password_file.as_deref(),
    };
    Ok(read_seed(&files, stdin)?)
}
