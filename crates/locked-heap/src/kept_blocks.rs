//! Large blocks that are kept from one use to the next.

#![allow(unsafe_code, reason = "the trait of allocators is unsafe, and so is handing a call over to another one")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    hint::black_box,
    ptr::{self, NonNull},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::moved::moved;

/// The smallest block that is kept, in bytes: 1 MiB.
pub const LEAST_KEPT: usize = 1 << 20;

/// How many blocks are known at once: one for each thread that derives keys, on machines with so many. Others are given back.
const BLOCKS: usize = 64;

/// An allocator that wipes blocks of [`LEAST_KEPT`] or more when they are freed, and keeps them for the next that is to
/// be as large and all zero.
///
/// So a key derivation that takes a new buffer for every key gets the same one again, wiped, without the page faults of a new one.
/// Only blocks that were asked for as zeroed are kept: whoever asks for one to see whether there is memory gives it back untouched.
/// Blocks of other sizes go back to the system when a new size is asked for, and all of them when the system has no memory left.
#[derive(Debug)]
pub struct KeptBlocks<A = System> {
    allocator: A,
    blocks: Mutex<[Option<Block>; BLOCKS]>,
}

#[derive(Clone, Copy, Debug)]
struct Block {
    start: NonNull<u8>,
    layout: Layout,
    is_in_use: bool,
}

// SAFETY: a block that is not in use belongs to this list alone; of one in use only the address is looked at.
unsafe impl Send for Block {}

impl KeptBlocks {
    /// Blocks come from the system's allocator.
    #[must_use]
    pub const fn new() -> Self {
        Self::of(System)
    }
}

impl Default for KeptBlocks {
    fn default() -> Self {
        Self::new()
    }
}

impl<A> KeptBlocks<A> {
    const fn of(allocator: A) -> Self {
        Self { allocator, blocks: Mutex::new([None; BLOCKS]) }
    }

    fn lock(&self) -> MutexGuard<'_, [Option<Block>; BLOCKS]> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<A: GlobalAlloc> KeptBlocks<A> {
    /// Gives back what is kept, except for blocks of this layout. Whether there was any.
    fn give_back(&self, except: Option<Layout>) -> bool {
        let mut given = false;
        for known in self.lock().iter_mut() {
            if let Some(block) = known.filter(|block| !block.is_in_use && Some(block.layout) != except) {
                *known = None;
                given = true;
                // SAFETY: the block came from this allocator with this layout, and nobody has it.
                unsafe { self.allocator.dealloc(block.start.as_ptr(), block.layout) };
            }
        }
        given
    }

    /// What `ask` gives; asked once more where it gives nothing and something was kept.
    fn insist(&self, ask: impl Fn() -> *mut u8) -> *mut u8 {
        let block = ask();
        if block.is_null() && self.give_back(None) { ask() } else { block }
    }

    fn take_kept(&self, layout: Layout) -> Option<*mut u8> {
        let mut blocks = self.lock();
        let mut kept = blocks.iter_mut().flatten().filter(|block| !block.is_in_use && block.layout == layout);
        kept.next().map(|block| {
            block.is_in_use = true;
            block.start.as_ptr()
        })
    }
}

