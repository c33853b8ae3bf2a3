//! Staker output: the public JSON file with one `KeyStore` an entry, which the staking dashboard and scripts read.

mod entry;
mod fault;
mod read;
mod shape;
mod write;

pub use fault::{EntryFault, MAX_BYTES, StakerOutputError};
pub use read::{read, read_entries};
#[cfg(feature = "serde")]
pub(crate) use shape::Entry as EntryShape;
pub use write::to_json;
