//! Showing a mnemonic once.

use std::io::{self, IsTerminal};

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
        return Ok(show_mnemonic(mnemonic, heading, task)?);
    }
    Ok(output::secret(&mnemonic.to_phrase(), remedy)?)
}

/// Shows the words under a heading of one line, until Enter is pressed.
fn show_mnemonic(mnemonic: &Mnemonic, heading: &str, task: Task) -> Result<(), MnemonicScreenError> {
    let words = numbered(&mnemonic.words());
    let text = Zeroizing::new(
        [heading, "\n\n", &words, "\nNobody else may see them. Enter wipes the screen, and goes on: "].concat(),
    );
    task.answer(&mut task.enter()?, &text).map(drop)
}
