//! Buffers that are wiped when dropped.

use alloc::{boxed::Box, vec::Vec};

use zeroize::{Zeroize, Zeroizing};

/// A buffer that is wiped when dropped. It can neither grow nor shrink, so no copy of it stays behind.
///
/// A `Zeroizing<Vec<T>>` does the same and wipes its unused capacity as well, byte by byte, which is noticeable here.
pub(crate) type Wiped<T> = Zeroizing<Box<[T]>>;

/// Takes over a vector that was filled once, without growing.
pub(crate) fn wiped<T: Zeroize>(values: Vec<T>) -> Wiped<T> {
    debug_assert_eq!(values.len(), values.capacity(), "the vector would move, and leave a copy behind");
    Zeroizing::new(values.into_boxed_slice())
}
