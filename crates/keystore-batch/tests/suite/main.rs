//! Batches of keys from outside: planned, made, opened, verified, recovered. One program, so that there is one to link.

#![allow(clippy::unwrap_used, unreachable_pub, reason = "a test fails by panicking; helpers are shared")]

#[path = "../common/mod.rs"]
mod common;

mod attester_keys;
#[cfg(feature = "ceremony-record")]
mod ceremony_pages;
#[cfg(feature = "ceremony-record")]
mod ceremony_record;
mod copied;
mod debug;
mod earlier_batches;
mod encrypted_files;
mod faults;
mod imported;
mod key_addresses;
mod made;
mod opening;
mod plans;
mod read_back;
#[cfg(feature = "ceremony-record")]
mod record_of_another_version;
mod recovered;
mod single_bits;
mod verify_key_files;
mod verify_modes;
mod verify_node_keystore;
mod verify_public_files;
mod verify_publishers;
mod whole_batch;
