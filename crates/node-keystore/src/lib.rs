#![doc = include_str!("../README.md")]

mod node_keystore;
mod schema_version;
mod validator;

mod key_file;
mod key_source;
mod plain_key;
mod remote_signer;
mod signer_url;

mod error;
mod field_fault;
mod field_path;

mod members;
mod read;
mod read_key;
mod write;

mod attester_key;
mod coinbase_changes;
mod contents;
mod for_host;
mod host;
mod host_publishers;
mod keep_coinbases;
mod new_accounts;
mod set_coinbase;
mod set_coinbase_error;
mod sign_remotely;

pub mod web3signer;

// Types of these crates are in the interface.
pub use aztec_staking_registry;
pub use zeroize;

pub use attester_key::{AttesterKey, address_in_file_name};
pub use coinbase_changes::{CoinbaseChange, CoinbaseChanges, CoinbaseChangesError};
pub use contents::Contents;
pub use error::NodeKeystoreError;
pub use field_fault::FieldFault;
pub use field_path::FieldPath;
pub use for_host::ForHostError;
pub use host::{Host, HostError, KeyPathError};
pub use host_publishers::{HostPublishers, HostPublishersError};
pub use keep_coinbases::SetCoinbase;
pub use key_file::{KeyFile, KeyFileWithPassword};
pub use key_source::{BlsKeySource, EthKeySource};
pub use new_accounts::{NewAccounts, NewPublishers, OfHost, SharedPublisher};
pub use node_keystore::{MAX_BYTES, NodeKeystore};
pub use plain_key::PlainKey;
pub use remote_signer::{RemoteAccount, RemoteSigner};
pub use schema_version::SchemaVersion;
pub use set_coinbase::{AllCoinbasesSet, set_all_coinbases, set_coinbase};
pub use set_coinbase_error::SetCoinbaseError;
pub use sign_remotely::{RemoteSignerError, SignerPlace};
pub use signer_url::{SignerUrl, SignerUrlError};
pub use validator::Validator;
