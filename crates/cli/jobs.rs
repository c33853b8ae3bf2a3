//! How many threads to use.

use std::{fs, num::NonZero, thread};

use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// A pool of the asked-for size; else one thread a core, but no more than memory has room for.
///
/// `bytes_per_thread` is what one key derivation function holds while it runs: 128 * r * n bytes for scrypt.
pub(crate) fn pool(jobs: Option<u16>, bytes_per_thread: u64) -> Result<ThreadPool, ThreadPoolBuildError> {
    let threads = jobs.map_or_else(|| default_threads(bytes_per_thread, available_memory()), usize::from);
    ThreadPoolBuilder::new().num_threads(threads).build()
}

fn default_threads(bytes_per_thread: u64, available: Option<u64>) -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let Some(available) = available else { return cores };
    // A quarter of what is free stays free for everything else.
    let room = (available - available / 4) / bytes_per_thread.max(1);
    // The allocator may keep one buffer more than there are threads.
    cores.min(usize::try_from(room.saturating_sub(1)).unwrap_or(usize::MAX)).max(1)
}

/// Bytes that can be had without swapping, where the system tells (Linux).
fn available_memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1024 * 1024;

    #[test]
    fn memory_caps_the_threads_but_one_is_always_left() {
        assert_eq!(default_threads(128 * MIB, Some(200 * MIB)), 1);
        assert_eq!(default_threads(128 * MIB, Some(0)), 1);
        let cores = thread::available_parallelism().unwrap().get();
        assert_eq!(default_threads(128 * MIB, None), cores);
        assert_eq!(default_threads(128 * MIB, Some(u64::MAX)), cores);
    }
}
