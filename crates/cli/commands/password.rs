//! `keygen password`: one that nobody has thought up.

use aztec_encrypted_keystore::{PasswordWords, RandomPassword};
use rand::rngs::SysRng;

use super::mnemonic::MnemonicError;
use crate::cli::PasswordVerbArgs;
use aztec_operator::{
    command_error::CommandError,
    mnemonic_screen::{Task, give_password},
    output,
};

const TASK: Task = Task {
    name: "password",
    without_terminal: "send standard output to a file or another program",
    closed: "the terminal was closed while the password was shown; use none of it, and run the command again",
};

const LOST: &str = "the password is lost, so do not use what you have of it; run the command again for another";

pub(crate) fn run(args: &PasswordVerbArgs) -> Result<(), CommandError> {
    let words = args.words.unwrap_or(PasswordWords::DEFAULT);
    let password = RandomPassword::generate(words, &mut SysRng).map_err(MnemonicError::Randomness)?;
    let strength = format!("{} random words, {} bits", words.words(), words.bits());
    give_password(&password, &strength, TASK, LOST)?;
    output::note(&strength);
    Ok(())
}
