//! The public formats and the audit, from outside. One program, so that there is one to link.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/exits.rs"]
mod signed_exits;

mod audit;
mod audit_progress;
mod audit_vectors;
mod call_format;
mod calldata;
mod calldata_file;
mod cast;
#[cfg(unix)]
mod cast_script;
mod decode;
mod exits;
mod exits_file;
#[cfg(unix)]
mod exits_script;
mod limits;
mod list_report;
mod metadata;
mod public_file;
mod public_file_calls;
mod public_file_kinds;
mod safe_batch;
mod safe_export;
#[cfg(feature = "serde")]
mod serialize;
mod single_bits;
mod staker_output;
mod staker_output_faults;
mod vectors;
