//! The node keystore, from outside. One program, so that there is one to link.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod contents;
mod host;
mod hosts;
mod new_accounts;
mod refused;
mod set_coinbase;
mod single_bits;
mod writing;
