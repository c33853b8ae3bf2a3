//! `keygen batch`: plan, make, read back, put in place, report.

mod backup;
mod entropy;
mod error;
mod make;
mod plan;
mod summary;

pub(crate) use error::BatchError;

use durable_files::Staging;

use crate::{
    cli::BatchArgs,
    new_batch::{NewBatchError, SUMMARY_LOST},
    output,
};
use plan::Plan;

pub(crate) fn run(args: &BatchArgs) -> Result<(), BatchError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    Staging::check(&args.out).map_err(NewBatchError::from)?;
    let plan = Plan::resolve(args)?;
    let pool = plan.new.pool(args.work.jobs)?;
    if let Some(mnemonic) = plan.entropy.new_mnemonic().filter(|_| args.source.show_mnemonic) {
        backup::prove_backup(mnemonic)?;
    }

    let made = plan.new.write(&pool, plan.secrets(), args.work.quiet, |files, lists| {
        make::make(&plan, files, lists, args.work.quiet)
    })?;
    Ok(output::result(&summary::summary(&plan, &made, args), SUMMARY_LOST)?)
}
