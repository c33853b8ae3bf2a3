//! Two allocators as one: small blocks from the first, large ones from the second.

#![allow(unsafe_code, reason = "the trait of allocators is unsafe, and so is handing a call over to another one")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    mem::MaybeUninit,
    slice,
};

use zeroize::Zeroize;

use crate::moved::moved;

/// The largest block that counts as small, in bytes: 64 KiB. The C library takes no block of this size from elsewhere than
/// its heap; see [`lock_heap`](crate::lock_heap).
pub const LARGEST_SMALL: usize = 64 << 10;

/// An allocator that takes small blocks, up to [`LARGEST_SMALL`], from the C library, and larger ones from another allocator.
///
/// Small blocks are wiped when they are freed. `Large` is the allocator of the others. `Small` is [`System`], the C library.
///
/// ```
/// use std::alloc::System;
/// use locked_heap::SplitAllocator;
///
/// // Both kinds of blocks come from the C library, and only small ones are wiped. `KeptBlocks` in its place wipes large ones, too.
/// #[global_allocator]
/// static ALLOCATOR: SplitAllocator<System> = SplitAllocator::new(System);
/// # fn main() {}
/// ```
#[derive(Debug)]
pub struct SplitAllocator<Large, Small = System> {
    small: Small,
    large: Large,
}

impl<Large> SplitAllocator<Large> {
    /// Takes large blocks from this allocator, and small ones from the C library.
    pub const fn new(large: Large) -> Self {
        Self { small: System, large }
    }
}

/// Which of the two has a block, its layout says; nothing has to be looked up.
fn is_small(layout: Layout) -> bool {
    is_small_size(layout.size())
}

fn is_small_size(bytes: usize) -> bool {
    bytes <= LARGEST_SMALL
}

// SAFETY: each block comes from one of two allocators, which hold to the contract, and goes back to the same one with the same
// layout: `is_small` depends on the layout alone, and the caller names the one of the allocation.
unsafe impl<Large: GlobalAlloc, Small: GlobalAlloc> GlobalAlloc for SplitAllocator<Large, Small> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are handed on.
        unsafe { if is_small(layout) { self.small.alloc(layout) } else { self.large.alloc(layout) } }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are handed on.
        unsafe { if is_small(layout) { self.small.alloc_zeroed(layout) } else { self.large.alloc_zeroed(layout) } }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are handed on; until the block is given back, its bytes may be written.
        unsafe {
            if is_small(layout) {
                slice::from_raw_parts_mut(block.cast::<MaybeUninit<u8>>(), layout.size()).zeroize();
                self.small.dealloc(block, layout);
            } else {
                self.large.dealloc(block, layout);
            }
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller's promises are handed on.
        unsafe {
            if is_small(layout) || is_small_size(new_size) {
                moved(self, block, layout, new_size)
            } else {
                self.large.realloc(block, layout, new_size)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    /// Says which sizes it gave and took back, and whether what it took back was wiped.
    struct Watched(Mutex<Vec<(&'static str, usize, bool)>>);

    impl Watched {
        const fn new() -> Self {
            Self(Mutex::new(Vec::new()))
        }

        fn seen(&self, what: &'static str, size: usize, wiped: bool) {
            self.0.lock().expect("no test panics with it").push((what, size, wiped));
        }

        fn take(&self) -> Vec<(&'static str, usize, bool)> {
            std::mem::take(&mut self.0.lock().expect("no test panics with it"))
        }
    }

    // SAFETY: all is handed to the system's allocator.
    unsafe impl GlobalAlloc for Watched {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            self.seen("given", layout.size(), false);
            // SAFETY: as above.
            unsafe { System.alloc(layout) }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            // SAFETY: the tests fill every block that they free.
            let wiped = unsafe { slice::from_raw_parts(block, layout.size()) }.iter().all(|byte| *byte == 0);
            self.seen("taken back", layout.size(), wiped);
            // SAFETY: as above.
            unsafe { System.dealloc(block, layout) }
        }
    }

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, 8).expect("a size of the tests")
    }

    #[test]
    fn small_blocks_are_wiped_and_large_ones_go_elsewhere() {
        let allocator = SplitAllocator { small: Watched::new(), large: Watched::new() };
        for (size, small) in [(1, true), (LARGEST_SMALL, true), (LARGEST_SMALL + 1, false), (1 << 20, false)] {
            // SAFETY: the block has the size that is written.
            unsafe {
                let block = allocator.alloc(layout(size));
                block.write_bytes(0xaa, size);
                allocator.dealloc(block, layout(size));
            }
            let expected = vec![("given", size, false), ("taken back", size, small)];
            let (used, other) = (&allocator.small, &allocator.large);
            let (used, other) = if small { (used, other) } else { (other, used) };
            assert_eq!((used.take(), other.take()), (expected, vec![]), "{size}");
        }
    }

    #[test]
    fn what_grows_or_shrinks_keeps_its_bytes_and_leaves_none_behind() {
        let sizes = [1, 8, 100, LARGEST_SMALL, LARGEST_SMALL + 1, 1 << 20];
        for (before, after) in sizes.iter().flat_map(|before| sizes.iter().map(move |after| (*before, *after))) {
            let allocator = SplitAllocator { small: Watched::new(), large: Watched::new() };
            let byte = |at: usize| u8::try_from(at % 251).expect("below 251") + 1;
            // SAFETY: the first block has `before` bytes, the second one `after`, and each is used within them.
            unsafe {
                let block = allocator.alloc(layout(before));
                (0..before).for_each(|at| block.add(at).write(byte(at)));
                let block = allocator.realloc(block, layout(before), after);
                assert!((0..before.min(after)).all(|at| block.add(at).read() == byte(at)), "{before} {after}");
                block.write_bytes(1, after);
                allocator.dealloc(block, layout(after));
            }
            let small = allocator.small.take();
            assert!(small.iter().all(|(what, _, wiped)| *what == "given" || *wiped), "{before} {after}: {small:?}");
            let freed = small.iter().filter(|(what, ..)| *what == "taken back").count();
            assert_eq!(
                freed,
                [before, after].iter().filter(|size| **size <= LARGEST_SMALL).count(),
                "{before} {after}"
            );
        }
    }

    #[test]
    fn zeroed_blocks_are_zero() {
        let allocator = SplitAllocator::new(System);
        for size in [100, 1 << 20] {
            // SAFETY: the block has the size that is read.
            unsafe {
                let block = allocator.alloc_zeroed(layout(size));
                assert!((0..size).all(|at| block.add(at).read() == 0));
                allocator.dealloc(block, layout(size));
            }
        }
    }
}
