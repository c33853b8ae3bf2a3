//! A block that gets another size in another place.

#![allow(unsafe_code, reason = "it is a part of allocators")]

use std::{
    alloc::{GlobalAlloc, Layout},
    ptr,
};

/// A new block of the new size with the bytes of the old one, which is freed; so that an allocator that wipes what is
/// freed leaves nothing behind. Null where there is no memory: the old block is as it was.
///
/// # Safety
/// The promises are those of [`GlobalAlloc::realloc`].
pub(crate) unsafe fn moved(allocator: &impl GlobalAlloc, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
    // SAFETY: the caller promises that the size, rounded up to the alignment, is no more than isize::MAX, and not 0.
    // Two blocks that are in use do not overlap, and both have as many bytes as are copied.
    unsafe {
        let moved = allocator.alloc(Layout::from_size_align_unchecked(new_size, layout.align()));
        if !moved.is_null() {
            ptr::copy_nonoverlapping(block, moved, layout.size().min(new_size));
            allocator.dealloc(block, layout);
        }
        moved
    }
}
