//! `keygen import`: keys that were made elsewhere become a batch.

mod error;
mod fill;
mod source;
mod summary;

use std::collections::BTreeMap;

use aztec_key_derivation::Passphrase;
use aztec_staking_registry::manifest::{ManifestHead, Source};

use durable_files::Staging;

use crate::{
    batch_dir::MADE_BY,
    check::{ExpectedSecrets, Secrets},
    cli::ImportArgs,
    input::StdinOnce,
    new_batch::{NewBatch, NewBatchError, Protection, SUMMARY_LOST, check_calls, check_size, read_known},
    output,
};
pub(crate) use error::ImportError;
use source::Imported;

pub(crate) fn run(args: &ImportArgs) -> Result<(), ImportError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    Staging::check(&args.out).map_err(NewBatchError::from)?;
    let stdin = &mut StdinOnce::check([
        ("NODE_KEYSTORE", Some(&args.file)),
        ("--password-file", args.passwords.password_file.as_ref()),
        ("--eth-password-file", args.passwords.eth_password_file.as_ref()),
        ("--bls-password-file", args.passwords.bls_password_file.as_ref()),
    ])?;
    check_calls(args.calls, args.proof.into())?;
    let imported =
        Imported::read(&args.file, stdin).map_err(|source| ImportError::Source { path: args.file.clone(), source })?;
    let earlier = args.known.as_deref().map(read_known).transpose().map_err(NewBatchError::from)?;
    let count = u32::try_from(imported.validators.len()).expect("the file has a limit");
    let publishers = imported.validators.iter().map(|validator| validator.publishers.len()).max();
    check_size(count, publishers.unwrap_or(0))
        .map_err(|source| ImportError::Size { path: args.file.clone(), source })?;
    // Last, so that nobody types a password twice only to learn that something else was wrong.
    let protection = Protection::resolve(&args.encryption, &args.passwords, stdin)?;

    let head = ManifestHead {
        made_by: MADE_BY.to_owned(),
        source: Source::imported(imported.remote_attesters),
        account_index: 0,
        address_index: 0,
        publisher_count: 0,
        proof: args.proof.into(),
        encrypted: protection.is_encrypted(),
        files: BTreeMap::new(),
    };
    let expected = ExpectedSecrets { keeps_mnemonic: false, rewards: imported.rewards() };
    let earlier = earlier.unwrap_or_default();
    let new = NewBatch { out: args.out.clone(), head, count, protection, calls: args.calls, expected, earlier };
    let (eth, bls) = new.protection.passwords();
    let secrets = Secrets { eth, bls, passphrase: &Passphrase::none(), seed: None, ikm: None };
    let pool = new.pool(args.work.jobs)?;
    let made = new.write(&pool, secrets, args.work.quiet, |files, lists| {
        fill::fill(imported, &new, files, lists, args.work.quiet)
    })?;
    Ok(output::result(&summary::summary(&new, &made, args), SUMMARY_LOST)?)
}
