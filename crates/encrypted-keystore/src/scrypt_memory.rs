//! Memory for scrypt. The crate that does the work takes its buffer itself, and where there is none to be had, that ends the
//! whole process. So the system is asked first, and where derivations run beside each other, one waits until there is room
//! for it.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The system does not give the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfMemory {
    pub(crate) bytes: u64,
}

/// What an allocator may take beside each buffer: to align it, and for all else in its thread.
const RESERVE: u64 = 64 << 20;

/// How many derivations of this size there is memory for at once, up to `most`: more threads would only wait for each other.
///
/// `bytes` is [`Kdf::memory_bytes`](crate::Kdf::memory_bytes).
#[must_use]
pub fn fit_in_memory(bytes: u64, most: usize) -> usize {
    fit(bytes, most, is_available)
}

/// One more than those that run, because one more may be asking, and because an allocator may keep one that was freed.
fn fit(bytes: u64, most: usize, is_available: impl Fn(u64) -> bool) -> usize {
    let each = bytes.saturating_add(RESERVE);
    let several = |count: usize| u64::try_from(count + 1).unwrap_or(u64::MAX).saturating_mul(each);
    (2..=most)
        .rev()
        .find(|count| is_available(several(*count)))
        .unwrap_or_else(|| usize::from(is_available(each)).min(most))
}

/// Lets all derivations of this process that run at the same time take at most so many bytes together. One that asks for
/// more than that still runs, alone.
///
/// Without it only what the system refuses is a limit, and a system may promise more than it has.
pub fn limit_memory(bytes: u64) {
    PROCESS.with(|taken| taken.limit = bytes);
}

/// What derivations of this process take.
static PROCESS: Budget = Budget::new();

/// Memory that several derivations share.
struct Budget {
    taken: Mutex<Taken>,
    given_back: Condvar,
}

struct Taken {
    bytes: u64,
    limit: u64,
}

