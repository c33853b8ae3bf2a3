//! Making a batch directory for `batch` and `import`: threads, progress, what is told, and what a failure means here.

mod error;
mod report;

use std::path::Path;

use aztec_keystore_batch::{Batch, BatchPlan, CreateBatchError};
use durable_files::{Staging, StagingError};

pub(crate) use error::NewBatchError;
pub(crate) use report::{SUMMARY_LOST, report};

use aztec_operator::{arguments::WorkArgs, files, interrupt, jobs, progress::Bars};

/// Makes the batch in a new directory.
pub(crate) fn create(out: &Path, plan: &BatchPlan, work: WorkArgs) -> Result<Batch, NewBatchError> {
    let pool = jobs::pool(work.jobs, plan.protection().bytes_per_thread())?;
    // An interrupt waits until the directory has its name, or is removed.
    let writing = interrupt::writing();
    files::remove_abandoned(out);
    let mut staging = files::stage(Staging::create, out)?;
    let made = pool.install(|| Batch::create(&mut staging, plan, &Bars::new(work.quiet)));
    files::close(staging);
    let in_place = match &made {
        Ok(_) => true,
        Err(CreateBatchError::Staging(error)) => StagingError::is_in_place(error),
        Err(_) => false,
    };
    let done = if in_place { writing.done([out]) } else { Ok(()) };
    // That the disk did not confirm says more than that somebody is in a hurry.
    let batch = made?;
    done?;
    Ok(batch)
}
