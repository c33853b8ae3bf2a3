//! `keygen import`: keys that were made elsewhere become a batch.

mod error;
mod summary;

use aztec_keystore_batch::{BatchPlan, ImportedKeys, PlannedKeys, read_known_batches};
use durable_files::Staging;

use crate::{
    cli::{ImportArgs, Proof},
    input::{StdinOnce, protection, read_secret_list},
    new_batch::{self, NewBatchError, SUMMARY_LOST},
    output,
};
pub(crate) use error::ImportCommandError;

pub(crate) fn run(args: &ImportArgs) -> Result<(), ImportCommandError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    Staging::check(&args.out).map_err(NewBatchError::from)?;
    let stdin = &mut StdinOnce::check([
        ("NODE_KEYSTORE", Some(&args.file)),
        ("--password-file", args.passwords.password_file.as_ref()),
        ("--eth-password-file", args.passwords.eth_password_file.as_ref()),
        ("--bls-password-file", args.passwords.bls_password_file.as_ref()),
    ])?;
    if args.calls.provider_id.is_some() && args.proof == Proof::Feedback {
        return Err(ImportCommandError::FeedbackCalls);
    }
    let calls = args.calls.registry_calls()?;
    let text = read_secret_list("NODE_KEYSTORE", &args.file, stdin)?;
    let keys = ImportedKeys::from_node_keystore(&text, args.gas.pop_gas_limit)
        .map_err(|source| ImportCommandError::Source { path: args.file.clone(), source })?;
    drop(text);
    let earlier = args.known.as_deref().map(read_known_batches).transpose()?.unwrap_or_default();
    // Last, so that nobody types a password twice only to learn that something else was wrong.
    let protection = protection(&args.encryption, &args.passwords, stdin)?;

    let plan = BatchPlan::new(PlannedKeys::Imported(keys), protection).with_gas_limit(args.gas.pop_gas_limit);
    let plan = plan.with_proof(args.proof.into(), calls)?.apart_from(earlier)?;
    let batch = new_batch::create(&args.out, &plan, args.work)?;
    Ok(output::result(&summary::summary(&batch, args), SUMMARY_LOST)?)
}
