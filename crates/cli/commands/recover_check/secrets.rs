//! What a batch is to be restored from: read, opened, and compared with the fingerprints of its manifest.

use aztec_key_derivation::{Ikm, Seed};
use aztec_keystore_batch::{RecoverySecrets, RecoverySecretsError, manifest::Origin};

use super::RecoverCheckError;
use crate::{
    cli::RecoverCheckArgs,
    input::{SeedFiles, StdinOnce, read_secret, read_seed},
};

pub(super) fn read(args: &RecoverCheckArgs, origin: &Origin) -> Result<RecoverySecrets, RecoverCheckError> {
    let stdin = &mut StdinOnce::check([
        ("--mnemonic-file", args.mnemonic_file.as_ref()),
        ("--passphrase-file", args.passphrase_file.as_ref()),
        ("--ikm-file", args.ikm_file.as_ref()),
        ("--password-file", args.password_file.as_ref()),
    ])?;
    let refused = |source| RecoverCheckError::Secrets { directory: args.directory.clone(), source };
    // Before anybody types a password in vain.
    let fingerprints = origin.fingerprints().ok_or(RecoverySecretsError::Imported).map_err(refused)?;
    RecoverySecrets::check_given(fingerprints, args.mnemonic_file.is_some(), args.ikm_file.is_some())
        .map_err(refused)?;
    let seed = seed(args, stdin)?;
    let ikm = match &args.ikm_file {
        Some(path) => Some(Ikm::from_hex(&read_secret("--ikm-file", path, stdin)?).map_err(RecoverCheckError::Ikm)?),
        None => None,
    };
    RecoverySecrets::new(origin, seed, ikm).map_err(refused)
}

fn seed(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<Option<Seed>, RecoverCheckError> {
    let Some(mnemonic) = &args.mnemonic_file else { return Ok(None) };
    let (passphrase, password) = (args.passphrase_file.as_deref(), args.password_file.as_deref());
    Ok(Some(read_seed(&SeedFiles { mnemonic, passphrase, password }, stdin)?))
}
