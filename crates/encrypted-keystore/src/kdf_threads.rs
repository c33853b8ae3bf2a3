//! How many key derivations to run at once.

use std::num::NonZero;
use std::thread;

use crate::available_memory::available_memory;
use crate::fit_in_memory;

/// How many threads should each run a key derivation that takes so many bytes
/// ([`Kdf::memory_bytes`](crate::Kdf::memory_bytes)), at least 1.
///
/// `wanted` is a number that somebody chose. Without one there is a thread for each core, but no more than three quarters of
/// the free memory have room for, so that the machine does not swap. Free is what Linux calls available, within the limits
/// of the control groups of the process; other systems do not say, and are taken to have enough.
///
/// Beside that, the system may refuse memory to a process (`ulimit -v`). So it is asked as by [`fit_in_memory`], and where it
/// gives less, the result is smaller than `wanted`. Where it leaves no room for a single derivation, that derivation is what
/// reports it.
///
/// ```
/// use aztec_encrypted_keystore::{EthKdf, kdf_threads};
///
/// let threads = kdf_threads(None, EthKdf::default().memory_bytes());
/// assert!(threads.get() >= 1);
/// ```
#[must_use]
pub fn kdf_threads(wanted: Option<NonZero<usize>>, bytes: u64) -> NonZero<usize> {
    let cores = thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let threads = wanted.unwrap_or_else(|| default_threads(cores, bytes, available_memory()));
    NonZero::new(fit_in_memory(bytes, threads.get())).unwrap_or(NonZero::<usize>::MIN)
}

/// The free memory that key derivations may take together, in bytes ([`limit_memory`](crate::limit_memory)), where the system
/// says how much is free: three quarters of it.
#[must_use]
pub fn spare_memory() -> Option<u64> {
    available_memory().map(room_in)
}

/// A quarter of what is free stays free for everything else.
fn room_in(available: u64) -> u64 {
    available - available / 4
}

fn default_threads(cores: NonZero<usize>, bytes: u64, available: Option<u64>) -> NonZero<usize> {
    let Some(available) = available else { return cores };
    let room = room_in(available) / bytes.max(1);
    // The allocator may keep one buffer more than there are threads.
    let threads = usize::try_from(room.saturating_sub(1)).unwrap_or(usize::MAX);
    NonZero::new(threads).unwrap_or(NonZero::<usize>::MIN).min(cores)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    fn default_of(cores: usize, bytes: u64, available: Option<u64>) -> usize {
        default_threads(NonZero::new(cores).unwrap(), bytes, available).get()
    }

    #[test]
    fn there_is_one_thread_a_core_where_memory_has_room() {
        for cores in [1, 2, 64] {
            assert_eq!(default_of(cores, 128 * MIB, Some(1024 * 1024 * MIB)), cores);
            assert_eq!(default_of(cores, 128 * MIB, Some(u64::MAX)), cores);
            assert_eq!(default_of(cores, 128 * MIB, None), cores, "where the system does not say");
            assert_eq!(default_of(cores, 0, Some(MIB)), cores, "nothing is needed");
        }
    }

    /// Of a GiB, three quarters are six buffers of 128 MiB, one of which the allocator may keep.
    #[test]
    fn memory_caps_the_threads() {
        assert_eq!(default_of(64, 128 * MIB, Some(1024 * MIB)), 5);
        assert_eq!(default_of(4, 128 * MIB, Some(1024 * MIB)), 4);
        assert_eq!(default_of(64, 1024 * MIB, Some(16 * 1024 * MIB)), 11);
    }

    /// Linux says how much it has. The machines of the tests have a mebibyte to spare, and less than 2^50 bytes.
    #[cfg(target_os = "linux")]
    #[test]
    fn some_memory_is_to_spare() {
        assert!(spare_memory().is_some_and(|bytes| bytes > MIB && bytes < 1 << 50));
    }

    #[test]
    fn one_thread_is_always_left() {
        for available in [0, MIB, 128 * MIB, 256 * MIB, 341 * MIB] {
            assert_eq!(default_of(8, 128 * MIB, Some(available)), 1, "{available}");
        }
    }

    #[test]
    fn somebody_may_choose_otherwise() {
        let threads = |wanted, bytes| kdf_threads(NonZero::new(wanted), bytes).get();
        assert_eq!(threads(3, MIB), 3);
        assert_eq!(threads(3, u64::MAX), 1, "but not more than there is memory for");
        assert_eq!(threads(0, u64::MAX), 1, "no machine has so much memory");
    }
}
