//! One file or folder for each verb.

pub(crate) mod batch;
pub(crate) mod calldata;
pub(crate) mod completions;
pub(crate) mod doctor;
pub(crate) mod exit;
pub(crate) mod import;
pub(crate) mod key;
pub(crate) mod metadata;
pub(crate) mod mnemonic;
pub(crate) mod node_keystore;
pub(crate) mod password;
pub(crate) mod recover_check;
pub(crate) mod verify;

use crate::cli::Command;
use aztec_ceremony_machine::{memory::SecretMemory, sandbox::Sandbox};
use aztec_operator::command_error::CommandError;

pub(crate) fn run(command: Command, sandbox: &Sandbox, memory: &SecretMemory) -> Result<(), CommandError> {
    match command {
        Command::Doctor(args) => doctor::run(&args, sandbox, memory),
        Command::Batch(args) => Ok(batch::run(&args)?),
        Command::Import(args) => Ok(import::run(&args)?),
        Command::Verify(args) => verify::run(&args),
        Command::RecoverCheck(args) => recover_check::run(&args),
        Command::Calldata(args) => calldata::run(&args),
        Command::Exit(args) => Ok(exit::run(&args)?),
        Command::NodeKeystore(args) => Ok(node_keystore::run(&args)?),
        Command::Metadata(args) => metadata::run(&args),
        Command::Mnemonic(args) => mnemonic::run(&args),
        Command::Key(args) => key::run(&args),
        Command::Password(args) => password::run(&args),
        Command::Completions(args) => Ok(completions::completions(&args)?),
        Command::Man(args) => completions::man(&args),
    }
}
