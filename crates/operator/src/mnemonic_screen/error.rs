//! Why a mnemonic was neither shown nor typed.

use std::io;

use crate::{
    alternate_screen::AlternateScreen,
    exit_status::{BAD_INPUT, ExitStatus, SYSTEM_FAILED},
    input::SecretText,
};

/// What the screen is wanted for, in the words of whoever asked for it.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// The option or the verb.
    pub name: &'static str,
    /// What to do where there is no terminal.
    pub without_terminal: &'static str,
    /// What it means that the terminal was closed, and what to do.
    pub closed: &'static str,
}

impl Task {
    pub(super) fn enter(self) -> Result<AlternateScreen, MnemonicScreenError> {
        AlternateScreen::enter().map_err(|source| MnemonicScreenError::NoTerminal { task: self, source })
    }

    /// Shows a text, and waits for a line.
    pub(super) fn answer(self, screen: &mut AlternateScreen, text: &str) -> Result<SecretText, MnemonicScreenError> {
        let answer = screen.show(text).and_then(|()| screen.read_line());
        let answer = answer.map_err(|source| MnemonicScreenError::Terminal { task: self, source })?;
        answer.ok_or(MnemonicScreenError::Closed { task: self })
    }
}

/// Why a mnemonic was neither shown nor typed. No error holds a word.
#[derive(Debug, thiserror::Error)]
pub enum MnemonicScreenError {
    /// There is nobody.
    #[error("{}: there is no terminal for it ({source}); {}", .task.name, .task.without_terminal)]
    NoTerminal {
        /// What it was wanted for.
        task: Task,
        /// What was wrong.
        source: io::Error,
    },
    /// The terminal was closed instead of an answer.
    #[error("{}: {}", .task.name, .task.closed)]
    Closed {
        /// What it was wanted for.
        task: Task,
    },
    /// The terminal does not work.
    #[error("{}: the terminal cannot be used ({source}); nothing was kept, try another terminal", .task.name)]
    Terminal {
        /// What it was wanted for.
        task: Task,
        /// What was wrong.
        source: io::Error,
    },
}

impl ExitStatus for MnemonicScreenError {
    fn status(&self) -> u8 {
        match self {
            Self::NoTerminal { .. } | Self::Closed { .. } => BAD_INPUT,
            Self::Terminal { .. } => SYSTEM_FAILED,
        }
    }
}
