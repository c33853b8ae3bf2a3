//! How many threads to use.

use std::{fs, num::NonZero, thread};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// A pool of the asked-for size; else one thread a core, but no more than memory has room for.
///
/// `bytes_per_thread` is what one key derivation function holds while it runs: 128 * r * n bytes for scrypt.
pub(crate) fn pool(jobs: Option<u16>, bytes_per_thread: u64) -> Result<ThreadPool, ThreadPoolBuildError> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = jobs.map_or_else(|| default_threads(cores, bytes_per_thread, available_memory()), usize::from);
    ThreadPoolBuilder::new().num_threads(threads).build()
}

fn default_threads(cores: usize, bytes_per_thread: u64, available: Option<u64>) -> usize {
    let Some(available) = available else { return cores };
    // A quarter of what is free stays free for everything else.
    let room = (available - available / 4) / bytes_per_thread.max(1);
    // The allocator may keep one buffer more than there are threads.
    cores.min(usize::try_from(room.saturating_sub(1)).unwrap_or(usize::MAX)).max(1)
}

/// Bytes that can be had without swapping, where the system tells (Linux).
fn available_memory() -> Option<u64> {
    available_in(&fs::read_to_string("/proc/meminfo").ok()?)
}

fn available_in(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
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
        assert_eq!(pool(Some(3), u64::MAX).unwrap().current_num_threads(), 3);
        assert_eq!(pool(None, u64::MAX).unwrap().current_num_threads(), 1, "no machine has so much memory");
    }

    #[test]
    fn what_linux_says_of_its_memory() {
        let meminfo =
            "MemTotal:       24616812 kB\nMemFree:          604172 kB\nMemAvailable:   23221204 kB\nBuffers: 1 kB\n";
        assert_eq!(available_in(meminfo), Some(23_221_204 * 1024));
        for other in ["", "MemAvailable:\n", "MemAvailable: many kB\n", "MemAvailable: 7\n", "MemFree: 7 kB\n"] {
            assert_eq!(available_in(other), None, "{other:?}");
        }
        assert!(!cfg!(target_os = "linux") || available_memory().is_some_and(|bytes| bytes > MIB));
    }
}
