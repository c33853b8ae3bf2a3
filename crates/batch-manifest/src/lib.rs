#![doc = include_str!("../README.md")]

mod record_tag;
mod registry_calls;
mod sha256_digest;

pub mod key_notes;
pub mod manifest;

// Types of these crates are in the interface.
pub use aztec_key_derivation;
pub use aztec_staking_registry;
pub use bn254_bls;

pub use manifest::{Manifest, ManifestError, ManifestKey};
pub use record_tag::{names_manifest, record_tag};
pub use registry_calls::{DestinationFacts, RegistryCalls, RegistryTarget};
pub use sha256_digest::Sha256Digest;