// SAFETY: blocks come from an allocator that holds to the contract. A kept one is handed out again only after it was freed, for the
// same layout, and was filled with zeros then.
unsafe impl<A: GlobalAlloc> GlobalAlloc for KeptBlocks<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are handed on.
        self.insist(|| unsafe { self.allocator.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promises are handed on.
        let ask = || self.insist(|| unsafe { self.allocator.alloc_zeroed(layout) });
        if layout.size() < LEAST_KEPT {
            return ask();
        }
        if let Some(block) = self.take_kept(layout) {
            return block;
        }
        self.give_back(Some(layout));
        let block = ask();
        if let (Some(start), Some(free)) = (NonNull::new(block), self.lock().iter_mut().find(|known| known.is_none())) {
            *free = Some(Block { start, layout, is_in_use: true });
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        if layout.size() >= LEAST_KEPT {
            let is_known = |known: &&mut Block| known.start.as_ptr() == block;
            // Wiped before it is marked as free: another thread may take it at once.
            if self.lock().iter_mut().flatten().find(is_known).is_some() {
                // SAFETY: the caller owns the block, which has so many bytes.
                unsafe { ptr::write_bytes(black_box(block), 0, layout.size()) };
                black_box(block);
                if let Some(known) = self.lock().iter_mut().flatten().find(is_known) {
                    known.is_in_use = false;
                }
                return;
            }
        }
        // SAFETY: the caller's promises are handed on.
        unsafe { self.allocator.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let is_known = || self.lock().iter().flatten().any(|known| known.start.as_ptr() == block);
        if layout.size() < LEAST_KEPT || !is_known() {
            // SAFETY: the caller's promises are handed on.
            return self.insist(|| unsafe { self.allocator.realloc(block, layout, new_size) });
        }
        // SAFETY: the caller's promises are handed on.
        unsafe { moved(self, block, layout, new_size) }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicUsize, Ordering::SeqCst},
        thread,
    };

    use super::*;

    /// Gives so many bytes at once, and no more.
    struct Bounded {
        left: AtomicUsize,
    }

    impl Bounded {
        const fn new(bytes: usize) -> Self {
            Self { left: AtomicUsize::new(bytes) }
        }
    }

    // SAFETY: all that is given is the system's.
    unsafe impl GlobalAlloc for Bounded {
        unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
            let taken = self.left.fetch_update(SeqCst, SeqCst, |left| left.checked_sub(layout.size()));
            // SAFETY: as above.
            if taken.is_ok() { unsafe { System.alloc(layout) } } else { ptr::null_mut() }
        }

        unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
            self.left.fetch_add(layout.size(), SeqCst);
            // SAFETY: as above.
            unsafe { System.dealloc(block, layout) }
        }
    }

    const SIZE: usize = 2 * LEAST_KEPT;

    fn layout(size: usize) -> Layout {
        Layout::from_size_align(size, 16).expect("a size of the tests")
    }

    /// Takes a zeroed block, fills it and frees it. Where it was; none where there was no memory.
    fn used<A: GlobalAlloc>(allocator: &KeptBlocks<A>, size: usize) -> Option<usize> {
        // SAFETY: the block has the size that is read and written.
        unsafe {
            let block = allocator.alloc_zeroed(layout(size));
            if block.is_null() {
                return None;
            }
            assert!((0..size).all(|at| block.add(at).read() == 0), "not zeroed");
            block.write_bytes(0xaa, size);
            allocator.dealloc(block, layout(size));
            Some(block.addr())
        }
    }

    #[test]
    fn the_same_block_comes_again_wiped() {
        let allocator = KeptBlocks::of(Bounded::new(SIZE));
        let first = used(&allocator, SIZE);
        assert!(first.is_some());
        for _ in 0..3 {
            assert_eq!(used(&allocator, SIZE), first);
        }
        assert_eq!(allocator.allocator.left.load(SeqCst), 0, "it is kept");
    }

    #[test]
    fn what_is_kept_never_makes_memory_scarce() {
        let allocator = KeptBlocks::of(Bounded::new(SIZE + 100));
        used(&allocator, SIZE).expect("there is room");
        // Another size; a block that is not to be zeroed; a small one; one that grows.
        used(&allocator, SIZE + 16).expect("the kept one goes back");
        for size in [SIZE, 200] {
            // SAFETY: the block has this layout.
            unsafe {
                let block = allocator.alloc(layout(size));
                assert!(!block.is_null(), "{size}");
                allocator.dealloc(block, layout(size));
            }
            used(&allocator, SIZE).expect("there is room");
        }
        // SAFETY: each block has the layout that is named.
        unsafe {
            let block = allocator.alloc(layout(50));
            let block = allocator.realloc(block, layout(50), 150);
            assert!(!block.is_null());
            allocator.dealloc(block, layout(150));
        }
        assert_eq!(used(&allocator, 2 * SIZE), None, "more than there is");
    }

    #[test]
    fn what_was_not_asked_for_as_zeroed_goes_back_untouched() {
        let allocator = KeptBlocks::of(Bounded::new(SIZE));
        // SAFETY: the block has this layout.
        unsafe { allocator.dealloc(allocator.alloc(layout(SIZE)), layout(SIZE)) };
        assert_eq!(allocator.allocator.left.load(SeqCst), SIZE);
    }

    #[test]
    fn a_kept_block_grows_with_its_bytes() {
        let allocator = KeptBlocks::new();
        // SAFETY: each block is used within its layout.
        unsafe {
            let block = allocator.alloc_zeroed(layout(SIZE));
            block.add(SIZE - 1).write(7);
            let grown = allocator.realloc(block, layout(SIZE), 2 * SIZE);
            assert_eq!(grown.add(SIZE - 1).read(), 7);
            allocator.dealloc(grown, layout(2 * SIZE));
        }
        assert!(used(&allocator, SIZE).is_some());
    }

    #[test]
    fn threads_have_blocks_of_their_own() {
        let allocator = KeptBlocks::new();
        thread::scope(|scope| {
            for _ in 0..BLOCKS + 6 {
                scope.spawn(|| (0..3).for_each(|_| assert!(used(&allocator, LEAST_KEPT).is_some())));
            }
        });
        let kept = allocator.lock().iter().flatten().filter(|block| !block.is_in_use).count();
        assert!((1..=BLOCKS).contains(&kept), "{kept}");
        assert!(allocator.give_back(None));
    }
}
