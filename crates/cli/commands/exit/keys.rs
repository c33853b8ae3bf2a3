//! Whose exits are signed, and where the keys for that are. No key file is opened yet.

use aztec_key_derivation::{Passphrase, Seed};
use aztec_keystore_batch::{AttesterKeys, AttesterKeysError, Batch};

use super::ExitError;
use crate::{
    cli::SignExitArgs,
    input::{
        MnemonicFile, MnemonicFileError, StdinOnce, open_mnemonic, password_of_file, read_passphrase, read_secret_list,
    },
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
    let path = args.mnemonic_file.as_ref().ok_or(ExitError::MnemonicWithoutBatch)?;
    let failed = |source| match source {
        MnemonicFileError::Input(source) => source.into(),
        source => ExitError::Mnemonic(source),
    };
    let mnemonic = match MnemonicFile::read("--mnemonic-file", path, stdin).map_err(failed)? {
        MnemonicFile::Words(mnemonic) => mnemonic,
        MnemonicFile::Encrypted(file) => {
            let password = password_of_file(args.password_file.as_deref(), stdin)?;
            open_mnemonic(&file, &password).map_err(failed)?
        }
    };
    let passphrase = match &args.passphrase_file {
        Some(path) => read_passphrase(path, stdin)?.map_err(ExitError::Passphrase)?,
        None => Passphrase::none(),
    };
    Ok(mnemonic.to_seed(&passphrase))
}
