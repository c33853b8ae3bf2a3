//! The command lines of `keywatch status` and `keywatch rewards`.

use clap::Args;

use super::{ConnectionArgs, PastArgs};

/// List the provider and every delegation: what became of it, where the validator stands, and its Split.
///
/// Status 1 when a validator was slashed out.
#[derive(Debug, Args)]
pub(crate) struct StatusArgs {
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
    /// Print the calls, one a line: what it does, the contract, the calldata. Send them in this order; anybody may
    #[arg(long, conflicts_with = "json")]
    pub(crate) calls: bool,

    #[command(flatten)]
    pub(crate) past: PastArgs,

    #[command(flatten)]
    pub(crate) connection: ConnectionArgs,
}
