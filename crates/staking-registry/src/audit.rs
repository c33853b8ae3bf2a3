//! Everything that can be said about tuples before they are registered, and whether the chain will take them.
//!
//! The contract takes any tuple into its queue and refuses the bad ones only when a delegator stakes, so this is where
//! they are found.

mod auditor;
mod duplicates;
mod entry;
mod entry_location;
mod finding;
mod list;
mod list_report;
mod message;
mod report;
mod verdict;

pub use auditor::{audit, audit_with_progress};
pub use entry::Entry;
pub use entry_location::EntryLocation;
pub use finding::{Fault, Finding, Severity};
pub use list::List;
pub use list_report::{ListReport, ListSummary, ProofCounts, Remark, TupleReport};
pub use message::Message;
pub use report::Report;
