//! `keygen exit`: attesters leave the validator set.

mod carrier;
mod error;
mod keys;
mod notice;

use std::time::{SystemTime, UNIX_EPOCH};

use aztec_encrypted_keystore::{OpeningKeys, ScryptCost};
use aztec_staking_registry::exits::{Deadline, ExitDomain, SignedExits, UnverifiedExit};

pub(crate) use error::{ExitError, domain_text};

use crate::cli::{ExitAction, ExitArgs, SignExitArgs};
use aztec_operator::{
    command_error::CommandError,
    files::refuse_existing,
    input::{StdinOnce, When, confirm, password_of_file},
    jobs,
    output::{self, FILE_WRITTEN},
    progress::Bars,
};

pub(crate) fn run(args: &ExitArgs) -> Result<(), CommandError> {
    match &args.action {
        ExitAction::Sign(args) => sign(args),
    }
}

fn sign(args: &SignExitArgs) -> Result<(), CommandError> {
    // Whatever can be wrong with what was asked for is found before anybody reads, answers or types anything.
    refuse_existing("--out", &args.out)?;
    let stdin = &mut StdinOnce::check([
        ("PATH", Some(args.path.as_path())),
        ("--mnemonic-file", args.mnemonic_file.as_deref()),
        ("--passphrase-file", args.passphrase_file.as_deref()),
        ("--password-file", args.password_file.as_deref()),
    ])?;
    let domain = ExitDomain::new(args.chain_id, args.rollup).map_err(ExitError::Domain)?;
    let now = now();
    let when = When { unix: args.deadline.unix(now), now };
    let deadline =
        Deadline::ahead_of(now, when.unix).map_err(|source| ExitError::Deadline { when: when.to_string(), source })?;

    let keys = keys::find(args, stdin)?;
    output::note(&notice::notice(&keys.attesters().collect::<Vec<_>>(), &domain, &when));
    confirm(args.yes, "Sign these exits?").map_err(ExitError::NotConfirmed)?;
    let password = match keys.need_password() {
        true => Some(password_of_file(args.password_file.as_deref(), stdin)?),
        false => None,
    };
    let pool = jobs::pool(args.work.jobs, ScryptCost::DEFAULT.memory_bytes())?;
    let bars = Bars::new(args.work.quiet);
    let opening = password.as_ref().map(OpeningKeys::of);
    let signed = pool.install(|| -> Result<_, ExitError> {
        let signed = keys.open_each(opening.as_ref(), &bars, |attester, secret| {
            let signature = secret.sign_digest(&domain.digest(attester.get(), deadline))?;
            Ok(UnverifiedExit::new(attester.get(), deadline, &signature))
        })?;
        // Nothing is handed out that the rollup would not take.
        Ok(SignedExits::verify(domain, &signed.into_iter().collect::<Result<Vec<_>, ExitError>>()?)?)
    })?;

    let files = carrier::write(&signed, args.format, &args.out)?;
    Ok(output::result(&notice::written(&signed, &when, args.format, &files), FILE_WRITTEN)?)
}

/// Seconds since 1970. A clock before that is as good as none: every deadline is then too far ahead.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
