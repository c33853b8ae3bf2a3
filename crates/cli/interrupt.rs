//! Ctrl-C and termination: stop between two keys, remove what is half done, leave the terminal as it was.

use std::{
    fs::File,
    io::{self, IsTerminal},
    process,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::{exit_status::INTERRUPTED, output, terminal};

static REQUESTED: AtomicBool = AtomicBool::new(false);
/// How many guards there are: a directory is being written, and a file in it.
static WRITING: AtomicUsize = AtomicUsize::new(0);

/// Somebody asked the program to stop.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; nothing was kept")]
pub(crate) struct Interrupted;

/// Takes over SIGINT, SIGTERM and SIGHUP.
pub(crate) fn install() {
    // A password prompt turns the echo off, and whoever presses Ctrl-C there wants it back.
    let state = File::open("/dev/tty").ok().and_then(|tty| tcgetattr(&tty).ok().map(|state| (tty, state)));
    // Without the handler the system's own applies: the process ends and its staging directory is removed by the next
    // run. So a failure here is no reason to stop.
    let _ = ctrlc::set_handler(move || {
        REQUESTED.store(true, SeqCst);
        if WRITING.load(SeqCst) == 0 {
            restore(state.as_ref());
            terminal::leave();
            // A prompt or a bar has left the cursor in the middle of its line.
            if io::stderr().is_terminal() {
                output::note("");
            }
            output::error(&Interrupted.to_string());
            process::exit(i32::from(INTERRUPTED));
        }
    });
}

fn restore(terminal: Option<&(File, Termios)>) {
    if let Some((tty, state)) = terminal {
        let _ = tcsetattr(tty, OptionalActions::Now, state);
    }
}

/// While this exists, an interrupt does not end the process; [`check`] reports it instead.
pub(crate) struct WritingGuard(());

/// Announces that files are being written, which must be removed if the run does not end well.
pub(crate) fn writing() -> WritingGuard {
    WRITING.fetch_add(1, SeqCst);
    WritingGuard(())
}

impl Drop for WritingGuard {
    fn drop(&mut self) {
        WRITING.fetch_sub(1, SeqCst);
    }
}

/// Fails when an interrupt has arrived.
pub(crate) fn check() -> Result<(), Interrupted> {
    if REQUESTED.load(SeqCst) { Err(Interrupted) } else { Ok(()) }
}
