//! One file or folder for each verb.

pub(crate) mod batch;
pub(crate) mod calldata;
pub(crate) mod completions;
pub(crate) mod exit;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod metadata;
pub(crate) mod mnemonic;
pub(crate) mod node_keystore;
pub(crate) mod recover_check;
pub(crate) mod verify;

use crate::{cli::Command, failure::Failure};

pub(crate) fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Batch(args) => Ok(batch::run(&args)?),
        Command::Import(args) => Ok(import::run(&args)?),
        Command::Verify(args) => Ok(verify::run(&args)?),
        Command::RecoverCheck(args) => Ok(recover_check::run(&args)?),
        Command::Calldata(args) => Ok(calldata::run(&args)?),
        Command::Exit(args) => Ok(exit::run(&args)?),
        Command::NodeKeystore(args) => Ok(node_keystore::run(&args)?),
        Command::Metadata(args) => Ok(metadata::run(&args)?),
        Command::Mnemonic(args) => Ok(mnemonic::run(&args)?),
        Command::Key(args) => Ok(key::run(&args)?),
        Command::Completions(args) => Ok(completions::completions(&args)?),
        Command::Man(args) => Ok(completions::man(&args)?),
    }
}
