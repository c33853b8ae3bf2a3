//! The shape of the file; the order of the fields is that of the file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct File {
    pub(super) format_version: u32,
    pub(super) made_by: String,
    pub(super) source: Source,
    pub(super) account_index: u32,
    pub(super) address_index: u32,
    pub(super) count: u32,
    pub(super) publisher_count: u32,
    pub(super) proof: Proof,
    pub(super) encrypted: bool,
    /// From format 2 on, always.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pop_gas_limit: Option<u64>,
    /// From format 2 on, where there are calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) destination: Option<Destination>,
    pub(super) keys: Vec<Key>,
    /// SHA-256 in 64 lower-case digits without 0x, as `sha256sum` prints it.
    pub(super) files: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Source {
    pub(super) bls_derivation: String,
    /// From format 2 on, where it is not that of the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gas_budget: Option<Budget>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) master_fingerprint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) ikm_fingerprint: Option<String>,
    pub(super) given_attesters: bool,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Budget {
    Gas(u64),
    None(Unchecked),
}

/// Candidate 0 was taken, whatever its proof costs.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unchecked {
    Unchecked,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Destination {
    /// The name of the network, where registry and chain are one's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) network: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) chain_id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) registry: Option<String>,
    pub(super) provider_id: u64,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Proof {
    Registration,
    Feedback,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Key {
    pub(super) index: u32,
    pub(super) attester: String,
    /// The compressed point in G1: x, the top bit set when y is odd.
    pub(super) public_key: String,
    /// Empty for an imported key.
    pub(super) path: String,
    pub(super) candidate: u8,
    pub(super) attempts: u32,
    pub(super) square_roots: u32,
    pub(super) gas_estimate: u64,
    pub(super) registration_proof: Point,
    pub(super) feedback_proof: Point,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Point {
    pub(super) x: String,
    pub(super) y: String,
}

/// The file before its version is known, so that a newer one is not called damaged.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Version {
    pub(super) format_version: u32,
}
