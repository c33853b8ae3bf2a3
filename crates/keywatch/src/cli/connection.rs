//! Which chain, which registry, which provider: common to all verbs.

use std::{fmt, path::PathBuf};

use alloy_primitives::Address;
use aztec_staking_registry::{ProviderId, parse_address};
use clap::{Args, ValueEnum};
use serde::Deserialize;

/// Where to read, and about whom.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "The chain and the provider")]
pub(crate) struct ConnectionArgs {
    /// JSON-RPC node of L1; several are asked in turn. Keys in URLs are seen by other users of the machine: prefer the file or
    /// the variable [env: ETH_RPC_URL, separated by spaces]
    #[arg(long, value_name = "URL", num_args = 1..)]
    pub(crate) rpc_url: Vec<UrlText>,

    /// The network whose registry is meant
    #[arg(long, value_enum, conflicts_with_all = ["registry", "chain_id"])]
    pub(crate) network: Option<NetworkName>,

    /// The StakingRegistry, with --chain-id in place of --network
    #[arg(long, value_name = "ADDRESS", requires = "chain_id", value_parser = address)]
    pub(crate) registry: Option<Address>,

    /// The chain that every node must be on
    #[arg(long, value_name = "C", requires = "registry")]
    pub(crate) chain_id: Option<u64>,

    /// The provider's number
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(crate) provider_id: Option<ProviderId>,

    /// Read at this block [default: finalized]
    #[arg(long, value_enum)]
    pub(crate) block: Option<Tag>,

    /// How old, in seconds, a node's latest block may be [default: 300]
    #[arg(long, value_name = "SECONDS")]
    pub(crate) max_age: Option<u64>,

    /// How long, in seconds, a node may take for an answer [default: 20]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=600))]
    pub(crate) timeout: Option<u64>,

    /// How often all nodes are asked again when none answers [default: 4]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=100))]
    pub(crate) retries: Option<u32>,

    /// Take what is not given here from this TOML file
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Print the report as JSON
    #[arg(long, help_heading = "Output")]
    pub(crate) json: bool,

    /// Print nothing but the result and errors
    #[arg(long, short, help_heading = "Output", conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say what is read, and from which block
    #[arg(long, short, help_heading = "Output")]
    pub(crate) verbose: bool,
}

/// A URL as it was given. It may hold the key of an account, so it is not parsed here: clap would print one that is refused.
#[derive(Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct UrlText(pub(crate) String);

impl From<String> for UrlText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for UrlText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UrlText").finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum NetworkName {
    /// Ethereum
    Mainnet,
    /// Sepolia
    Testnet,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tag {
    /// The last that cannot be undone, about a quarter of an hour old
    Finalized,
    /// The last that is unlikely to be undone, about six minutes old
    Safe,
    /// The newest, which may still be undone
    Latest,
}

/// An address whose checksum, where it has one, is right.
pub(super) fn address(text: &str) -> Result<Address, String> {
    parse_address(text).map(|(address, _)| address).map_err(|error| error.to_string())
}
