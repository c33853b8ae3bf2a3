#![doc = include_str!("../README.md")]

mod allocator;
mod kept;
mod lock;

pub use allocator::{LARGEST_SMALL, SplitAllocator};
pub use kept::{KeptBlocks, LEAST_KEPT};
pub use lock::{LARGEST_HEAP, STACK, lock_heap, lock_stack};
