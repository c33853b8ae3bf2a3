#![doc = include_str!("../README.md")]

mod allocator;
mod lock;

pub use allocator::{LARGEST_SMALL, SplitAllocator};
pub use lock::{LARGEST_HEAP, STACK, lock_heap, lock_stack};
