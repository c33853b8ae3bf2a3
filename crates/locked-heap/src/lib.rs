#![doc = include_str!("../README.md")]

mod kept_blocks;
mod lock;
mod moved;
mod split_allocator;

pub use kept_blocks::{KeptBlocks, LEAST_KEPT};
pub use lock::{LARGEST_HEAP, STACK, lock_heap, lock_stack};
pub use split_allocator::{LARGEST_SMALL, SplitAllocator};
