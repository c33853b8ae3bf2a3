//! `keygen batch`: plan, make, read back, put in place, report.

mod backup;
mod calls;
mod earlier;
mod error;
mod lists;
mod make;
mod new_file;
mod plan;
mod read_back;
mod summary;

pub(crate) use error::BatchError;

use crate::{cli::BatchArgs, interrupt, jobs, output, output_dir::Staging};
use plan::Plan;

pub(crate) fn run(args: &BatchArgs) -> Result<(), BatchError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    Staging::check(&args.out)?;
    let plan = Plan::resolve(args)?;
    let pool = jobs::pool(args.jobs, plan.bytes_per_thread())?;
    if let Some(mnemonic) = plan.entropy.new_mnemonic().filter(|_| args.source.show_mnemonic) {
        backup::prove_backup(mnemonic)?;
    }

    for path in Staging::remove_abandoned(&args.out) {
        output::note(&format!("removed {}, which an interrupted run had left behind", path.display()));
    }
    let writing = interrupt::writing();
    let staging = Staging::create(&args.out)?;
    let made = pool.install(|| {
        let made = make::make(&plan, staging.path(), args.quiet)?;
        read_back::read_back(&plan, staging.path(), args.quiet)?;
        Ok::<_, BatchError>(made)
    })?;
    interrupt::check()?;
    staging.commit()?;
    drop(writing);

    output::result(&summary::summary(&plan, &made, args));
    Ok(())
}
