//! Everything that can be said about tuples before they are registered, and whether the chain will take them.
//!
//! The registry takes any tuple into its queue, and staking looks at none either. Only when the rollup's entry queue is
//! flushed the GSE refuses a bad one: the stake goes back, hours after the delegator gave it. Few stop more than that: the zero
//! address blocks the head of the provider's queue, and a key that is far over the gas limit stops the entry queue of the whole
//! rollup. So this is where they are found.

mod auditor;
mod duplicates;
mod entry;
mod entry_location;
mod finding;
mod list;
mod list_report;
mod message;
mod report;
mod terms;
mod verdict;

pub use auditor::{audit, audit_with_progress};
pub use entry::Entry;
pub use entry_location::EntryLocation;
pub use finding::{Fault, Finding, Severity};
pub use list::List;
pub use list_report::{ListReport, ListSummary, ProofCounts, Remark, TupleReport};
pub use message::Message;
pub use report::Report;
