//! Showing a mnemonic once, or a password.

use std::io::{self, IsTerminal};

use aztec_encrypted_keystore::RandomPassword;
use aztec_key_derivation::Mnemonic;
use zeroize::Zeroizing;

use super::{
    error::{MnemonicScreenError, Task},
    words::numbered,
};
use crate::{command_error::CommandError, output};

/// Gives the words to whoever asked: on the second screen where standard output is a terminal, else to that. `remedy` says
/// what to do when they do not arrive there.
///
/// # Errors
///
/// Fails where they cannot be shown, or not be written.
pub fn give_mnemonic(mnemonic: &Mnemonic, heading: &str, task: Task, remedy: &'static str) -> Result<(), CommandError> {
    if io::stdout().is_terminal() {
        return Ok(show(&numbered(&mnemonic.words()), heading, task)?);
    }
    Ok(output::secret(&mnemonic.to_phrase(), remedy)?)
}

/// Gives a password to whoever asked, as [`give_mnemonic`] does a mnemonic.
///
/// # Errors
///
/// Fails where it cannot be shown, or not be written.
pub fn give_password(
    password: &RandomPassword,
    heading: &str,
    task: Task,
    remedy: &'static str,
) -> Result<(), CommandError> {
    if io::stdout().is_terminal() {
        let line = Zeroizing::new(["  ", password.reveal(), "\n"].concat());
        return Ok(show(&line, heading, task)?);
    }
    Ok(output::secret(password.reveal(), remedy)?)
}

/// Shows lines under a heading, until Enter is pressed.
fn show(lines: &str, heading: &str, task: Task) -> Result<(), MnemonicScreenError> {
    let end = "\nNobody else may see this. Enter wipes the screen, and goes on: ";
    task.answer(&mut task.enter()?, &Zeroizing::new([heading, "\n\n", lines, end].concat())).map(drop)
}
