//! How many threads to use.

use std::{num::NonZero, thread};

use aztec_encrypted_keystore::{fit_in_memory, limit_memory};
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::{memory, output};

/// A pool of the asked-for size; else one thread a core, but no more than memory has room for.
///
/// `bytes_per_thread` is what the key derivation function of each key holds while it runs. Where it is not known before, the
/// threads that derive wait until there is room for what they need.
pub(crate) fn pool(jobs: Option<u16>, bytes_per_thread: u64) -> Result<ThreadPool, ThreadPoolBuildError> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let available = memory::available();
    let threads = jobs.map_or_else(|| default_threads(cores, bytes_per_thread, available), usize::from);
    if let Some(available) = available {
        limit_memory(room_in(available));
    }
    // Beside what is free there are limits on what a process may ask for. Where they leave no room even for one key, that one
    // says so.
    let fit = fit_in_memory(bytes_per_thread, threads).max(1);
    if jobs.is_some() && fit < threads {
        output::note(&format!("--jobs {threads}: the system gives memory for {fit} at once, so there are {fit}"));
    }
    ThreadPoolBuilder::new().num_threads(fit).build()
}

fn default_threads(cores: usize, bytes_per_thread: u64, available: Option<u64>) -> usize {
    let Some(available) = available else { return cores };
    let room = room_in(available) / bytes_per_thread.max(1);
    // The allocator may keep one buffer more than there are threads.
    cores.min(usize::try_from(room.saturating_sub(1)).unwrap_or(usize::MAX)).max(1)
}

/// A quarter of what is free stays free for everything else.
fn room_in(available: u64) -> u64 {
    available - available / 4
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn there_is_one_thread_a_core_where_memory_has_room() {
        for cores in [1, 2, 64] {
            assert_eq!(default_threads(cores, 128 * MIB, Some(1024 * 1024 * MIB)), cores);
            assert_eq!(default_threads(cores, 128 * MIB, Some(u64::MAX)), cores);
            assert_eq!(default_threads(cores, 128 * MIB, None), cores, "where the system does not tell");
            assert_eq!(default_threads(cores, 0, Some(MIB)), cores, "nothing is needed");
        }
    }

    /// Of a GiB, three quarters are six buffers of 128 MiB, one of which the allocator may keep.
    #[test]
    fn memory_caps_the_threads() {
        assert_eq!(default_threads(64, 128 * MIB, Some(1024 * MIB)), 5);
        assert_eq!(default_threads(4, 128 * MIB, Some(1024 * MIB)), 4);
        assert_eq!(default_threads(64, 1024 * MIB, Some(16 * 1024 * MIB)), 11);
    }

    #[test]
    fn one_thread_is_always_left() {
        for available in [0, MIB, 128 * MIB, 256 * MIB, 341 * MIB] {
            assert_eq!(default_threads(8, 128 * MIB, Some(available)), 1, "{available}");
        }
    }

    #[test]
    fn the_operator_may_choose_otherwise() {
        assert_eq!(pool(Some(3), MIB).unwrap().current_num_threads(), 3);
        assert_eq!(pool(Some(3), u64::MAX).unwrap().current_num_threads(), 1, "but not more than there is memory for");
        assert_eq!(pool(None, u64::MAX).unwrap().current_num_threads(), 1, "no machine has so much memory");
    }
}
