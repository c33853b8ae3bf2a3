//! `keygen batch`: plan, make, report.

mod error;
mod plan;
mod summary;

pub(crate) use error::BatchError;

use crate::{
    cli::BatchArgs,
    new_batch::{self, NewBatchError, SUMMARY_LOST},
};
use aztec_operator::{
    files,
    mnemonic_screen::{Task, prove_backup},
    output,
};
use plan::resolve;

const SHOW_MNEMONIC: Task = Task {
    name: "--show-mnemonic",
    without_terminal: "leave the option out, secret/mnemonic.json has the mnemonic, encrypted",
    closed: "the words were not typed, so the backup is not proved and nothing was kept; start again",
};

pub(crate) fn run(args: &BatchArgs) -> Result<(), BatchError> {
    // Whatever can be wrong with the input is found here, before anything is created.
    files::check_new_directory(&args.out).map_err(NewBatchError::from)?;
    let plan = resolve(args)?;
    let keys = plan.keys().derived().expect("this verb plans keys that are derived");
    if let Some(mnemonic) = keys.material().new_mnemonic().filter(|_| args.source.show_mnemonic) {
        prove_backup(mnemonic, SHOW_MNEMONIC)?;
    }
    let batch = new_batch::create(&args.out, &plan, args.work)?;
    Ok(output::result(&summary::summary(keys, &batch, args), SUMMARY_LOST)?)
}
