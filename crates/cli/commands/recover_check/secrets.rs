//! What a batch is to be restored from: read, opened, and compared with the fingerprints of its manifest.

use aztec_key_derivation::Seed;
use aztec_keystore_batch::{RecoverySecrets, RecoverySecretsError, manifest::Origin};

use super::error::RecoverCheckError;
use crate::cli::RecoverCheckArgs;
use aztec_operator::{
    command_error::CommandError,
    input::{SeedFiles, StdinOnce, read_ikm, read_seed},
};

pub(super) fn read(args: &RecoverCheckArgs, origin: &Origin) -> Result<RecoverySecrets, CommandError> {
    let stdin = &mut StdinOnce::check([
        ("--mnemonic-file", args.mnemonic_file.as_deref()),
        ("--passphrase-file", args.passphrase_file.as_deref()),
        ("--ikm-file", args.ikm_file.as_deref()),
        ("--password-file", args.password_file.as_deref()),
    ])?;
    let refused = |source| RecoverCheckError::Secrets { directory: args.directory.clone(), source };
    // Before anybody types a password in vain.
    let fingerprints = origin.fingerprints().ok_or(RecoverySecretsError::Imported).map_err(refused)?;
    RecoverySecrets::check_given(fingerprints, args.mnemonic_file.is_some(), args.ikm_file.is_some())
        .map_err(refused)?;
    let seed = seed(args, stdin)?;
    let ikm = read_ikm(args.ikm_file.as_deref(), stdin)?;
    Ok(RecoverySecrets::new(origin, seed, ikm).map_err(refused)?)
}

fn seed(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<Option<Seed>, CommandError> {
    let Some(mnemonic) = &args.mnemonic_file else { return Ok(None) };
    let (passphrase, password) = (args.passphrase_file.as_deref(), args.password_file.as_deref());
    read_seed(&SeedFiles { mnemonic, passphrase, password }, stdin).map(Some)
}
