//! JSON-RPC over HTTPS: several nodes in turn, with bounds on everything that a node could get wrong.
//!
//! The client is ureq with rustls. It was measured against the others (normal dependencies on Linux): 33 crates, where reqwest
//! brings 88, alloy-rpc-client 134 and alloy-provider 215. An audit takes about ten requests one after the other, so there is
//! nothing for an async runtime to do; and the ABI, which is the hard part, is alloy-sol-types in any case.

mod admin;
mod client;
mod endpoint;
mod fault;
mod http;
pub(crate) mod json_rpc;
mod recency;
mod retry;
mod webhook;

pub use admin::{AdminError, ApiKey, reload_keystore};
pub use client::{Rpc, Settings};
pub use endpoint::{Endpoint, EndpointError};
pub use fault::RpcError;
pub use webhook::{WebhookError, post_webhook};
