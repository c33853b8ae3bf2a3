//! What a batch is to be restored from: read, opened, and compared with the fingerprints of its manifest.

use aztec_key_derivation::Seed;
use aztec_keystore_batch::{RecoverySecrets, RecoverySecretsError, manifest::Origin};

use super::error::RecoverCheckError;
use crate::cli::RecoverCheckArgs;
use aztec_operator::{
    alternate_screen,
    command_error::CommandError,
    input::{SeedFiles, StdinOnce, read_ikm, read_passphrase, read_seed},
    mnemonic_screen::{Task, type_mnemonic},
};

pub(super) fn read(
    args: &RecoverCheckArgs,
    origin: &Origin,
    stdin: &mut StdinOnce,
) -> Result<RecoverySecrets, CommandError> {
    let refused = |source| RecoverCheckError::Secrets { directory: args.path.clone(), source };
    // Before anybody types a password in vain.
    let fingerprints = origin.fingerprints().ok_or(RecoverySecretsError::Imported).map_err(refused)?;
    let typed = fingerprints.mnemonic().is_some() && args.mnemonic_file.is_none() && alternate_screen::is_possible();
    RecoverySecrets::check_given(fingerprints, typed || args.mnemonic_file.is_some(), args.ikm_file.is_some())
        .map_err(refused)?;
    let seed = if typed { Some(typed_seed(args, stdin)?) } else { seed(args, stdin)? };
    let ikm = read_ikm(args.ikm_file.as_deref(), stdin)?;
    Ok(RecoverySecrets::new(origin, seed, ikm).map_err(refused)?)
}

/// Where nothing says what the keys come from: from what is given, and else from a mnemonic that is typed.
pub(super) fn read_without_manifest(
    args: &RecoverCheckArgs,
    stdin: &mut StdinOnce,
) -> Result<RecoverySecrets, CommandError> {
    let nothing = args.mnemonic_file.is_none() && args.ikm_file.is_none();
    if nothing && !alternate_screen::is_possible() {
        return Err(RecoverCheckError::NoSecret { path: args.path.clone() }.into());
    }
    let seed = if nothing { Some(typed_seed(args, stdin)?) } else { seed(args, stdin)? };
    let ikm = read_ikm(args.ikm_file.as_deref(), stdin)?;
    let refused = |source| RecoverCheckError::Secrets { directory: args.path.clone(), source };
    Ok(RecoverySecrets::without_manifest(seed, ikm).map_err(refused)?)
}

const TYPED: Task = Task {
    name: "recover-check",
    without_terminal: "give the words with --mnemonic-file",
    closed: "the words were not typed to their end, and nothing was compared; start again",
};

fn typed_seed(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<Seed, CommandError> {
    let passphrase = read_passphrase(args.passphrase_file.as_deref(), stdin)?;
    Ok(type_mnemonic(TYPED)?.to_seed(&passphrase))
}

fn seed(args: &RecoverCheckArgs, stdin: &mut StdinOnce) -> Result<Option<Seed>, CommandError> {
    let Some(mnemonic) = &args.mnemonic_file else { return Ok(None) };
    let (passphrase, password) = (args.passphrase_file.as_deref(), args.password_file.as_deref());
    read_seed(&SeedFiles { mnemonic, passphrase, password }, stdin).map(Some)
}
