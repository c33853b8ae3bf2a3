//! `keygen key`: encrypted key files, of this and other tools.

mod change_password;
mod error;
mod export;
mod inspect;
mod open;

use crate::{
    cli::{KeyAction, KeyArgs},
    command_error::CommandError,
};

pub(crate) fn run(args: &KeyArgs) -> Result<(), CommandError> {
    match &args.action {
        KeyAction::Inspect { files, password_file, json } => inspect::run(files, password_file.as_deref(), *json),
        KeyAction::Export { file, opening, address, yes } => {
            export::run(file, opening.password_file.as_deref(), *address, *yes)
        }
        KeyAction::ChangePassword { file, opening, address, new_password_file } => {
            change_password::run(file, opening.password_file.as_deref(), *address, new_password_file.as_deref())
        }
    }
}
