//! Batches of keys from outside: planned, made, opened, verified, recovered. One program, so that there is one to link.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod attester_keys;
#[cfg(feature = "ceremony-record")]
mod ceremony_record;
mod debug;
#[cfg(feature = "ceremony-record")]
mod record_of_another_version;
mod single_bits;
mod whole_batch;
