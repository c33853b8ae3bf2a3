//! The command lines of `keywatch status` and `keywatch rewards`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{ConnectionArgs, PastArgs};

/// List the provider and every delegation: what became of it, since when, the stake, and the coinbase as it should be
/// and as the node has it.
///
/// Status 1 when a validator was slashed out; 2 when an active one is without its coinbase in the node's files.
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
    /// Node keystore to look into, or a directory with one file a host; several may be given. Nothing is written
    #[arg(long, visible_alias = "keystore", value_name = "FILE", num_args = 1..)]
    pub(crate) node_keystore: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

/// Say what has accrued for the provider, where it lies, and which calls bring it home.
///
/// Status 1 when rewards have accrued under an attester in place of its Split: its coinbase was not set.
#[derive(Debug, Args)]
pub(crate) struct RewardsArgs {
    /// Print the calls, to be sent in their order; anybody may. hex: what it does, the contract and the calldata, one call a line;
    /// cast: a shell script for cast; safe: a batch for the Transaction Builder of Safe
    #[arg(long, value_enum, value_name = "FORM", num_args = 0..=1, default_missing_value = "hex", conflicts_with = "json")]
    pub(crate) calls: Option<CallsForm>,

    /// Directory to create, with the calls in files: rewards.txt, rewards.sh, or as many Safe batches as they need
    #[arg(long, value_name = "DIR", requires = "calls")]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}

/// How calls are handed to whoever signs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CallsForm {
    Hex,
    Cast,
    Safe,
}
