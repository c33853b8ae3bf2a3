//! The manifest, from outside. One program, so that there is one to link.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../common/mod.rs"]
mod common;

mod differences;
mod facts;
mod key_notes;
mod manifest;
mod manifest_derivation;
mod record_tag;
mod registry_calls;
