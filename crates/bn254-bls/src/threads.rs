//! Whether there are threads to compute on: rayon panics where the system gives it none.

use std::sync::OnceLock;

use rayon::{ThreadPoolBuilder, current_thread_index};

/// Whether work may be given to rayon: this is a thread of a pool, or the system gives the threads of one. Where it does not
/// (a limit on processes, `pids.max`), work is done in this thread.
#[doc(hidden)]
pub fn are_there() -> bool {
    static GIVEN: OnceLock<bool> = OnceLock::new();
    // Tried in a pool that is dropped again: rayon tries only once to start its own.
    current_thread_index().is_some() || *GIVEN.get_or_init(|| ThreadPoolBuilder::new().build().is_ok())
}
