//! Mnemonics, paths and keys, from outside. One program, so that there is one to link.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

mod batch;
mod bip32;
mod bip39;
mod fingerprint;
mod known_answers;
mod operator_entropy;
mod properties;
mod signatures;
mod vectors;