impl Budget {
    const fn new() -> Self {
        Self { taken: Mutex::new(Taken { bytes: 0, limit: u64::MAX }), given_back: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T>(&self, act: impl FnOnce(&mut Taken) -> T) -> T {
        act(&mut self.lock())
    }

    /// Waits while others run and there is no room beside them.
    fn take(&self, bytes: u64, is_available: impl Fn(u64) -> bool) -> Result<Share<'_>, OutOfMemory> {
        let mut taken = self.lock();
        loop {
            let together = taken.bytes.saturating_add(bytes);
            // Those that run may have taken theirs already, or be about to.
            let fits =
                (taken.bytes == 0 || together <= taken.limit) && is_available(together.saturating_add(RESERVE / 2));
            if fits {
                taken.bytes = together;
                return Ok(Share { budget: self, bytes });
            }
            if taken.bytes == 0 {
                return Err(OutOfMemory { bytes });
            }
            taken = self.given_back.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// What one derivation takes, given back when dropped.
struct Share<'a> {
    budget: &'a Budget,
    bytes: u64,
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.budget.with(|taken| taken.bytes -= self.bytes);
        self.budget.given_back.notify_all();
    }
}

/// Runs a derivation that takes so many bytes, as soon as they are to be had.
pub(crate) fn with_memory<T>(bytes: u64, derive: impl FnOnce() -> T) -> Result<T, OutOfMemory> {
    let _share = PROCESS.take(bytes, is_available)?;
    Ok(derive())
}

/// Asks the system, and gives back at once what it gives.
fn is_available(bytes: u64) -> bool {
    usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
    use std::sync::mpsc::{self, RecvTimeoutError};
    use std::thread;
    use std::time::Duration;

    use super::*;

    const MIB: u64 = 1 << 20;
    /// More than any address space has.
    const TOO_MUCH: u64 = 1 << 60;

    #[test]
    fn what_is_not_there_is_refused_and_nothing_runs() {
        assert_eq!(with_memory(TOO_MUCH, || panic!("there is no memory")), Err(OutOfMemory { bytes: TOO_MUCH }));
        assert_eq!(with_memory(MIB, || 7), Ok(7));
    }

    #[test]
    fn whoever_finds_no_room_beside_others_waits_for_them() {
        let budget = Budget::new();
        let (running, most) = (AtomicU64::new(0), AtomicU64::new(0));
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    // Room for two of them, and what lies beside.
                    let share = budget.take(128 * MIB, |bytes| bytes <= 288 * MIB).unwrap();
                    most.fetch_max(running.fetch_add(1, SeqCst) + 1, SeqCst);
                    thread::sleep(Duration::from_millis(5));
                    running.fetch_sub(1, SeqCst);
                    drop(share);
                });
            }
        });
        assert!((1..=2).contains(&most.load(SeqCst)), "{most:?}");
        assert_eq!(budget.lock().bytes, 0, "all is given back");
    }

    #[test]
    fn whoever_finds_room_beside_others_runs_beside_them() {
        let budget: &Budget = Box::leak(Box::new(Budget::new()));
        budget.with(|taken| taken.limit = 256 * MIB);
        let _first = budget.take(128 * MIB, |_| true).unwrap();
        let (sender, receiver) = mpsc::channel();
        thread::spawn(move || {
            let _second = budget.take(128 * MIB, |_| true).unwrap();
            sender.send(budget.lock().bytes).unwrap();
        });
        assert_eq!(receiver.recv_timeout(Duration::from_secs(10)), Ok(256 * MIB));
    }

    /// What an allocator takes beside the buffers is asked for, too.
    #[test]
    fn the_system_is_asked_for_all_that_run_and_32_mib_beside() {
        let budget = Budget::new();
        assert!(budget.take(128 * MIB, |bytes| bytes < 160 * MIB).is_err());
        assert!(budget.take(128 * MIB, |bytes| bytes <= 160 * MIB).is_ok());
    }

    /// Other tests of this program derive under the same limit, one after the other while this one runs.
    #[test]
    fn the_limit_holds_for_the_process() {
        limit_memory(MIB);
        let (sender, receiver) = mpsc::channel();
        let meanwhile = with_memory(MIB, || {
            thread::spawn(move || with_memory(MIB, || sender.send(())));
            let meanwhile = receiver.recv_timeout(Duration::from_millis(200));
            (meanwhile, receiver)
        });
        limit_memory(u64::MAX);
        let (meanwhile, receiver) = meanwhile.unwrap();
        assert_eq!(meanwhile, Err(RecvTimeoutError::Timeout), "beside the first");
        assert_eq!(receiver.recv_timeout(Duration::from_secs(60)), Ok(()), "after it");
    }

    #[test]
    fn one_derivation_runs_however_low_the_limit() {
        let budget = Budget::new();
        budget.with(|taken| taken.limit = MIB);
        let share = budget.take(128 * MIB, |_| true).unwrap();
        assert_eq!(budget.lock().bytes, 128 * MIB);
        drop(share);
        assert!(budget.take(128 * MIB, |_| false).is_err(), "but not where the system refuses");
    }

    #[test]
    fn a_derivation_that_panics_gives_its_memory_back() {
        let budget = Budget::new();
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            let _share = budget.take(MIB, |_| true).unwrap();
            panic!("in the middle");
        }));
        assert!(panicked.is_err());
        assert_eq!(budget.lock().bytes, 0);
    }

    #[test]
    fn as_many_fit_as_there_is_memory_for_with_one_to_spare() {
        for (available, fits) in [(191, 0), (192, 1), (575, 1), (576, 2), (768, 3), (959, 3), (1 << 30, 8)] {
            assert_eq!(fit(128 * MIB, 8, |bytes| bytes <= available * MIB), fits, "{available}");
        }
        assert_eq!(fit(128 * MIB, 1, |_| true), 1);
        assert_eq!(fit(128 * MIB, 0, |_| true), 0);
        assert_eq!(fit(u64::MAX, 8, |bytes| bytes < u64::MAX), 0);
    }

    #[test]
    fn the_system_is_asked() {
        assert_eq!(fit_in_memory(MIB, 2), 2);
        assert_eq!(fit_in_memory(TOO_MUCH, 2), 0);
    }
}
