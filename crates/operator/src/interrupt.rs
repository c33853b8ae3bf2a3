//! Ctrl-C and termination: stop between two keys, remove what is half done, leave the terminal as it was.

use std::{
    fmt,
    fs::File,
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
};

use aztec_keystore_batch::Cancelled;
use nix::sys::signal::{SigSet, Signal};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use crate::{
    alternate_screen,
    exit_status::{ExitStatus, INTERRUPTED},
    files::Nothing,
    output::{self, Shown},
};

/// The same as in [`STATE`], for a quick look between two keys.
static REQUESTED: AtomicBool = AtomicBool::new(false);
static STATE: Mutex<State> = Mutex::new(State { requested: false, writing: 0, in_place: Vec::new() });

struct State {
    requested: bool,
    /// How many guards there are.
    writing: usize,
    /// What the run has put in place, and an interrupt does not take back.
    in_place: Vec<PathBuf>,
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody asked the program to stop.
#[derive(Debug)]
pub struct Interrupted {
    in_place: Vec<PathBuf>,
}

impl Interrupted {
    /// An interrupt that names what is in place now.
    pub fn now() -> Self {
        Self { in_place: state().in_place.clone() }
    }
}

impl From<Cancelled> for Interrupted {
    fn from(_: Cancelled) -> Self {
        Self::now()
    }
}

impl fmt::Display for Interrupted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.in_place.is_empty() {
            return write!(f, "interrupted; {}", Nothing("kept"));
        }
        let names: Vec<_> = self.in_place.iter().map(|path| Shown(path).to_string()).collect();
        write!(f, "interrupted; complete and in place, only the report is lost: {}", names.join(", "))
    }
}

impl std::error::Error for Interrupted {}

impl ExitStatus for Interrupted {
    fn status(&self) -> u8 {
        INTERRUPTED
    }
}

/// Takes over SIGINT, SIGTERM and SIGHUP, and outlives SIGXFSZ. Meant to be called before there are other threads.
pub fn install() {
    outlive_size_limits();
    // A password prompt turns the echo off, and whoever presses Ctrl-C there wants it back.
    let tty = File::open("/dev/tty").ok().and_then(|tty| tcgetattr(&tty).ok().map(|state| (tty, state)));
    // Without the handler the system's own applies: the process ends and its staging directory is removed by the next
    // run. So a failure here is no reason to stop.
    let _ = ctrlc::set_handler(move || {
        // Held until the process ends: whoever wants to begin to write waits here, and never begins.
        let mut state = state();
        state.requested = true;
        REQUESTED.store(true, SeqCst);
        if state.writing == 0 {
            restore(tty.as_ref());
            alternate_screen::leave();
            // A prompt or a bar has left the cursor in the middle of its line.
            if io::stderr().is_terminal() {
                output::note("");
            }
            output::error(&Interrupted { in_place: state.in_place.clone() }.to_string());
            process::exit(i32::from(INTERRUPTED));
        }
    });
}

/// A file beyond the limit on its size (`ulimit -f`) then fails to be written, and all is removed. The signal would end the
/// process. Threads that start after this one inherit it. A reader that goes away does the same: Rust ignores SIGPIPE.
fn outlive_size_limits() {
    let _ = SigSet::from_iter([Signal::SIGXFSZ]).thread_block();
}

fn restore(terminal: Option<&(File, Termios)>) {
    if let Some((tty, state)) = terminal {
        let _ = tcsetattr(tty, OptionalActions::Now, state);
    }
}

/// While this exists, an interrupt does not end the process; [`check`] and [`WritingGuard::done`] report it instead.
pub struct WritingGuard(());

/// Announces that files are being written, which must be removed if the run does not end well.
///
/// ```
/// use aztec_operator::interrupt;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let place = tempfile::tempdir()?;
/// # let (partial, path) = (place.path().join("report.partial"), place.path().join("report"));
/// let writing = interrupt::writing();
/// std::fs::write(&partial, "all is well\n")?;
/// interrupt::check()?;
/// std::fs::rename(&partial, &path)?;
/// // From here on, an interrupt says that it is there.
/// writing.done([path.as_path()])?;
/// # Ok(())
/// # }
/// ```
pub fn writing() -> WritingGuard {
    state().writing += 1;
    WritingGuard(())
}

impl WritingGuard {
    /// Announces that these are complete and in place: from here on, that is what an interrupt says.
    ///
    /// # Errors
    ///
    /// Fails when an interrupt has arrived meanwhile, which nobody has looked for since [`check`].
    pub fn done<'a>(self, in_place: impl IntoIterator<Item = &'a Path>) -> Result<(), Interrupted> {
        let mut state = state();
        state.in_place.extend(in_place.into_iter().map(Path::to_owned));
        if state.requested {
            return Err(Interrupted { in_place: state.in_place.clone() });
        }
        // Together with the look at the flag, so that either this reports an interrupt or the handler does.
        state.writing -= 1;
        std::mem::forget(self);
        Ok(())
    }
}

impl Drop for WritingGuard {
    fn drop(&mut self) {
        state().writing -= 1;
    }
}

/// Fails when an interrupt has arrived.
///
/// # Errors
///
/// Fails where an interrupt has arrived.
pub fn check() -> Result<(), Interrupted> {
    if REQUESTED.load(SeqCst) { Err(Interrupted::now()) } else { Ok(()) }
}

/// From here on no interrupt ends the process, which is about to end by itself: one status, and at most one error. Where an
/// interrupt came first, its handler does, and this never returns.
pub fn end() {
    std::mem::forget(state());
}

/// Whether an interrupt has arrived.
pub fn is_requested() -> bool {
    REQUESTED.load(SeqCst)
}
