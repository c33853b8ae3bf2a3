//! `keygen key`: encrypted key files, of this and other tools.

mod change_password;
mod change_passwords;
mod error;
mod export;
mod export_batch;
mod inspect;
mod open;

use crate::cli::{KeyAction, KeyArgs};
use aztec_operator::{command_error::CommandError, input::is_directory};

pub(crate) fn run(args: &KeyArgs) -> Result<(), CommandError> {
    match &args.action {
        KeyAction::Inspect { files, json, passwords } => inspect::run(files, passwords, *json),
        KeyAction::Export { file, address, yes, passwords } => match is_directory("FILE", file)? {
            true => export_batch::run(file, *address, *yes, passwords),
            false => export::run(file, passwords, *address, *yes),
        },
        KeyAction::ChangePassword { file, address, salt_per_file, new_passwords, passwords } => {
            match is_directory("FILE", file)? {
                true => change_passwords::run(file, *address, *salt_per_file, passwords, new_passwords),
                // A single file has a salt of its own in any case.
                false => change_password::run(file, passwords, *address, new_passwords),
            }
        }
    }
}
