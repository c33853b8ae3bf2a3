//! Memory for scrypt. The crate that does the work takes its buffer itself, and where there is none to be had, that ends the
//! whole process. So the system is asked first.

use std::sync::{Mutex, PoisonError};

/// The system does not give the memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OutOfMemory {
    pub(crate) bytes: u64,
}

/// What an allocator may take beside each buffer: to align it, and for all else in its thread.
const BESIDE: u64 = 64 << 20;

/// How many derivations of this size there is memory for at once, up to `most`. Ask before the threads are started: each
/// derivation asks again, but only for itself, and where several do so at the same time, one could take what another was
/// promised.
///
/// `bytes` is [`Kdf::memory_bytes`](crate::Kdf::memory_bytes).
#[must_use]
pub fn fit_in_memory(bytes: u64, most: usize) -> usize {
    fit(bytes, most, is_available)
}

/// One more than those that run, because one more may be asking, and because an allocator may keep one that was freed.
fn fit(bytes: u64, most: usize, is_available: impl Fn(u64) -> bool) -> usize {
    let each = bytes.saturating_add(BESIDE);
    let several = |count: usize| u64::try_from(count + 1).unwrap_or(u64::MAX).saturating_mul(each);
    (2..=most)
        .rev()
        .find(|count| is_available(several(*count)))
        .unwrap_or_else(|| usize::from(is_available(each)).min(most))
}

/// Runs a derivation that takes so many bytes, where they are to be had.
pub(crate) fn with_memory<T>(bytes: u64, derive: impl FnOnce() -> T) -> Result<T, OutOfMemory> {
    // To ask is to take it for a moment, so only one asks at a time.
    static ASKING: Mutex<()> = Mutex::new(());
    let asking = ASKING.lock().unwrap_or_else(PoisonError::into_inner);
    if !is_available(bytes.saturating_add(BESIDE / 2)) {
        return Err(OutOfMemory { bytes });
    }
    drop(asking);
    Ok(derive())
}

/// Asks the system, and gives back at once what it gives.
fn is_available(bytes: u64) -> bool {
    usize::try_from(bytes).is_ok_and(|bytes| Vec::<u8>::new().try_reserve_exact(bytes).is_ok())
}

#[cfg(test)]
mod tests {
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
