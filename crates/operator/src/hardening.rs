//! Keeping secrets out of core dumps, debuggers and swap, and ourselves alive to clean up, as far as the system lets us.

use nix::sys::signal::{SigSet, Signal};
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

/// Switches core dumps off, locks memory and refuses debuggers, as far as the system lets us.
///
/// No step is needed for correct keys, so a system that refuses one does not stop the ceremony.
pub fn harden() {
    // A crash leaves no image of the memory behind.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    // Other processes of the same user cannot attach or read /proc/<pid>/mem.
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    lock_memory();
    outlive_size_limits();
}

/// A file beyond the limit on its size (`ulimit -f`) then fails to be written, and all is removed. The signal would end the
/// process. Threads that start after this one inherit it. A reader that goes away does the same: Rust ignores SIGPIPE.
fn outlive_size_limits() {
    let _ = SigSet::from_iter([Signal::SIGXFSZ]).thread_block();
}

/// Keeps pages out of swap, but only where the limit on locked memory is off: under a limit, the scrypt buffers would
/// hit it and allocations would fail.
fn lock_memory() {
    use rustix::mm::{MlockAllFlags, mlockall};
    if getrlimit(Resource::Memlock).current.is_none() {
        let _ = mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT);
    }
}
