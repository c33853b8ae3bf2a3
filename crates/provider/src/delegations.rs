//! Delegations: who staked with which key, what became of it, and whose Split its rewards belong to.

mod complete;
mod event;
mod history;
mod history_error;
mod join;
mod split;

pub(crate) use complete::read_waiting;

pub use event::Place;
pub use history::History;
pub use history_error::HistoryError;
pub use join::{Delegation, Stage};
pub use split::SplitTerms;
