//! Asking before a secret is shown.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
};

use crate::exit_status::{BAD_INPUT, ExitStatus};

/// Asks on the terminal, wherever standard input comes from; without one, only `--yes` will do.
///
/// # Errors
///
/// Fails where the answer is not yes, or nobody can be asked.
pub fn confirm(yes: bool, what: &str) -> Result<(), NotConfirmed> {
    if yes {
        return Ok(());
    }
    let mut terminal = File::options().read(true).write(true).open("/dev/tty").map_err(|_| NotConfirmed::NoTerminal)?;
    let mut answer = String::new();
    let answered = write!(terminal, "{what} Type yes to go on: ")
        .and_then(|()| terminal.flush())
        .and_then(|()| BufReader::new(terminal).read_line(&mut answer));
    match answered {
        Ok(_) if answer.trim() == "yes" => Ok(()),
        Ok(_) => Err(NotConfirmed::Declined),
        Err(_) => Err(NotConfirmed::NoTerminal),
    }
}

/// Nobody said yes.
#[derive(Debug, thiserror::Error)]
pub enum NotConfirmed {
    /// Something else was typed.
    #[error("nothing was shown; type yes, or give --yes, to show the secret")]
    Declined,
    /// There is nobody to ask.
    #[error("this shows a secret, and there is no terminal to ask on; give --yes if that is what you want")]
    NoTerminal,
}

impl ExitStatus for NotConfirmed {
    fn status(&self) -> u8 {
        BAD_INPUT
    }
}
