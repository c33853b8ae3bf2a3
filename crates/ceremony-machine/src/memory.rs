//! Keeping secrets out of core dumps, debuggers and swap, as far as the system lets us.

use std::{io, thread::available_parallelism};

use locked_heap::{LARGEST_HEAP, STACK, lock_heap, lock_stack};
use rustix::{
    mm::{MlockAllFlags, mlockall},
    process::{DumpableBehavior, Resource, Rlimit, dumpable_behavior, getrlimit, set_dumpable_behavior, setrlimit},
    thread::{CapabilitySet, capabilities},
};

/// The least limit on the address space (`RLIMIT_AS`, `ulimit -v`) under which the program begins. What it takes for itself,
/// its allocator's reserve, threads and stacks, cannot be refused with an error: where there is none, the process is aborted.
/// Measured: some verbs were, under limits of up to 110 MiB.
const LEAST_ADDRESS_SPACE: u64 = 256 << 20;

/// A limit under which the program might be ended at any moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the address space of this process is limited to {} MiB, and {} MiB are needed; lift the limit (`ulimit -v`)",
    limit >> 20,
    LEAST_ADDRESS_SPACE >> 20
)]
pub struct TooLittle {
    /// `RLIMIT_AS`, in bytes.
    pub limit: u64,
}

/// Looks whether the limit on the address space leaves the memory that the program takes for itself.
///
/// # Errors
///
/// [`TooLittle`] where it does not.
pub fn check_limit() -> Result<(), TooLittle> {
    match getrlimit(Resource::As).current {
        Some(limit) if limit < LEAST_ADDRESS_SPACE => Err(TooLittle { limit }),
        _ => Ok(()),
    }
}

/// What [`protect`] has achieved.
///
/// ```
/// use aztec_ceremony_machine::memory::{Locked, protect};
///
/// // At the start, before there are secrets.
/// let memory = protect();
/// assert!(memory.dumps.are_off());
/// if let Locked::Nothing { reason } = memory.locked {
///     eprintln!("secrets may go to swap: {reason}");
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretMemory {
    /// Images of a crash, and debuggers.
    pub dumps: Dumps,
    /// Swap.
    pub locked: Locked,
}

/// What keeps images of the memory from being made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dumps {
    /// `RLIMIT_CORE`: no file is written.
    pub limit_is_zero: bool,
    /// `PR_SET_DUMPABLE`: nothing is handed to a program either, and other processes of the same user cannot attach or read
    /// `/proc/PID/mem`.
    pub undumpable: bool,
}

impl Dumps {
    /// Whether a crash leaves nothing. The limit alone does not count for a program that takes dumps from the kernel.
    #[must_use]
    pub fn are_off(self) -> bool {
        self.limit_is_zero && self.undumpable
    }
}

/// What of the memory cannot go to a disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Locked {
    /// All of it, and all that is taken later.
    All,
    /// What the limit has room for: the first part of the heap, where keys, passwords and texts are, and stacks as far as there is
    /// room. The buffers of key derivations are not.
    Part {
        /// How much of the heap that is.
        bytes: u64,
        /// `RLIMIT_MEMLOCK`.
        limit: u64,
    },
    /// Nothing.
    Nothing {
        /// Why not.
        reason: String,
    },
}

/// Switches core dumps off, refuses debuggers and locks memory.
///
/// No step is needed for correct keys, so a system that refuses one does not stop the ceremony.
#[must_use]
pub fn protect() -> SecretMemory {
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    let dumps = Dumps {
        limit_is_zero: getrlimit(Resource::Core).current == Some(0),
        undumpable: dumpable_behavior().is_ok_and(|actual| actual == DumpableBehavior::NotDumpable),
    };
    SecretMemory { dumps, locked: lock() }
}

/// What is always left of the limit: the kernel counts whole pages, and a mapping of its own.
const SPARE: u64 = 64 << 10;
/// Less than this of the heap is not worth the name.
const LEAST_HEAP: u64 = 256 << 10;

/// All of it, where no limit stands against it: under a limit, scrypt's buffers would hit it and allocations would fail.
fn lock() -> Locked {
    let Rlimit { maximum, .. } = getrlimit(Resource::Memlock);
    // What the caller's shell has set lower can be had without asking anybody.
    let _ = setrlimit(Resource::Memlock, Rlimit { current: maximum, maximum });
    let limit = getrlimit(Resource::Memlock).current;
    let privileged = capabilities(None).is_ok_and(|sets| sets.effective.contains(CapabilitySet::IPC_LOCK));
    match limit {
        Some(limit) if !privileged => lock_part(limit),
        _ => match mlockall(MlockAllFlags::CURRENT | MlockAllFlags::FUTURE | MlockAllFlags::ONFAULT) {
            Ok(()) => Locked::All,
            Err(error) => Locked::Nothing { reason: error.to_string() },
        },
    }
}

/// The heap, and this thread's stack; threads lock their own.
fn lock_part(limit: u64) -> Locked {
    let threads = available_parallelism().map_or(1, usize::from) as u64;
    let bytes = heap_within(limit, threads + 1);
    if bytes < LEAST_HEAP {
        return Locked::Nothing { reason: format!("the limit is {} KiB, and secrets take more", limit / 1024) };
    }
    match usize::try_from(bytes).map_err(io::Error::other).and_then(lock_heap) {
        Ok(()) => {
            // Stacks are locked as far as there is room, and nothing is said of how far that is.
            let _ = lock_stack();
            Locked::Part { bytes, limit }
        }
        Err(error) => Locked::Nothing { reason: error.to_string() },
    }
}

/// How much of the heap is locked under a limit: what the stacks leave, but at least half of it.
fn heap_within(limit: u64, stacks: u64) -> u64 {
    let usable = limit.saturating_sub(SPARE);
    let left = usable.saturating_sub(stacks.saturating_mul(STACK as u64));
    left.max(usable / 2).min(LARGEST_HEAP as u64) & !4095
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heap_takes_what_the_stacks_leave() {
        let mebibytes = |count: u64| count << 20;
        assert_eq!(heap_within(mebibytes(8), 3), mebibytes(8) - SPARE - 3 * STACK as u64);
        // Sixty-four threads would take all: they get half.
        assert_eq!(heap_within(mebibytes(8), 65), (mebibytes(8) - SPARE) / 2);
        assert_eq!(heap_within(u64::MAX, 3), LARGEST_HEAP as u64);
        // Systemd's limit before 2021, and none at all.
        assert_eq!([heap_within(64 << 10, 3), heap_within(0, 3)], [0, 0]);
    }
}
