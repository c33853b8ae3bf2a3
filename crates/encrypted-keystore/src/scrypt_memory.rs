//! Memory for scrypt. The crate that does the work takes its buffer itself, and where there is none to be had, that ends the
//! whole process. So it is called only when the system has just given as much.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The system does not give the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfMemory {
    pub(crate) bytes: u64,
}

/// What the process may need beside scrypt's buffers, so that their owners find a little room, too.
const ROOM_BESIDE: u64 = 8 << 20;

/// Runs a derivation that takes so many bytes, as soon as they are there beside those of the derivations that run in other
/// threads.
///
/// # Errors
/// Where they are not there, and no other derivation runs that could give some back.
pub(crate) fn with_memory<T>(bytes: u64, derive: impl FnOnce() -> T) -> Result<T, OutOfMemory> {
    static OF_THE_PROCESS: Gate = Gate::new();
    OF_THE_PROCESS.pass(bytes, is_available, derive)
}

/// Asks the system, and gives back at once what it gives.
fn is_available(bytes: u64) -> bool {
    let bytes = usize::try_from(bytes + ROOM_BESIDE).unwrap_or(usize::MAX);
    Vec::<u8>::new().try_reserve_exact(bytes).is_ok()
}

/// Lets as many pass at once as there is memory for.
struct Gate {
    /// Bytes of all derivations that run.
    running: Mutex<u64>,
    one_has_ended: Condvar,
}

impl Gate {
    const fn new() -> Self {
        Self { running: Mutex::new(0), one_has_ended: Condvar::new() }
    }

    fn pass<T>(
        &self,
        bytes: u64,
        is_available: impl Fn(u64) -> bool,
        derive: impl FnOnce() -> T,
    ) -> Result<T, OutOfMemory> {
        let mut running = self.lock();
        // Those that run may not have taken their buffers yet, so these are asked for once more.
        while !is_available(bytes + *running) {
            if *running == 0 {
                return Err(OutOfMemory { bytes });
            }
            running = self.one_has_ended.wait(running).unwrap_or_else(PoisonError::into_inner);
        }
        *running += bytes;
        drop(running);
        let _running = Running { gate: self, bytes };
        Ok(derive())
    }

    fn lock(&self) -> MutexGuard<'_, u64> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives the bytes back, also when a derivation panics.
struct Running<'a> {
    gate: &'a Gate,
    bytes: u64,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        *self.gate.lock() -= self.bytes;
        self.gate.one_has_ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU64, Ordering::SeqCst},
        thread::{scope, yield_now},
    };

    use super::*;

    #[test]
    fn what_is_not_there_is_refused_and_nothing_runs() {
        // More than any address space has.
        let bytes = 1 << 60;
        assert_eq!(with_memory(bytes, || panic!("there is no memory")), Err(OutOfMemory { bytes }));
        assert_eq!(with_memory(1 << 20, || 7), Ok(7));
    }

    #[test]
    fn those_for_whom_there_is_no_room_wait_and_all_pass() {
        let gate = Gate::new();
        let (here, most) = (AtomicU64::new(0), AtomicU64::new(0));
        scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..200 {
                        let ran = gate.pass(
                            100,
                            |bytes| bytes <= 250,
                            || {
                                most.fetch_max(here.fetch_add(1, SeqCst) + 1, SeqCst);
                                yield_now();
                                here.fetch_sub(1, SeqCst);
                            },
                        );
                        assert_eq!(ran, Ok(()));
                    }
                });
            }
        });
        assert!((1..=2).contains(&most.load(SeqCst)), "{most:?}");
        assert_eq!(*gate.lock(), 0);
    }
}
