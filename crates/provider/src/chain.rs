//! The chain at one block.

mod at_block;
mod calls;
mod error;
mod logs;
mod receipts;
mod time;

pub use at_block::Chain;
pub use error::ChainError;

pub(crate) use calls::{Call, Returned, Reverted, decode};
pub(crate) use logs::{Log, LogFilter};
