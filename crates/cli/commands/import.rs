//! `keygen import`: keys that were made elsewhere become a batch.

mod error;
mod summary;

use std::path::Path;

use aztec_encrypted_keystore::{OpeningKeys, ScryptCost};
use aztec_keystore_batch::{BatchPlan, ImportedKeys, KeyFiles, PlannedKeys, read_known_batches};
use aztec_node_keystore::{Contents, NodeKeystore};

use crate::{
    cli::ImportArgs,
    new_batch::{self, NewBatchError, SUMMARY_LOST},
};
use aztec_operator::{
    arguments::Proof,
    files::check_new_directory,
    input::{OldPasswords, StdinOnce, old_passwords, protection, read_secret_list},
    jobs, output,
    progress::Bars,
};
pub(crate) use error::ImportCommandError;

pub(crate) fn run(args: &ImportArgs) -> Result<(), ImportCommandError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    check_new_directory(&args.out).map_err(NewBatchError::from)?;
    let stdin = &mut StdinOnce::check([
        ("NODE_KEYSTORE", Some(args.file.as_path())),
        ("--old-password-file", args.old_passwords.old_password_file.as_deref()),
        ("--old-eth-password-file", args.old_passwords.old_eth_password_file.as_deref()),
        ("--old-bls-password-file", args.old_passwords.old_bls_password_file.as_deref()),
        ("--password-file", args.passwords.password_file.as_deref()),
        ("--eth-password-file", args.passwords.eth_password_file.as_deref()),
        ("--bls-password-file", args.passwords.bls_password_file.as_deref()),
    ])?;
    if args.calls.provider_id.is_some() && args.proof == Proof::Feedback {
        return Err(ImportCommandError::FeedbackCalls);
    }
    let calls = args.calls.registry_calls()?;
    let text = read_secret_list("NODE_KEYSTORE", &args.file, stdin)?;
    let keystore = NodeKeystore::read(&text)
        .map_err(|source| ImportCommandError::NodeKeystore { path: args.file.clone(), source })?;
    drop(text);
    let earlier = args.known.as_deref().map(read_known_batches).transpose()?.unwrap_or_default();
    let contents = Contents::of(&keystore);
    let keys = open(args, &keystore, stdin)?;
    drop(keystore);
    // Last, so that nobody types a password twice only to learn that something else was wrong.
    let protection = protection(&args.encryption, &args.passwords, stdin)?;

    let plan = BatchPlan::new(PlannedKeys::Imported(keys), protection).with_gas_limit(args.gas.pop_gas_limit);
    let plan = plan.with_proof(args.proof.into(), calls)?.apart_from(earlier)?;
    let batch = new_batch::create(&args.out, &plan, args.work)?;
    Ok(output::result(&summary::summary(&batch, contents, args), SUMMARY_LOST)?)
}

/// Opens the keys. Whoever has a wrong password learns it before a new one is asked for.
fn open(args: &ImportArgs, keystore: &NodeKeystore, stdin: &mut StdinOnce) -> Result<ImportedKeys, ImportCommandError> {
    let OldPasswords { eth, bls } = old_passwords(&args.old_passwords, keystore, stdin)?;
    // The official tool writes absolute paths, and a batch of ours paths from the file that names them.
    let named = Some(args.file.as_path()).filter(|path| *path != Path::new("-"));
    let directory = named.and_then(Path::parent).unwrap_or(Path::new(""));
    let [eth, bls] = [eth.as_ref().map(OpeningKeys::of), bls.as_ref().map(OpeningKeys::of)];
    let files = KeyFiles { directory, eth_keys: eth.as_ref(), bls_keys: bls.as_ref() };
    let pool = jobs::pool(args.work.jobs, ScryptCost::DEFAULT.memory_bytes()).map_err(NewBatchError::from)?;
    pool.install(|| {
        ImportedKeys::from_node_keystore(keystore, &files, args.gas.pop_gas_limit, &Bars::new(args.work.quiet))
    })
    .map_err(|source| ImportCommandError::Source { path: args.file.clone(), source })
}
