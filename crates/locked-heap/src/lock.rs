//! Locking the first part of the heap, and a part of a stack.

#![allow(unsafe_code, reason = "mallopt and mlock are functions of C")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    fs,
    hint::black_box,
    io,
    mem::MaybeUninit,
    ptr,
};

use rustix::mm::mlock;

/// The most of the heap that can be locked, in bytes: 16 MiB. The C library takes larger blocks from elsewhere,
/// whatever it is told.
pub const LARGEST_HEAP: usize = 16 << 20;

/// How much of a stack [`lock_stack`] locks, in bytes: 256 KiB.
pub const STACK: usize = 256 << 10;

/// Makes the C library take all small blocks from one heap, which does not shrink, and locks the first `bytes` bytes of it.
///
/// Nothing in that part goes to swap from then on, whichever code allocated it. Call this at the start of a program: threads that
/// were started before may have heaps of their own.
///
/// # Errors
///
/// Fails where the system does not let so much be locked, for more than [`LARGEST_HEAP`], and without the C library of
/// GNU. Nothing is locked then.
pub fn lock_heap(bytes: usize) -> io::Result<()> {
    if bytes > LARGEST_HEAP {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "more than 16 MiB of the heap cannot be locked"));
    }
    let layout = Layout::from_size_align(bytes, 16).map_err(io::Error::other)?;
    one_heap_for_all(layout.size())?;
    // SAFETY: the block is not empty, is not used, and goes back with the same layout. The heap is as long then, and stays so.
    unsafe {
        let block = System.alloc(layout);
        if block.is_null() {
            return Err(io::ErrorKind::OutOfMemory.into());
        }
        System.dealloc(block, layout);
    }
    set(Setting::LargestInHeap, 2 * crate::LARGEST_SMALL)?;
    let heap = start_of_heap()?;
    // SAFETY: locking changes nothing in the memory. What is not there is an error.
    unsafe { mlock(ptr::without_provenance_mut(heap), bytes) }.map_err(io::Error::from)
}

/// Where the heap begins: what the runtime has freed there is taken again, too.
fn start_of_heap() -> io::Result<usize> {
    let maps = fs::read_to_string("/proc/self/maps")?;
    let heap = maps.lines().find(|line| line.ends_with(" [heap]"));
    let start = heap.and_then(|line| usize::from_str_radix(line.split_once('-')?.0, 16).ok());
    start.ok_or_else(|| io::Error::new(io::ErrorKind::NotFound, "the kernel names no heap of this process"))
}

fn one_heap_for_all(first_block: usize) -> io::Result<()> {
    if first_block == 0 {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "no byte of the heap is to be locked"));
    }
    set(Setting::Heaps, 1)?;
    // What is given back to the system would be locked no more when it is taken again.
    set(Setting::MostAtTheEnd, usize::MAX)?;
    set(Setting::LargestInHeap, 2 * LARGEST_HEAP)
}

/// What the C library can be told of its heap.
#[derive(Clone, Copy)]
enum Setting {
    /// How many heaps there are, for threads to share.
    Heaps,
    /// How much may be free at the end of the heap before it shrinks.
    MostAtTheEnd,
    /// Up to which size blocks are taken from the heap.
    LargestInHeap,
}

#[cfg(target_env = "gnu")]
fn set(setting: Setting, value: usize) -> io::Result<()> {
    let option = match setting {
        Setting::Heaps => libc::M_ARENA_MAX,
        Setting::MostAtTheEnd => libc::M_TRIM_THRESHOLD,
        Setting::LargestInHeap => libc::M_MMAP_THRESHOLD,
    };
    let value = libc::c_int::try_from(value).unwrap_or(libc::c_int::MAX);
    // SAFETY: two numbers are handed over; the function takes the lock of the heap.
    if unsafe { libc::mallopt(option, value) } == 1 { Ok(()) } else { Err(unsupported()) }
}

#[cfg(not(target_env = "gnu"))]
fn set(_: Setting, _: usize) -> io::Result<()> {
    Err(unsupported())
}

fn unsupported() -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, "the C library does not let its heap be set")
}

/// Locks the [`STACK`] bytes of the calling thread's stack that the functions it calls next will use.
///
/// # Errors
///
/// Fails where the system does not let so much be locked.
#[inline(never)]
pub fn lock_stack() -> io::Result<()> {
    let mut next = [MaybeUninit::<u8>::uninit(); STACK];
    let next = black_box(&mut next);
    // SAFETY: the bytes are on this stack. Locking does not read them; the kernel provides pages that were not used yet.
    unsafe { mlock(next.as_mut_ptr().cast(), STACK) }.map_err(io::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_is_refused() {
        for bytes in [0, LARGEST_HEAP + 1, usize::MAX] {
            assert_eq!(lock_heap(bytes).expect_err("refused").kind(), io::ErrorKind::InvalidInput, "{bytes}");
        }
    }
}
