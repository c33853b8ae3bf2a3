//! A terminal that does not show what is typed, from before the first question to after the last answer.

use std::fs::{File, OpenOptions};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

/// While this exists, the terminal shows nothing that is typed. What asks for a password turns that off by itself, but only once
/// the question stands there, and on again before the next one: whoever types ahead, or pastes, would see the password.
pub(super) struct NoEcho {
    terminal: File,
    before: Termios,
}

impl NoEcho {
    /// None where there is no terminal, which whoever asks finds out.
    pub(super) fn begin() -> Option<Self> {
        let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty").ok()?;
        let before = tcgetattr(&terminal).ok()?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(&terminal, OptionalActions::Now, &quiet).ok()?;
        Some(Self { terminal, before })
    }
}

impl Drop for NoEcho {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.terminal, OptionalActions::Now, &self.before);
    }
}
