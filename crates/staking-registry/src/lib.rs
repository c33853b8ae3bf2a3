#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

// Types and traits of these crates are in the interface.
pub use alloy_primitives;
pub use bn254_bls;
pub use rand_core;

mod address;
mod address_list;
mod aztec_address;
mod first_occurrence;
mod list_lines;
mod word;

mod key_store;
mod unverified;

mod json;

pub mod staker_output;

pub mod audit;

mod network;
mod provider;

pub mod any_call;
mod call_format;
pub mod calldata;
pub mod calldata_file;
pub mod cast;
pub mod safe_batch;

pub mod exits;

pub mod public_file;

pub mod metadata;

#[cfg(feature = "serde")]
mod serialize;

pub use address::{AddressError, Checksum, NonZeroAddress, parse_address};
pub use address_list::{AddressListError, parse_address_list};
pub use aztec_address::{AztecAddress, AztecAddressError};
pub use call_format::CallFormat;
pub use first_occurrence::FirstOccurrences;
pub use key_store::{KeyStore, KeyStoreBatchError, KeyStoreError};
pub use list_lines::list_lines;
pub use network::{Network, UnknownNetwork};
pub use provider::{ProviderError, ProviderId, TakeRate};
pub use strict_json::{MembersFault, NotJson};
pub use unverified::{Field, PointFault, Spelling, UnverifiedKeyStore};
pub use word::{WordError, parse_number, parse_word, word_to_text};
