//! The threads of a long run: as many as there is memory for.

use std::num::NonZero;

use aztec_encrypted_keystore::{kdf_threads, limit_memory, spare_memory};
use locked_heap::lock_stack;
use rayon::{ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

use crate::{
    exit_status::{ExitStatus, SYSTEM_FAILED},
    output,
};

/// A pool for key derivations that take so many bytes each: with as many threads as `--jobs` says, or as suit the machine.
///
/// Where it is not known before what a derivation takes, the threads that derive wait until there is room for what they need.
/// Their stacks are locked, as far as the system lets them be.
///
/// ```
/// use aztec_encrypted_keystore::EthKdf;
/// use aztec_operator::jobs::pool;
///
/// // As many threads as suit the machine, for scrypt at its default cost.
/// let pool = pool(None, EthKdf::default().memory_bytes())?;
/// assert!(pool.current_num_threads() >= 1);
/// # Ok::<(), aztec_operator::jobs::NoThreads>(())
/// ```
///
/// # Errors
///
/// Fails where the threads cannot be started.
pub fn pool(jobs: Option<u16>, bytes_per_thread: u64) -> Result<ThreadPool, NoThreads> {
    if let Some(spare) = spare_memory() {
        limit_memory(spare);
    }
    let wanted = jobs.and_then(|jobs| NonZero::new(usize::from(jobs)));
    let threads = kdf_threads(wanted, bytes_per_thread);
    if let Some(wanted) = wanted.filter(|wanted| *wanted > threads) {
        output::note(&format!("--jobs {wanted}: there is memory for {threads} at once, so {threads} will run"));
    }
    // Where a limit does not let it be locked, the threads do the same work: doctor says what is locked.
    let lock = |_| drop(lock_stack());
    Ok(ThreadPoolBuilder::new().num_threads(threads.get()).start_handler(lock).build()?)
}

/// The threads cannot be started.
#[derive(Debug, thiserror::Error)]
#[error("the threads cannot be started ({0}); try again with --jobs 1")]
pub struct NoThreads(#[from] pub ThreadPoolBuildError);

impl ExitStatus for NoThreads {
    fn status(&self) -> u8 {
        SYSTEM_FAILED
    }
}
