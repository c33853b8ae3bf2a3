//! Whole files: read, written, opened by others, damaged.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod judge;
#[cfg(target_os = "linux")]
#[path = "../../src/limited_process.rs"]
mod limited_process;
mod samples;

mod bls_fields;
mod bls_files;
mod eth_fields;
mod eth_foreign;
mod eth_interop;
mod eth_known_answers;

mod extended;
mod freshness;
mod garbage;
mod inspection;
mod kinds;
mod mnemonic_files;
mod reencrypted;
mod shared_keys;
mod single_bits;
mod tampering;
mod vectors;
