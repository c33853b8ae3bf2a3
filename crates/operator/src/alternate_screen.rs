//! The second screen of the operator's terminal, for what one person must see and nobody may find there later.
//!
//! Terminals have two screens, and only the first one can be scrolled back. What is shown and typed on the second is gone
//! when the program leaves it.

use std::{
    fs::File,
    io::{self, Read, Write},
    sync::atomic::{AtomicBool, Ordering::SeqCst},
};

use zeroize::Zeroizing;

use crate::input::SecretText;

/// Whether the terminal is on its second screen, so that an interrupt knows what to undo.
static SHOWN: AtomicBool = AtomicBool::new(false);

// ECMA-48 and the private modes of xterm, which every terminal emulator follows.
const CLEAR: &str = "\x1b[H\x1b[2J\x1b[3J";
const ENTER: &str = "\x1b[?1049h";
const LEAVE: &str = "\x1b[?1049l";

/// What a terminal hands over as one line at most (POSIX: `MAX_CANON`; Linux: 4096).
const LINE: usize = 4096;

/// The second screen, while it is shown. Dropped, it is wiped and the first one is back.
pub struct AlternateScreen(File);

impl AlternateScreen {
    /// Shows the second screen, empty, wherever standard output goes.
    ///
    /// # Errors
    ///
    /// Fails where there is no terminal.
    pub fn enter() -> io::Result<Self> {
        let mut terminal = File::options().read(true).write(true).open("/dev/tty")?;
        SHOWN.store(true, SeqCst);
        terminal.write_all([ENTER, CLEAR].concat().as_bytes())?;
        Ok(Self(terminal))
    }

    /// Wipes the screen and shows a text.
    ///
    /// # Errors
    ///
    /// Fails where the terminal is gone.
    pub fn show(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(CLEAR.as_bytes())?;
        self.0.write_all(text.as_bytes())
    }

    /// The next line that is typed, without its end; `None` when the terminal was closed.
    ///
    /// # Errors
    ///
    /// Fails where the terminal is gone, or what was typed is not UTF-8.
    pub fn read_line(&mut self) -> io::Result<Option<SecretText>> {
        let mut line = Zeroizing::new([0; LINE]);
        let length = self.0.read(&mut line[..])?;
        let text = str::from_utf8(&line[..length]).map_err(|_| io::ErrorKind::InvalidData)?;
        Ok((length > 0).then(|| Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned())))
    }
}

impl Drop for AlternateScreen {
    fn drop(&mut self) {
        leave();
    }
}

/// Whether there is a terminal to show it on.
pub fn is_possible() -> bool {
    File::options().read(true).write(true).open("/dev/tty").is_ok()
}

/// Wipes the second screen and leaves it, if it is shown.
pub fn leave() {
    if SHOWN.swap(false, SeqCst)
        && let Ok(mut terminal) = File::options().write(true).open("/dev/tty")
    {
        // Nothing more can be done about a terminal that is gone.
        let _ = terminal.write_all([CLEAR, LEAVE].concat().as_bytes());
    }
}
