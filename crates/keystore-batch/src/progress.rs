//! What a long operation tells its caller, and how the caller stops it.

/// Told of the steps of a long operation, and asked whether it should go on. It is called from many threads.
///
/// `()` is told nothing and never stops anything.
///
/// ```
/// use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
///
/// use aztec_keystore_batch::Progress;
///
/// /// Counts keys, and stops when another thread says so.
/// #[derive(Default)]
/// struct Counter {
///     done: AtomicUsize,
///     stop: AtomicBool,
/// }
///
/// impl Progress for Counter {
///     fn advance(&self, keys: usize) {
///         self.done.fetch_add(keys, Ordering::Relaxed);
///     }
///
///     fn is_cancelled(&self) -> bool {
///         self.stop.load(Ordering::Relaxed)
///     }
/// }
///
/// let counter = Counter::default();
/// counter.advance(7);
/// assert_eq!(counter.done.into_inner(), 7);
/// assert!(!counter.stop.into_inner());
/// ```
#[expect(unused_variables, reason = "their names are for those who implement it")]
pub trait Progress: Sync {
    /// A step begins that takes so many keys.
    fn begin(&self, step: Step, keys: usize) {}

    /// So many more keys of the step are done.
    fn advance(&self, keys: usize) {}

    /// The step is done. It is not called for one that fails.
    fn end(&self) {}

    /// Whether the operation should stop. It then fails with [`Cancelled`] and leaves nothing behind.
    fn is_cancelled(&self) -> bool {
        false
    }
}

impl Progress for () {}

/// One step of a long operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Keys are derived and written in plain text.
    Derive,
    /// Keys are derived, encrypted and written.
    Encrypt,
    /// Keys that were made elsewhere are encrypted and written.
    Import,
    /// Everything that was written is read back and verified.
    Verify,
    /// The public files are compared with each other.
    Compare,
    /// The secret files are opened and their keys compared with the public files.
    Open,
    /// Keys are derived once more and compared with those of a batch.
    Recover,
}

/// The caller stopped the operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped before the end")]
pub struct Cancelled;

/// Fails when the caller wants the operation to stop.
pub(crate) fn check(progress: &dyn Progress) -> Result<(), Cancelled> {
    if progress.is_cancelled() { Err(Cancelled) } else { Ok(()) }
}
